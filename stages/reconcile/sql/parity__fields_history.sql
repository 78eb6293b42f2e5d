-- parity__fields_history: one row is one event of an application's history, in Lever, in Ashby or in both.
-- Grain: entity, lever_id, field (`history:<n>`, n from 0; `history:+<n>` for one that only Ashby has).
-- A3, A4: every event with its own stage and time, to the millisecond; events of one instant keep their order.
with

state as (select * from parity__states),

history as (select * from int_history),

ashby_history as (select * from stg_ashby__application_history),

application as (select * from stg_ashby__application),

interview_stage as (select * from stg_ashby__interview_stage),

written as (

    select
        state.lever_id,
        state.ashby_id

    from state
    left join application
        on state.ashby_id = application.application_id
    where state.entity = 'application' and state.state = 'written' and application.application_id is not null

),

expected as (

    select
        written.lever_id,
        written.ashby_id,
        history.position,
        history.interview_stage_id,
        iso_time(history.entered_at) as entered_at,
        row_number() over (
            partition by written.lever_id, iso_time(history.entered_at) order by history.position
        ) as place

    from written
    left join history
        on written.lever_id = history.opportunity_id
    where history.opportunity_id is not null

),

found as (

    select
        written.lever_id,
        written.ashby_id,
        ashby_history.position,
        ashby_history.interview_stage_id,
        iso_time(ashby_history.entered_at) as entered_at,
        row_number() over (
            partition by written.lever_id, iso_time(ashby_history.entered_at) order by ashby_history.position
        ) as place

    from written
    left join ashby_history
        on written.ashby_id = ashby_history.application_id
    where ashby_history.application_id is not null

),

compared as (

    select
        expected.lever_id,
        expected.ashby_id,
        'history:' || expected.position as field,
        expected.interview_stage_id as lever_stage_id,
        expected.entered_at as lever_time,
        found.interview_stage_id as ashby_stage_id,
        found.entered_at as ashby_time,
        case when found.lever_id is null then 'missing' else 'equal' end as verdict

    from expected
    left join found
        on
            expected.lever_id = found.lever_id
            and expected.entered_at = found.entered_at
            and expected.place = found.place
            and expected.interview_stage_id = found.interview_stage_id

    union all

    select
        found.lever_id,
        found.ashby_id,
        'history:+' || found.position as field,
        null as lever_stage_id,
        null as lever_time,
        found.interview_stage_id as ashby_stage_id,
        found.entered_at as ashby_time,
        'extra' as verdict

    from found
    left join expected
        on
            found.lever_id = expected.lever_id
            and found.entered_at = expected.entered_at
            and found.place = expected.place
            and found.interview_stage_id = expected.interview_stage_id
    where expected.lever_id is null

),

field as (

    select
        'application' as entity,
        compared.lever_id,
        compared.ashby_id,
        compared.field,
        coalesce(lever_stage.title, compared.lever_stage_id) || ' at ' || compared.lever_time as lever_value,
        coalesce(ashby_stage.title, compared.ashby_stage_id) || ' at ' || compared.ashby_time as ashby_value,
        compared.verdict,
        null::varchar as rule

    from compared
    left join interview_stage as lever_stage
        on compared.lever_stage_id = lever_stage.interview_stage_id
    left join interview_stage as ashby_stage
        on compared.ashby_stage_id = ashby_stage.interview_stage_id

)

select * from field
order by entity, lever_id, field
