-- control_total: one row is one source or tag that Lever counts on more opportunities than we have with it.
-- Grain: resource, lever_id (the text).
-- No rule: the control total of lever-api 3d (2.17: archived ones count too). Whether Lever counts confidential
-- opportunities is not documented (1.3). Ours are counted with them, which is the greater number: where Lever's is
-- greater still, something is missing either way. Lever counting less is no gap: it may leave them out.
-- Critical: these opportunities were listed nowhere, and nobody can name them. `records` is the difference.
with

listing as (
    select
        id,
        fetched_at,
        from_json(json, '{"tags": ["VARCHAR"], "sources": ["VARCHAR"]}') as texts
    from raw_lever__opportunity
),

opportunity as (
    -- A list whose sort key moves brings some twice (1.6); the newest copy counts.
    select arg_max(texts, fetched_at) as texts
    from listing
    group by id
),

carried as (
    select
        'source' as resource,
        unnest(list_distinct(texts.sources)) as text
    from opportunity
    union all
    select
        'tag' as resource,
        unnest(list_distinct(texts.tags)) as text
    from opportunity
),

ours as (
    select
        resource,
        text,
        count(*) as records
    from carried
    group by resource, text
),

told as (
    select
        'source' as resource,
        id as text,
        try_cast(json_extract_string(json, '$.count') as bigint) as records
    from raw_lever__source
    union all
    select
        'tag' as resource,
        id as text,
        try_cast(json_extract_string(json, '$.count') as bigint) as records
    from raw_lever__tag
),

theirs as (
    select
        resource,
        text,
        max(records) as records
    from told
    group by resource, text
)

select
    'control_total' as gap,
    theirs.resource,
    theirs.text as lever_id,
    theirs.records - coalesce(ours.records, 0) as records,
    'critical' as weight,
    'Lever counts ' || theirs.records || ' opportunities with this ' || theirs.resource || ', this copy has '
    || coalesce(ours.records, 0) || '. Look for them in Lever, and extract again: it may have moved meanwhile.' as says
from theirs
left join ours on theirs.resource = ours.resource and theirs.text = ours.text
where theirs.records > coalesce(ours.records, 0)
order by theirs.resource, lever_id
