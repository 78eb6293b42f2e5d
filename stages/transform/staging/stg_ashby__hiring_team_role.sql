-- stg_ashby__hiring_team_role: one row is one role in an application's hiring team, newest copy.
-- Grain: role_id.
-- No rule: typing only; A6 gives the owner one.
with

raw_hiring_team_role as (

    select
        id,
        json
    from raw_ashby__hiring_team_role
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

hiring_team_role as (

    select
        id as role_id,
        nullif(json_extract_string(json, '$.title'), '') as title
    from raw_hiring_team_role

)

select * from hiring_team_role
order by role_id
