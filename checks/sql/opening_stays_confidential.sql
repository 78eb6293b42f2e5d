-- opening_stays_confidential: one row is one opening of a confidential requisition without a confidential job for all.
-- critical: Rule A7: visibility never widens; who sees an opening is not documented but by its jobs.
-- Grain: table_name, row_key.
-- A requisition with a confidential posting is confidential (lever-api 1.3). A job that is created never is.
with

opening as (select * from body__opening),

requisition as (select * from stg_lever__requisition),

posting as (select * from stg_lever__posting),

job as (select * from stg_ashby__job),

listed as (

    select
        requisition_id,
        unnest(posting_ids) as posting_id
    from requisition

),

by_posting as (

    select distinct listed.requisition_id

    from listed
    left join posting
        on listed.posting_id = posting.posting_id
    where posting.is_confidential

),

secret as (

    select
        opening.write_key,
        coalesce(opening.job_ids, []) as job_ids

    from opening
    left join requisition
        on opening.lever_id = requisition.requisition_id
    left join by_posting
        on opening.lever_id = by_posting.requisition_id
    where coalesce(requisition.is_confidential, false) or by_posting.requisition_id is not null

),

named as (

    select
        write_key,
        unnest(job_ids) as job_id
    from secret

),

hidden as (

    select
        named.write_key,
        bool_and(coalesce(job.is_confidential, false)) as are_jobs_confidential

    from named
    left join job
        on named.job_id = job.job_id
    group by named.write_key

),

shown as (

    select
        'ashby__opening' as table_name,
        secret.write_key as row_key

    from secret
    left join hidden
        on secret.write_key = hidden.write_key
    where not coalesce(hidden.are_jobs_confidential, false)

)

select * from shown
