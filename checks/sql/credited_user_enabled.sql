-- credited_user_enabled: one row is one write that credits a user who is disabled in Ashby.
-- warning: Whether Ashby takes a disabled user is not documented (ashby-api.md 11, 17).
-- Grain: table_name, row_key.
with

write as (

    select
        'ashby__candidate' as table_name,
        write_key,
        credited_to_user_id
    from body__candidate
    union all
    select
        'ashby__application' as table_name,
        write_key,
        credited_to_user_id
    from body__application
    union all
    select
        'ashby__feedback' as table_name,
        write_key,
        user_id as credited_to_user_id
    from body__feedback

),

ashby_user as (select * from stg_ashby__user),

disabled as (

    select
        write.table_name,
        write.write_key as row_key

    from write
    left join ashby_user
        on write.credited_to_user_id = ashby_user.user_id
    where not ashby_user.is_enabled

)

select * from disabled
