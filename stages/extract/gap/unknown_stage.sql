-- unknown_stage: one row is one stage that is named, and that Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: hole 11 of lever-api 3d (2.17): whether removed stages are listed is not documented.
-- Known: each one is named by its id; only its name is missing.
with

opportunity as (
    select from_json(json, '{"stage": "JSON", "stageChanges": [{"toStageId": "JSON"}]}') as opportunity
    from raw_lever__opportunity
),

note as (select from_json(json, '{"fields": [{"stage": "JSON"}]}') as note from raw_lever__note),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'stage/%'
    group by split_part(id, '/', 2)
),

reference as (
    -- Each is looked at once: what is looked at twice is held in memory, all of it.
    select
        unnest(
            flatten([[opportunity.stage], [change.toStageId for change in opportunity.stageChanges]])
        ) as named_stage
    from opportunity
    union all
    select unnest(note.fields).stage as named_stage from note
    union all
    select json_extract(json, '$.stage') as named_stage from raw_lever__interview
    union all
    select json_extract(json, '$.stage') as named_stage from raw_lever__panel
    union all
    select json_extract(json, '$.stage') as named_stage from raw_lever__form
    union all
    select json_extract(json, '$.stage') as named_stage from raw_lever__referral
    union all
    select json_extract(json, '$.stage') as named_stage from raw_lever__feedback_template
),

named as (
    select lever_reference(named_stage) as id from reference
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    select id from raw_lever__stage
)

select
    'unknown_stage' as gap,
    'stage' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and in no list: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
