-- job_parts_live: one row is one job to create whose team, location or interview plan Ashby lacks or has archived.
-- critical: Rule A1: a job needs all three, and its plan decides where its applications can stand.
-- Grain: table_name, row_key.
-- Not asked: a team or location that an earlier write brings (ref_exists).
with

job as (select * from body__job),

department as (select * from stg_ashby__department),

location as (select * from stg_ashby__location),

interview_plan as (select * from stg_ashby__interview_plan),

incomplete as (

    select
        'ashby__job' as table_name,
        job.write_key as row_key

    from job
    left join department
        on job.team_id = department.department_id
    left join location
        on job.location_id = location.location_id
    left join interview_plan
        on job.interview_plan_id = interview_plan.interview_plan_id
    where
        (job.team_id is not null and coalesce(department.is_archived, true))
        or (job.location_id is not null and coalesce(location.is_archived, true))
        or coalesce(interview_plan.is_archived, true)

)

select * from incomplete
