-- int_candidacy: one row is one opportunity whose posting has a job, and how its stage changes end.
-- Grain: opportunity_id.
-- A3: where the last change does not lead to the current stage, that stage follows at lastAdvancedAt, else at the time
-- of the last change, else of creation. Drops what makes no application in any case: no posting, a posting without a
-- job (A1), gone from Lever (P6).
with

opportunity as (select * from stg_lever__opportunity),

stage_change as (select * from stg_lever__stage_change),

posting_target as (select * from int_posting_target),

last_change as (

    select
        stage_change.opportunity_id,
        max(stage_change.position) as position,
        arg_max(stage_change.lever_stage_id, stage_change.position) as lever_stage_id,
        arg_max(stage_change.changed_at, stage_change.position) as changed_at

    from stage_change
    group by stage_change.opportunity_id

),

candidacy as (

    select
        opportunity.opportunity_id,
        opportunity.posting_id,
        posting_target.interview_plan_id,
        opportunity.lever_stage_id,
        coalesce(last_change.position, -1) as last_position,
        coalesce(last_change.lever_stage_id = opportunity.lever_stage_id, false) as ends_at_current_stage,
        coalesce(opportunity.last_advanced_at, last_change.changed_at, opportunity.created_at) as advanced_at

    from opportunity
    left join posting_target
        on opportunity.posting_id = posting_target.posting_id
    left join last_change
        on opportunity.opportunity_id = last_change.opportunity_id
    where
        posting_target.fate in ('found', 'write')
        and not coalesce(opportunity.is_anonymized, false)
        and opportunity.deleted_at is null

)

select * from candidacy
order by opportunity_id
