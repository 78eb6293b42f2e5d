-- stage_of_plan: one row is one application with an event in a stage that its job's interview plan does not have.
-- critical: Rule A5: Ashby takes only stages of the application's own plan.
-- Grain: table_name, row_key.
with

event as (select * from body__application_event),

application as (select * from body__application),

interview_stage as (select * from stg_ashby__interview_stage),

job as (select * from stg_ashby__job),

job_to_create as (select * from body__job),

planned as (

    select
        application.write_key,
        coalesce(
            application.interview_plan_id, job.default_interview_plan_id, job_to_create.interview_plan_id
        ) as interview_plan_id

    from application
    left join job
        on application.job_id = job.job_id
    left join job_to_create
        on application.job_write_key = job_to_create.write_key

),

misplaced as (

    select distinct
        'ashby__application' as table_name,
        event.write_key as row_key

    from event
    left join planned
        on event.write_key = planned.write_key
    left join interview_stage
        on
            event.interview_stage_id = interview_stage.interview_stage_id
            and planned.interview_plan_id = interview_stage.interview_plan_id
    where interview_stage.interview_stage_id is null

)

select * from misplaced
