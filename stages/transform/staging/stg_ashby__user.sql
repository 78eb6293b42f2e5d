-- stg_ashby__user: one row is one Ashby user, newest copy; e-mails are trimmed and in lower case.
-- Grain: user_id.
-- No rule: typing only. Deactivated users stay, with is_enabled false.
with

raw_user as (

    select
        id,
        json
    from raw_ashby__user
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json, '{"firstName": "VARCHAR", "lastName": "VARCHAR", "email": "VARCHAR", "isEnabled": "BOOLEAN"}'
        )) as key_of_ashby
    from raw_user

),

ashby_user as (

    select
        id as user_id,
        nullif(trim(concat_ws(' ', firstName, lastName)), '') as name,
        nullif(lower(trim(email)), '') as email,
        coalesce(isEnabled, false) as is_enabled
    from parsed

)

select * from ashby_user
order by user_id
