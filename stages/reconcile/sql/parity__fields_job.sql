-- parity__fields_job: one row is one field of one posting's job, compared with Ashby's.
-- Grain: entity, lever_id, field.
-- A1: a job that a person chose may have another title; one of the same name is equal, spelling apart.
with

state as (select * from parity__states),

posting as (select * from stg_lever__posting),

job as (select * from stg_ashby__job),

compared as (

    select
        state.lever_id,
        state.ashby_id,
        posting.title as lever_value,
        job.title as ashby_value,
        coalesce(normal_name(posting.title), '') = coalesce(normal_name(job.title), '') as is_equal,
        state.outcome = 'found' as is_chosen

    from state
    left join posting
        on state.lever_id = posting.posting_id
    left join job
        on state.ashby_id = job.job_id
    where state.entity = 'job' and state.state = 'written' and job.job_id is not null

),

field as (

    select
        'job' as entity,
        compared.lever_id,
        compared.ashby_id,
        'title' as field,
        compared.lever_value,
        compared.ashby_value,
        case when compared.is_equal then 'equal' when compared.is_chosen then 'by_rule' else 'differs' end as verdict,
        case when not compared.is_equal and compared.is_chosen then 'A1' end as rule

    from compared

)

select * from field
order by entity, lever_id, field
