-- confidential_stays_confidential: one row is one confidential application that would go to a job which is not.
-- critical: Rule A7: visibility never widens. Told from Lever's own words once more, not from the transform's verdict.
-- Grain: table_name, row_key.
with

application as (select * from body__application),

opportunity as (select * from stg_lever__opportunity),

posting as (select * from stg_lever__posting),

job as (select * from stg_ashby__job),

exposed as (

    select
        'ashby__application' as table_name,
        application.write_key as row_key

    from application
    left join opportunity
        on application.lever_id = opportunity.opportunity_id
    left join posting
        on opportunity.posting_id = posting.posting_id
    left join job
        on application.job_id = job.job_id
    where
        (coalesce(opportunity.is_confidential, false) or coalesce(posting.is_confidential, false))
        and not coalesce(job.is_confidential, false)

)

select * from exposed
