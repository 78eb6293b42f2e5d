-- body__job: one row is one row of ashby__job, with what its body says as columns.
-- Grain: write_key.
-- job.create asks for a title, a team and a location; a job without a plan can't be opened (ashby-api.md 9.7).
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
        coalesce(is_uuid(body.teamId), false) as team_id_is_uuid,
        coalesce(is_uuid(body.locationId), false) as location_id_is_uuid,
        coalesce(is_uuid(body.defaultInterviewPlanId), false) as interview_plan_id_is_uuid
    from opened

)

select * from judged
