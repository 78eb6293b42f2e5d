-- body__opening: one row is one row of ashby__opening, with what its body says as columns.
-- Grain: write_key.
-- opening.create asks for nothing; an opening in another state than Draft is validated more and may ask approvers
-- (ashby-api.md 9.7).
with

write as (select * from ashby__opening),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"identifier": "VARCHAR", "teamId": "VARCHAR", "locationIds": ["VARCHAR"], "jobIds": ["VARCHAR"],
                    "openingState": "VARCHAR"}'
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
        body.identifier,
        body.teamId as team_id,
        body.locationIds as location_ids,
        body.jobIds as job_ids,

        ---------- what Ashby has a list for
        body.openingState as opening_state,

        ---------- true or false
        payload_is_object,
        has_only(payload, [
            'identifier', 'description', 'teamId', 'locationIds', 'jobIds', 'isBackfill', 'openingState'
        ]) as parameters_are_known,
        coalesce(is_text(body.identifier), false) as identifier_is_text,
        is_uuid(body.teamId) as team_id_is_uuid,
        len(list_filter(
            list_zip(body.locationIds, range(len(body.locationIds))),
            lambda one: not has_id(one[1], refs, 'locationIds.' || one[2])
        )) = 0 as locations_have_ids,
        len(list_filter(
            list_zip(body.jobIds, range(len(body.jobIds))),
            lambda one: not has_id(one[1], refs, 'jobIds.' || one[2])
        )) = 0 as jobs_have_ids
    from opened

)

select * from judged
