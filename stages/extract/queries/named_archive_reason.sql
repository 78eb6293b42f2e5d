-- named_archive_reason: one row is one archive reason that an opportunity or application names and that is not listed.
-- Grain: id.
with

named as (
    select json_extract_string(json, '$.archived.reason') as id from raw_lever__opportunity
    union all
    select unnest(json_extract_string(json, '$.applications[*].archived.reason')) as id from raw_lever__opportunity
    union all
    select json_extract_string(json, '$.archived.reason') as id from raw_lever__application
),

already_listed as (select id from listed)

select distinct named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
