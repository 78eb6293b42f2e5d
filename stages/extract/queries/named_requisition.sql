-- named_requisition: one row is one requisition that an application names and that no list brought.
-- Grain: id.
with

opportunity as (
    select from_json(json, '{"applications": [{"requisitionForHire": {"id": "JSON"}}]}') as opportunity
    from raw_lever__opportunity
),

reference as (
    select unnest(opportunity.applications).requisitionForHire.id as requisition from opportunity
    union all
    select json_extract(json, '$.requisitionForHire.id') as requisition from raw_lever__application
),

named as (select distinct lever_reference(requisition) as id from reference),

already_listed as (select id from listed)

select named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
