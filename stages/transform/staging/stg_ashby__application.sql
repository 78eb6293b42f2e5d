-- stg_ashby__application: one row is one Ashby application as read back, newest copy.
-- Grain: application_id.
-- No rule: typing only; C1 compares it with what was sent. Values of custom fields are text, lists and objects as JSON.
with

parsed as (

    select
        id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"candidate": {"id": "VARCHAR"}, "job": {"id": "VARCHAR"}, "status": "VARCHAR",
            "currentInterviewStage": {"id": "VARCHAR"}, "archiveReason": {"id": "VARCHAR"}, "archivedAt": "VARCHAR",
            "source": {"id": "VARCHAR"}, "creditedToUser": {"id": "VARCHAR"},
            "customFields": [{"id": "VARCHAR", "value": "VARCHAR"}],
            "hiringTeam": [{"userId": "VARCHAR", "role": "VARCHAR"}], "createdAt": "VARCHAR"}'
        )) as key_of_ashby
    from raw_ashby__application

),

application as (

    select
        id as application_id,
        nullif(candidate.id, '') as candidate_id,
        nullif(job.id, '') as job_id,
        nullif(status, '') as status,
        nullif(currentInterviewStage.id, '') as interview_stage_id,
        nullif(archiveReason.id, '') as archive_reason_id,
        ashby_time(archivedAt) as archived_at,
        nullif(source.id, '') as source_id,
        nullif(creditedToUser.id, '') as credited_to_user_id,
        coalesce(
            [
                struct_pack(custom_field_id := field.id, value := nullif(nullif(field.value, ''), '[]'))
                for field in customFields if field.id <> ''
            ],
            []
        ) as custom_values,
        coalesce(
            [
                struct_pack(user_id := member.userId, role := nullif(member.role, ''))
                for member in hiringTeam if member.userId <> ''
            ],
            []
        ) as hiring_team,
        ashby_time(createdAt) as created_at
    from parsed
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from application
order by application_id
