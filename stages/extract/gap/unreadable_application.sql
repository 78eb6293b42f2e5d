-- unreadable_application: one row is one application that Lever neither expanded nor gives by itself.
-- Grain: lever_id.
-- No rule: lever-api 2.3: Lever may answer with the id alone. One that Lever told as deleted is gone.
-- Known: each one is named by its id, and so is its opportunity.
with

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'application/%'
    group by split_part(id, '/', 2)
),

missing as (
    select id from unreadable
    except
    (
        select id from raw_lever__application
        union all
        select id from raw_lever__deleted_application
    )
)

select
    'unreadable_application' as gap,
    'application' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    lever_answer(unreadable.answer) || ' when it was asked for' as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
