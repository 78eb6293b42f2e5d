-- raw_lever__tombstone: one row is one opportunity that was read once and that Lever has no longer.
-- Grain: id. D2: listed, never deleted in Ashby. told_by 404: no list and no feed has it, so it was merged away, or the
-- feed of deletions forgets (lever-api 2.1).
with

reading as (
    select
        id,
        batch,
        fetched_at
    from raw_lever__reading
    where json_extract_string(json, '$.gone') = 'true'
),

deletion as (
    select
        id,
        json_extract_string(json, '$.deletedAt') as deleted_at
    from raw_lever__deleted_opportunity
)

select
    'opportunity/' || reading.id as id,
    null::varchar as parent_id,
    reading.batch,
    reading.fetched_at,
    json_object(
        'told_by', if(deletion.id is null, '404', 'feed'),
        'deleted_at', deletion.deleted_at
    )::varchar as json
from reading
left join deletion on reading.id = deletion.id
