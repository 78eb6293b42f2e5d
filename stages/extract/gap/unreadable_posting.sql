-- unreadable_posting: one row is one posting that is named, and that Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: hole 3 of lever-api 3d: 20 of 21 postings in a recorded account were known by reference only.
-- Known: each one is named by its id; its applications are here.
with

opportunity as (
    select from_json(json, '{"applications": [{"posting": "JSON"}]}') as opportunity from raw_lever__opportunity
),

interview as (select from_json(json, '{"postings": ["JSON"]}') as interview from raw_lever__interview),

requisition as (select from_json(json, '{"postings": ["JSON"]}') as requisition from raw_lever__requisition),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'posting/%'
    group by split_part(id, '/', 2)
),

reference as (
    select unnest(opportunity.applications).posting as posting from opportunity
    union all
    select json_extract(json, '$.posting') as posting from raw_lever__application
    union all
    select json_extract(json, '$.posting') as posting from raw_lever__offer
    union all
    select unnest(interview.postings) as posting from interview
    union all
    select unnest(requisition.postings) as posting from requisition
),

named as (
    select lever_reference(posting) as id from reference
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    (
        select id from raw_lever__posting
        union all
        select id from raw_lever__deleted_posting
    )
)

select
    'unreadable_posting' as gap,
    'posting' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and in no list: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
