-- int_owner: one row is one opportunity that becomes an application and has an owner.
-- Grain: opportunity_id. Opportunities without an owner have no row.
-- A6: the owner joins the hiring team of the application, if a user maps who is enabled in Ashby, and if Ashby has a
-- role for it: the first of Owner, Candidate owner, Recruiter that is the name of one role. No reason_code: joins.
-- Followers are left behind.
with

opportunity as (select * from stg_lever__opportunity),

judged_opportunity as (select * from int_opportunity),

mapping as (select * from int_mapping_user),

ashby_user as (select * from stg_ashby__user),

hiring_team_role as (select * from stg_ashby__hiring_team_role),

named_role as (

    -- Of two roles with one name, nobody can tell which is meant.
    select
        normal_name(hiring_team_role.title) as name,
        min(hiring_team_role.role_id) as role_id,
        min(hiring_team_role.title) as title

    from hiring_team_role
    where normal_name(hiring_team_role.title) in ('owner', 'candidate owner', 'recruiter')
    group by name
    having count(*) = 1

),

fitting_role as (

    select
        arg_min(
            { 'role_id': named_role.role_id, 'title': named_role.title },
            list_position(['owner', 'candidate owner', 'recruiter'], named_role.name)
        ) as team_role

    from named_role

),

owned as (

    select
        judged_opportunity.opportunity_id,
        opportunity.owner_user_id

    from judged_opportunity
    left join opportunity
        on judged_opportunity.opportunity_id = opportunity.opportunity_id
    where judged_opportunity.fate = 'write' and opportunity.owner_user_id is not null

),

judged as (

    select
        owned.opportunity_id,
        ashby_user.user_id as ashby_user_id,
        fitting_role.team_role,
        case
            when ashby_user.user_id is null then 'user_unmapped'
            when not coalesce(ashby_user.is_enabled, false) then 'user_disabled'
            when fitting_role.team_role is null then 'no_role'
        end as reason_code

    from owned
    left join mapping
        on
            owned.owner_user_id = mapping.lever_id
            and mapping.decision in ('exact', 'chosen')
    left join ashby_user
        on mapping.ashby_id = ashby_user.user_id
    cross join fitting_role

),

owner as (

    select
        judged.opportunity_id,
        judged.ashby_user_id,
        judged.team_role.role_id,
        judged.team_role.title as role,
        judged.reason_code

    from judged

)

select * from owner
order by opportunity_id
