-- deleted_window: one row is one span of time whose deletions Lever would not tell.
-- Grain: resource, lever_id (from..to).
-- No rule: hole 10 of lever-api 3d: the feeds of deletions take windows of at most 30 days (2.13).
-- Known: it is named by its span.
with

unreadable as (select * from raw_lever__unreadable)

select
    'deleted_window' as gap,
    split_part(id, '/', 1) as resource,
    substr(id, instr(id, '/') + 1) as lever_id,
    null::bigint as records,
    'known' as weight,
    lever_answer(json) || ' when it was asked for this span of time' as says
from unreadable
where starts_with(id, 'deleted_') and contains(id, '/') and contains(id, '..')
order by resource, lever_id
