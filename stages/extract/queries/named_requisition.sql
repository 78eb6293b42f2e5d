-- named_requisition: one row is one requisition that an application names and that no list brought.
-- Grain: id.
with

expanded as (
    select unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_lever__opportunity
),

named as (
    select json_extract_string(application, '$.requisitionForHire.id') as id from expanded
    union all
    select json_extract_string(json, '$.requisitionForHire.id') as id from raw_lever__application
),

already_listed as (select id from listed)

select distinct named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
