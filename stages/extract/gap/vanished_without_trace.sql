-- vanished_without_trace: one row is one opportunity or posting that an earlier extraction had, that Lever has no
-- longer, and of whose deletion no feed tells.
-- Grain: resource, lever_id.
-- No rule: holes 10, 20 and 22 of lever-api 3d: it was merged, or the feed of deletions has forgotten it (how long that
-- remembers is not documented). One that came back, or that the feed told later, is none.
-- Critical: what the feed forgets for one, it forgets for those that no earlier extraction had.
with

tombstone as (
    select
        id,
        split_part(id, '/', 1) as resource,
        split_part(id, '/', 2) as lever_id,
        fetched_at,
        json_extract_string(json, '$.told_by') as told_by
    from raw_lever__tombstone
),

told as (
    select 'opportunity/' || id as id from raw_lever__deleted_opportunity
    union
    select 'posting/' || id as id from raw_lever__deleted_posting
),

listed as (
    select
        'opportunity/' || id as id,
        max(fetched_at) as listed_at
    from raw_lever__opportunity
    group by id
    union all
    select
        'posting/' || id as id,
        max(fetched_at) as listed_at
    from raw_lever__posting
    group by id
)

select
    'vanished_without_trace' as gap,
    tombstone.resource,
    tombstone.lever_id,
    1::bigint as records,
    'critical' as weight,
    'an earlier extraction had it, Lever has it no longer, and no feed tells of its deletion. Look whether it was '
    || 'merged.' as says
from tombstone
left join told on tombstone.id = told.id
left join listed on tombstone.id = listed.id and tombstone.fetched_at < listed.listed_at
where tombstone.told_by = '404' and told.id is null and listed.id is null
order by tombstone.resource, tombstone.lever_id
