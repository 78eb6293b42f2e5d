-- unknown_requisition: one row is one requisition that a hire names, and that Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: the dangling references of lever-api 3d (2.3: requisitionForHire). A deleted requisition is told
-- nowhere (3b).
-- Known: each one is named by its id.
with

opportunity as (
    select from_json(json, '{"applications": [{"requisitionForHire": {"id": "JSON"}}]}') as opportunity
    from raw_lever__opportunity
),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'requisition/%'
    group by split_part(id, '/', 2)
),

reference as (
    select unnest(opportunity.applications).requisitionForHire.id as requisition from opportunity
    union all
    select json_extract(json, '$.requisitionForHire.id') as requisition from raw_lever__application
),

named as (
    select lever_reference(requisition) as id from reference
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    select id from raw_lever__requisition
)

select
    'unknown_requisition' as gap,
    'requisition' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and in no list: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
