-- ashby__application_team: one row is the owner of one opportunity, as member of the application's hiring team.
-- Grain: write_key; lever_id is the opportunity.
-- A6: whoever owned the opportunity in Lever, in the role that int_owner found. An owner who can't join makes no row;
-- parity tells it. Once on the team nobody is taken off it: a later owner in Lever is told as a difference (D1).
with

owner as (select * from int_owner),

opportunity as (select * from int_opportunity),

person as (select * from int_person),

body as (

    select
        owner.opportunity_id,
        opportunity.person_id,
        person.active_at,
        [{ 'path': 'applicationId', 'write_key': 'application/' || owner.opportunity_id }] as refs,
        to_json({
            'applicationId': null, 'teamMemberId': owner.ashby_user_id, 'roleId': owner.role_id
        })::varchar as payload,
        row_number() over (
            partition by opportunity.person_id
            order by opportunity.created_at desc, owner.opportunity_id asc
        ) - 1 as place

    from owner
    left join opportunity
        on owner.opportunity_id = opportunity.opportunity_id
    left join person
        on opportunity.person_id = person.person_id
    where owner.reason_code is null

),

application_team as (

    select
        'application_team/' || body.opportunity_id as write_key,
        'application' as entity,
        body.opportunity_id as lever_id,
        body.person_id,
        'application.addHiringTeamMember' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        4000000 + body.place as position

    from body

)

select * from application_team
order by write_key
