-- unlisted_posting: one row is one posting that an application names and that no list brought
-- (lever-api 2.13: 20 of 21 in a recorded account).
-- Grain: posting_id.
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
    select
        coalesce(
            json_extract_string(application, '$.posting.id'), json_extract_string(application, '$.posting')
        ) as posting_id
    from application
),

already_listed as (select id from listed)

select distinct
    null::varchar as parent_id,
    named.posting_id as id
from named
left join already_listed on named.posting_id = already_listed.id
where named.posting_id is not null and already_listed.id is null
order by id
