-- named_stage: one row is one stage that an opportunity is or was in and that is not listed (removed ones are not).
-- Grain: id.
with

opportunity as (
    select from_json(json, '{"stage": "JSON", "stageChanges": [{"toStageId": "JSON"}]}') as opportunity
    from raw_lever__opportunity
),

note as (select from_json(json, '{"fields": [{"stage": "JSON"}]}') as note from raw_lever__note),

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

named as (select distinct lever_reference(named_stage) as id from reference),

already_listed as (select id from listed)

select named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
