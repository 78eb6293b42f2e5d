-- parity__merged: one row is one candidate of ours who is gone, and the candidate who has its applications now.
-- Grain: ashby_id.
-- D1: a recruiter who merges two candidates takes one id away; the ids of applications stay and tell whose they are.
-- Drops candidates that Ashby still shows, and those of whom no application is left to tell.
with

result as (select * from every_result),

opportunity as (select * from int_opportunity),

candidate as (select * from stg_ashby__candidate),

application as (select * from stg_ashby__application),

gone as (

    select
        result.lever_id as person_id,
        max(result.ashby_id) as ashby_id

    from result
    left join candidate
        on result.ashby_id = candidate.candidate_id
    where
        result.write_key = 'candidate/' || result.lever_id
        and result.ashby_id is not null
        and candidate.candidate_id is null
    group by result.lever_id

),

merged as (

    select
        gone.ashby_id,
        min(application.candidate_id) as merged_into

    from gone
    left join opportunity
        on gone.person_id = opportunity.person_id
    left join result
        on 'application/' || opportunity.opportunity_id = result.write_key
    left join application
        on result.ashby_id = application.application_id
    where application.candidate_id is not null
    group by gone.ashby_id

)

select * from merged
order by ashby_id
