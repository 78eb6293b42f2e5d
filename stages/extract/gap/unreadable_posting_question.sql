-- unreadable_posting_question: one row is one posting whose questions Lever would not give.
-- Grain: lever_id.
-- No rule: lever-api 2.13: what a posting asks is read posting by posting.
-- Known: each posting is named; the answers hold the questions that were asked.
with

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'posting_question/%'
    group by split_part(id, '/', 2)
),

missing as (
    select id from unreadable
    except
    select id from raw_lever__posting_question
)

select
    'unreadable_posting_question' as gap,
    'posting_question' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    lever_answer(unreadable.answer) || ' when it was asked for' as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
