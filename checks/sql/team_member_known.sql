-- team_member_known: one row is one member of a hiring team whose user or role Ashby does not have or has disabled.
-- critical: Rule A6: Ashby refuses an id that it does not know; what it does with a disabled user is not documented.
-- Grain: table_name, row_key.
with

application_team as (select * from body__application_team),

ashby_user as (select * from stg_ashby__user),

hiring_team_role as (select * from stg_ashby__hiring_team_role),

stranger as (

    select
        'ashby__application_team' as table_name,
        application_team.write_key as row_key

    from application_team
    left join ashby_user
        on application_team.user_id = ashby_user.user_id
    left join hiring_team_role
        on application_team.role_id = hiring_team_role.role_id
    where not coalesce(ashby_user.is_enabled, false) or hiring_team_role.role_id is null

)

select * from stranger
