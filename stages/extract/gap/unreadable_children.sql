-- unreadable_children: one row is one list of one opportunity that Lever would not give.
-- Grain: resource, lever_id (the opportunity's).
-- No rule: hole 2 of lever-api 3d, for one opportunity alone (1.3: what hangs on a confidential one may be refused).
-- Known: it is named by its opportunity and its kind.
with

unreadable as (select * from raw_lever__unreadable)

select
    'unreadable_children' as gap,
    split_part(id, '/', 2) as resource,
    parent_id as lever_id,
    1::bigint as records,
    'known' as weight,
    lever_answer(json) || ' when this list of the opportunity was asked for' as says
from unreadable
where parent_id is not null and starts_with(id, parent_id || '/')
order by resource, lever_id
