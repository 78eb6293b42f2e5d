-- credited_user_known: one row is one write that credits a user whom Ashby does not have.
-- critical: Rules A6 and F1: Ashby refuses an id that it does not know.
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

stranger as (

    select
        write.table_name,
        write.write_key as row_key

    from write
    left join ashby_user
        on write.credited_to_user_id = ashby_user.user_id
    where write.credited_to_user_id is not null and ashby_user.user_id is null

)

select * from stranger
