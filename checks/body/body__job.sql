-- body__job: one row is one row of ashby__job, with what its body says as columns.
-- Grain: write_key.
-- job.create asks for a title, a team and a location; a job without a plan can't be opened (ashby-api.md 9.7). Team and
-- location may be brought by an earlier write.
with

write as (select * from ashby__job),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"title": "VARCHAR", "teamId": "VARCHAR", "locationId": "VARCHAR",
                    "defaultInterviewPlanId": "VARCHAR"}'
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
        body.teamId as team_id,
        body.locationId as location_id,
        body.defaultInterviewPlanId as interview_plan_id,

        ---------- true or false
        payload_is_object,
        has_only(payload, [
            'title', 'teamId', 'locationId', 'defaultInterviewPlanId', 'jobTemplateId', 'brandId', 'employmentType'
        ]) as parameters_are_known,
        coalesce(is_text(body.title), false) as title_is_text,
        has_id(body.teamId, refs, 'teamId') as has_team,
        has_id(body.locationId, refs, 'locationId') as has_location,
        coalesce(is_uuid(body.defaultInterviewPlanId), false) as interview_plan_id_is_uuid
    from opened

)

select * from judged
