-- archive_reason_where_archived: one row is one application with an archive reason missing or too many.
-- critical: Rule A4: Ashby asks for a reason on every Archived stage, and refuses one on any other.
-- Grain: table_name, row_key.
with

event as (select * from body__application_event),

interview_stage as (select * from stg_ashby__interview_stage),

typed as (

    select
        event.write_key,
        event.archive_reason_id,
        interview_stage.type

    from event
    left join interview_stage
        on event.interview_stage_id = interview_stage.interview_stage_id

),

wrong as (

    select distinct
        'ashby__application' as table_name,
        typed.write_key as row_key

    from typed
    where (typed.type is not distinct from 'Archived') <> (typed.archive_reason_id is not null)

)

select * from wrong
