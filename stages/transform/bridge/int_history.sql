-- int_history: one row is one event of an application's history; without interview_stage_id it can't be placed.
-- Grain: opportunity_id, position (from 0, without gaps; the highest is where the application stands).
-- A3: every stage change in Lever's order with its own time, even one that goes back; the current stage last.
-- A4: an archived one ends with its closing; that event alone has no lever_stage_id. A5: places are int_stage_target's.
-- Drops events of stages left out by decision, the current stage's apart, and what has no job (int_candidacy).
with

candidacy as (select * from int_candidacy),

stage_change as (select * from stg_lever__stage_change),

stage_target as (select * from int_stage_target),

closing as (select * from int_closing),

moved as (

    select
        candidacy.opportunity_id,
        candidacy.posting_id,
        candidacy.ends_at_current_stage and stage_change.position = candidacy.last_position as is_current,
        stage_change.position as place,
        stage_change.lever_stage_id,
        stage_change.changed_at as entered_at

    from stage_change
    left join candidacy
        on stage_change.opportunity_id = candidacy.opportunity_id
    where candidacy.opportunity_id is not null

    union all

    select
        candidacy.opportunity_id,
        candidacy.posting_id,
        true as is_current,
        candidacy.last_position + 1 as place,
        candidacy.lever_stage_id,
        candidacy.advanced_at as entered_at

    from candidacy
    where candidacy.lever_stage_id is not null and not candidacy.ends_at_current_stage

),

event as (

    select
        moved.opportunity_id,
        moved.place,
        moved.lever_stage_id,
        stage_target.interview_stage_id,
        moved.entered_at,
        null as ashby_archive_reason_id

    from moved
    left join stage_target
        on
            moved.posting_id = stage_target.posting_id
            and moved.lever_stage_id = stage_target.lever_stage_id
    where moved.is_current or not coalesce(stage_target.is_left_out, false)

    union all

    select
        closing.opportunity_id,
        candidacy.last_position + 2 as place,
        null as lever_stage_id,
        closing.interview_stage_id,
        closing.entered_at,
        closing.ashby_archive_reason_id

    from closing
    left join candidacy
        on closing.opportunity_id = candidacy.opportunity_id

),

history as (

    select
        event.opportunity_id,
        row_number() over (partition by event.opportunity_id order by event.place) - 1 as position,
        event.lever_stage_id,
        event.interview_stage_id,
        event.entered_at,
        event.ashby_archive_reason_id

    from event

)

select * from history
order by opportunity_id, position
