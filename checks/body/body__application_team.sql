-- body__application_team: one row is one row of ashby__application_team, with what its body says as columns.
-- Grain: write_key.
-- application.addHiringTeamMember asks for all three (ashby-api.md 9.2).
with

write as (select * from ashby__application_team),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload, '{"applicationId": "VARCHAR", "teamMemberId": "VARCHAR", "roleId": "VARCHAR"}'
                )
        end as body
    from write

),

judged as (

    select
        ---------- keys
        write_key,
        entity,
        lever_id,
        person_id,
        operation,
        payload_sha256,
        position,

        ---------- what other tables are asked about
        body.teamMemberId as user_id,
        body.roleId as role_id,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['applicationId', 'teamMemberId', 'roleId']) as parameters_are_known,
        has_id(body.applicationId, refs, 'applicationId') as has_application,
        coalesce(is_uuid(body.teamMemberId), false) as team_member_id_is_uuid,
        coalesce(is_uuid(body.roleId), false) as role_id_is_uuid
    from opened

)

select * from judged
