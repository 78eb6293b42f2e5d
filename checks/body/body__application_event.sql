-- body__application_event: one row is one event of the history that a row of ashby__application sends.
-- Grain: write_key, stage_number.
-- Read by the rules of checks/sql that hold an event against the interview plan (A4, A5).
with

application as (select * from body__application),

event as (

    select
        write_key,
        unnest(history) as sent
    from application

),

named as (

    select
        event.write_key,
        event.sent.stageNumber as stage_number,
        event.sent.stageId as interview_stage_id,
        event.sent.archiveReasonId as archive_reason_id,
        event.sent.enteredStageAt as entered_at
    from event

)

select * from named
