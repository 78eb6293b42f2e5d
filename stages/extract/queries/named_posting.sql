-- named_posting: one row is one posting that anything names and that no list brought (lever-api 2.13: 20 of 21 in a
-- recorded account).
-- Grain: id.
with

expanded as (
    select unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_lever__opportunity
),

application as (
    select application from expanded
    union all
    select json as application from raw_lever__application
),

named as (
    select coalesce(json_extract_string(application, '$.posting.id'), json_extract_string(application, '$.posting')) as id
    from application
    union all
    select unnest(json_extract_string(json, '$.postings[*]')) as id from raw_lever__requisition
    union all
    select unnest(json_extract_string(json, '$.postings[*]')) as id from raw_lever__interview
    union all
    select json_extract_string(json, '$.posting') as id from raw_lever__offer
),

already_listed as (select id from listed)

select distinct named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
