-- stg_ashby__job: one row is one Ashby job of any status, newest copy.
-- Grain: job_id.
-- No rule: typing only. Drafts, closed and archived jobs stay: applications may go to any of them (A1).
with

raw_job as (

    select
        id,
        json
    from raw_ashby__job
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"title": "VARCHAR", "status": "VARCHAR", "confidential": "BOOLEAN", "departmentId": "VARCHAR",
            "locationId": "VARCHAR", "defaultInterviewPlanId": "VARCHAR"}'
        )) as key_of_ashby
    from raw_job

),

job as (

    select
        id as job_id,
        nullif(title, '') as title,
        nullif(status, '') as status,
        coalesce(confidential, false) as is_confidential,
        nullif(departmentId, '') as department_id,
        nullif(locationId, '') as location_id,
        nullif(defaultInterviewPlanId, '') as default_interview_plan_id
    from parsed

)

select * from job
order by job_id
