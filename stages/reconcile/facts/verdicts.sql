-- verdicts: one row is one verdict on the fields of one entity, with the rule that it rests on.
-- Grain: entity, verdict, rule.
-- No rule: counting only.
with

field as (select * from parity__fields),

counted as (

    select
        field.entity,
        field.verdict,
        coalesce(field.rule, '') as rule,
        count(*) as records

    from field
    group by field.entity, field.verdict, coalesce(field.rule, '')

)

select
    counted.entity,
    counted.verdict,
    counted.rule,
    counted.records
from counted
order by counted.entity, counted.verdict, counted.rule
