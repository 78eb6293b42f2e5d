-- differences: one row is one field in which Ashby is not what Lever and the rules say; the first 200.
-- Grain: entity, lever_id, field.
-- No rule: what is missing comes first, then what differs, then what only Ashby has.
with

field as (select * from parity__fields),

difference as (

    select
        field.entity,
        field.lever_id,
        field.ashby_id,
        field.field,
        field.lever_value,
        field.ashby_value,
        field.verdict

    from field
    where field.verdict in ('differs', 'missing', 'extra')

)

select
    difference.entity,
    difference.lever_id,
    difference.ashby_id,
    difference.field,
    difference.lever_value,
    difference.ashby_value,
    difference.verdict
from difference
order by
    case difference.verdict when 'missing' then 0 when 'differs' then 1 else 2 end,
    difference.entity,
    difference.lever_id,
    difference.field
limit 200
