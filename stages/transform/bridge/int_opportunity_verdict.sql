-- int_opportunity_verdict: one row is one opportunity and what keeps it from being an application.
-- Grain: opportunity_id. Every opportunity has a row; the first reason that fits wins; no reason_code: nothing does.
-- P6: gone. A2: no posting. A1: no job. A7: confidential. A5: a stage without a place. A4: archived without an end.
with

opportunity as (select * from stg_lever__opportunity),

posting as (select * from stg_lever__posting),

posting_target as (select * from int_posting_target),

lever_stage as (select * from stg_lever__stage),

history as (select * from int_history),

closing as (select * from int_closing),

unplaced as (

    select
        history.opportunity_id,
        arg_min(history.lever_stage_id, history.position) as lever_stage_id

    from history
    where history.interview_stage_id is null and history.lever_stage_id is not null
    group by history.opportunity_id

),

known as (

    select
        opportunity.opportunity_id,
        opportunity.contact_id,
        opportunity.posting_id,
        opportunity.lever_stage_id,
        opportunity.is_anonymized,
        opportunity.deleted_at,
        opportunity.problem,
        coalesce(opportunity.count_applications > 0, false)
        and opportunity.posting_id is null
        and opportunity.application_type is null as is_application_unread,
        coalesce(opportunity.is_confidential, false) or coalesce(posting.is_confidential, false) as is_confidential,
        posting_target.fate as target_fate,
        posting_target.reason_code as target_reason_code,
        posting_target.interview_plan_id,
        coalesce(posting_target.is_confidential_job, false) as is_confidential_job,
        unplaced.lever_stage_id as unplaced_stage_id,
        coalesce(lever_stage.name, unplaced.lever_stage_id) as unplaced_stage,
        closing.opportunity_id is not null as is_closed,
        closing.is_hired,
        closing.interview_stage_id as closing_stage_id,
        closing.ashby_archive_reason_id

    from opportunity
    left join posting
        on opportunity.posting_id = posting.posting_id
    left join posting_target
        on opportunity.posting_id = posting_target.posting_id
    left join unplaced
        on opportunity.opportunity_id = unplaced.opportunity_id
    left join lever_stage
        on unplaced.lever_stage_id = lever_stage.lever_stage_id
    left join closing
        on opportunity.opportunity_id = closing.opportunity_id

),

verdict as (

    select
        known.opportunity_id,
        case
            when known.is_anonymized then 'anonymised'
            when known.deleted_at is not null then 'deleted'
            when known.contact_id is null then 'no_contact'
            -- before problem, which names it too: this reason tells more
            when known.is_application_unread then 'application_not_readable'
            when known.problem is not null then 'problem_in_record'
            when known.posting_id is null then 'no_posting'
            when known.target_fate in ('excluded', 'held') then known.target_reason_code
            when known.target_fate is null then 'job_undecided'
            when known.is_confidential and not known.is_confidential_job then 'confidential'
            when known.lever_stage_id is null or known.unplaced_stage_id is not null then 'stage_not_in_plan'
            when known.is_closed and not known.is_hired and known.ashby_archive_reason_id is null
                then 'archive_reason_undecided'
            when known.is_closed and known.closing_stage_id is null and known.is_hired then 'no_hired_stage'
            when known.is_closed and known.closing_stage_id is null then 'no_archived_stage'
        end as reason_code,
        known.is_confidential,
        known.unplaced_stage,
        known.interview_plan_id

    from known

)

select * from verdict
order by opportunity_id
