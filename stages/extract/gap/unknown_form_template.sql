-- unknown_form_template: one row is one profile form template that is named, and that Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: hole 11 of lever-api 3d: inactive templates are not listed (2.16).
-- Known: each one is named by its id; filled forms keep title, fields and options of their own (2.4).
with

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'form_template/%'
    group by split_part(id, '/', 2)
),

named as (
    select lever_reference(json_extract(json, '$.baseTemplateId')) as id from raw_lever__form
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    select id from raw_lever__form_template
)

select
    'unknown_form_template' as gap,
    'form_template' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and not listed: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
