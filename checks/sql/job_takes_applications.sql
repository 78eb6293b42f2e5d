-- job_takes_applications: one row is one application to a job that Ashby does not have, or has archived.
-- critical: Rule A1: the job is one that is there; what Ashby does with an archived one is not documented.
-- Grain: table_name, row_key.
with

application as (select * from body__application),

job as (select * from stg_ashby__job),

homeless as (

    select
        'ashby__application' as table_name,
        application.write_key as row_key

    from application
    left join job
        on application.job_id = job.job_id
    where application.job_id is not null and coalesce(job.status, 'Archived') = 'Archived'

)

select * from homeless
