-- named_posting: one row is one posting that anything names and that no list brought (lever-api 2.13: 20 of 21 in a
-- recorded account).
-- Grain: id.
with

opportunity as (
    select from_json(json, '{"applications": [{"posting": "JSON"}]}') as opportunity from raw_lever__opportunity
),

interview as (select from_json(json, '{"postings": ["JSON"]}') as interview from raw_lever__interview),

requisition as (select from_json(json, '{"postings": ["JSON"]}') as requisition from raw_lever__requisition),

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

named as (select distinct lever_reference(posting) as id from reference),

already_listed as (select id from listed)

select named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
