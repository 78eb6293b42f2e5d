-- stg_lever__user: one row is one Lever user, newest copy; e-mails are trimmed and in lower case.
-- Grain: user_id.
-- No rule: typing only. Deactivated users stay: they are authors and owners of the past (lever-api 2.18).
with

raw_user as (

    select
        id,
        json
    from raw_lever__user
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"name": "VARCHAR", "email": "VARCHAR", "username": "VARCHAR", "accessRole": "VARCHAR",
            "createdAt": "VARCHAR", "deactivatedAt": "VARCHAR"}'
        )) as key_of_lever
    from raw_user

),

filled as (

    select
        id,
        nullif(nullif(columns(* exclude (id)), ''), '[]')
    from parsed

),

lever_user as (

    select
        id as user_id,
        name,
        lower(trim(email)) as email,
        username,
        accessRole as access_role,
        deactivatedAt is not null as is_deactivated,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(deactivatedAt)) as deactivated_at
    from filled

)

select * from lever_user
order by user_id
