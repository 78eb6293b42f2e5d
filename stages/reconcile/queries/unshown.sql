-- unshown: one row, when the newest write ended of which Ashby does not show what was sent; null if there is none.
-- Grain: the one row.
with

record as (select * from parity__records),

state as (select * from parity__states),

result as (select * from every_result)

select max(result.finished_at) as finished_at
from record
left join state
    on
        record.entity = state.entity
        and record.lever_id = state.lever_id
left join result
    on state.write_key = result.write_key
where record.bucket in ('missing', 'differing')
