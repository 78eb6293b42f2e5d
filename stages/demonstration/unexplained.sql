-- unexplained: one row is one Lever record that did not arrive and of which no rule says why.
-- Grain: entity, lever_id. Held by a rule is explained; so is waiting for a parent that a rule holds.
with

record as (select * from parity__records)

select
    record.entity,
    record.lever_id,
    record.bucket,
    record.reason_code
from record
where
    record.bucket in ('differing', 'missing', 'refused', 'unknown')
    or (record.bucket = 'held' and (record.rule is null or starts_with(record.reason_code, 'check:')))
    or (record.bucket = 'blocked' and record.reason_code is null)
order by
    record.entity,
    record.lever_id
