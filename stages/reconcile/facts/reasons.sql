-- reasons: one row is one reason for which records of one entity are not simply matched, with their number.
-- Grain: entity, bucket, rule, reason_code.
-- C1: every record has a rule or a reason. The sentence is one record's own; others of its code may name other things.
with

record as (select * from parity__records),

reason as (

    select
        record.entity,
        record.bucket,
        coalesce(record.rule, '') as rule,
        coalesce(record.reason_code, '') as reason_code,
        coalesce(min(record.reason), '') as reason,
        count(*) as records,
        min(record.lever_id) as example

    from record
    where record.bucket <> 'matched'
    group by record.entity, record.bucket, coalesce(record.rule, ''), coalesce(record.reason_code, '')

)

select
    reason.entity,
    reason.bucket,
    reason.rule,
    reason.reason_code,
    reason.reason,
    reason.records,
    reason.example
from reason
order by reason.entity asc, reason.bucket asc, reason.records desc, reason.rule asc, reason.reason_code asc
