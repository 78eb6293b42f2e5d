-- verdicts: one row is one verdict on the fields of one entity, with the rule that it rests on.
-- Grain: entity, verdict, rule.
-- No rule: counting only.
with

field as (select * from parity__fields),

verdict as (

    select
        field.entity,
        field.verdict,
        coalesce(field.rule, '') as rule,
        count(*) as fields

    from field
    group by field.entity, field.verdict, coalesce(field.rule, '')

)

select
    verdict.entity,
    verdict.verdict,
    verdict.rule,
    verdict.fields
from verdict
order by verdict.entity, verdict.verdict, verdict.rule
