-- writes: one row is one kind of call that the load made, with what became of it.
-- Grain: operation, outcome.
-- No rule: counting only.
with

result as (select * from every_result),

write as (

    select
        result.operation,
        result.outcome,
        count(*) as writes,
        coalesce(sum(result.attempts), 0)::bigint as attempts,
        min(result.first_sent_at) as first_sent_at,
        max(result.finished_at) as finished_at

    from result
    group by result.operation, result.outcome

)

select
    write.operation,
    write.outcome,
    write.writes,
    write.attempts,
    write.first_sent_at,
    write.finished_at
from write
order by write.operation, write.outcome
