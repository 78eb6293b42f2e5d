-- stg_lever__stage_change: one row is one stage change of an opportunity's newest copy, in Lever's order.
-- Grain: opportunity_id, position (from 0).
-- No rule: typing only; A3 makes a history of it. The list is complete and oldest first (lever-api 2.1).
-- Drops older copies of an opportunity. A change without a stage or with an unreadable time stays, with nulls;
-- the opportunity's `problem` says so.
with

raw_opportunity as (select * from raw_lever__opportunity),

parsed as (

    select
        id,
        fetched_at,
        hash(json) as digest,
        from_json(
            json, '{"stageChanges": [{"toStageId": "VARCHAR", "updatedAt": "VARCHAR", "userId": "VARCHAR"}]}'
        ).stageChanges as changes
    from raw_opportunity

),

newest as (

    select * from parsed
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

),

listed as (

    select
        id,
        generate_subscripts(changes, 1) - 1 as position,
        unnest(changes) as stage_change
    from newest

),

stage_change as (

    select
        id as opportunity_id,
        position,
        nullif(stage_change.toStageId, '') as lever_stage_id,
        try(lever_time(stage_change.updatedAt)) as changed_at,
        nullif(stage_change.userId, '') as user_id
    from listed

)

select * from stage_change
order by opportunity_id, position
