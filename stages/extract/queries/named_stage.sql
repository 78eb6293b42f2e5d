-- named_stage: one row is one stage that an opportunity is or was in and that is not listed (removed ones are not).
-- Grain: id.
with

named as (
    select coalesce(json_extract_string(json, '$.stage.id'), json_extract_string(json, '$.stage')) as id
    from raw_lever__opportunity
    union all
    select unnest(json_extract_string(json, '$.stageChanges[*].toStageId')) as id from raw_lever__opportunity
    union all
    select unnest(json_extract_string(json, '$.fields[*].stage')) as id from raw_lever__note
    union all
    select json_extract_string(json, '$.stage') as id from raw_lever__interview
    union all
    select json_extract_string(json, '$.stage') as id from raw_lever__panel
),

already_listed as (select id from listed)

select distinct named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
