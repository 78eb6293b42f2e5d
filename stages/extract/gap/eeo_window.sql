-- eeo_window: one row is one span of time whose EEO answers Lever would not give.
-- Grain: resource, lever_id (from..to).
-- E1: EEO answers are read on request only, and this gap tells of no person. Hole 9 of lever-api 3d: how wide a
-- window may be is not documented.
-- Known: it is named by its span.
with

unreadable as (select * from raw_lever__unreadable)

select
    'eeo_window' as gap,
    split_part(id, '/', 1) as resource,
    substr(id, instr(id, '/') + 1) as lever_id,
    null::bigint as records,
    'known' as weight,
    lever_answer(json) || ' when it was asked for this span of time' as says
from unreadable
where starts_with(id, 'eeo_response') and contains(id, '/') and contains(id, '..')
order by resource, lever_id
