-- stg_ashby__application_history: one row is one history event of an Ashby application as read back, newest copy.
-- Grain: application_id, position (Ashby's stageNumber).
-- No rule: typing only; C1 compares it with the history that was sent.
with

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json, '{"stageNumber": "BIGINT", "stageId": "VARCHAR", "enteredStageAt": "VARCHAR"}'
        )) as key_of_ashby
    from raw_ashby__application_history

),

application_history as (

    select
        parent_id as application_id,
        stageNumber as position,
        nullif(stageId, '') as interview_stage_id,
        ashby_time(enteredStageAt) as entered_at
    from parsed
    qualify row_number() over (partition by parent_id, id order by fetched_at desc, digest asc) = 1

)

select * from application_history
order by application_id, position
