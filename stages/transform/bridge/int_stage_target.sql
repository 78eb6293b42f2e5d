-- int_stage_target: one row is one Lever stage that one posting's opportunities use, and its interview stage.
-- Grain: posting_id, lever_stage_id.
-- A5: the stage must stand in the job's interview plan. The decision for this posting comes first, then the one for
-- the stage, then the only stage of the plan with the same name; nothing else, so no interview stage means: held.
with

stage_use as (select * from int_stage_use),

lever_stage as (select * from stg_lever__stage),

posting_target as (select * from int_posting_target),

interview_stage as (select * from stg_ashby__interview_stage),

mapping as (select * from int_mapping_stage),

named_stage as (

    select
        interview_stage.interview_plan_id,
        normal_name(interview_stage.title) as name,
        case when count(*) = 1 then min(interview_stage.interview_stage_id) end as interview_stage_id

    from interview_stage
    where normal_name(interview_stage.title) <> ''
    group by interview_stage.interview_plan_id, normal_name(interview_stage.title)

),

decided as (

    select
        stage_use.posting_id,
        stage_use.lever_stage_id,
        stage_use.records,
        posting_target.interview_plan_id,
        normal_name(lever_stage.name) as name,
        own.lever_id is not null as is_own,
        coalesce(own.decision, general.decision) as decision,
        coalesce(own.ashby_id, general.ashby_id) as ashby_id,
        normal_name(coalesce(own.ashby_name, general.ashby_name)) as ashby_name

    from stage_use
    left join posting_target
        on stage_use.posting_id = posting_target.posting_id
    left join lever_stage
        on stage_use.lever_stage_id = lever_stage.lever_stage_id
    left join mapping as own
        on
            stage_use.posting_id || '/' || stage_use.lever_stage_id = own.lever_id
            and own.decision in ('exact', 'chosen', 'leave_out')
    left join mapping as general
        on
            stage_use.lever_stage_id = general.lever_id
            and general.decision in ('exact', 'chosen', 'leave_out')
            and own.lever_id is null

),

stage_target as (

    select
        decided.posting_id,
        decided.lever_stage_id,
        case
            when decided.decision = 'leave_out' then null
            -- Decided for this very posting: what does not fit its plan is an error, not a reason to look further.
            when decided.is_own then coalesce(by_id.interview_stage_id, by_decided_name.interview_stage_id)
            else coalesce(by_id.interview_stage_id, by_decided_name.interview_stage_id, by_name.interview_stage_id)
        end as interview_stage_id,
        coalesce(decided.decision = 'leave_out', false) as is_left_out,
        decided.records

    from decided
    left join interview_stage as by_id
        on
            decided.interview_plan_id = by_id.interview_plan_id
            and decided.ashby_id = by_id.interview_stage_id
    left join named_stage as by_decided_name
        on
            decided.interview_plan_id = by_decided_name.interview_plan_id
            and decided.ashby_name = by_decided_name.name
    left join named_stage as by_name
        on
            decided.interview_plan_id = by_name.interview_plan_id
            and decided.name = by_name.name

)

select * from stage_target
order by posting_id, lever_stage_id
