-- unread_application: one row is one application that is to be read alone: Lever named it and did not expand it
-- (lever-api 2.3), or its expanded copies are short (is_short).
-- Grain: id. Those of opportunities that were read in this extraction (pull), and those never read.
with

opportunity as (
    select
        id as opportunity_id,
        unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_lever__opportunity
),

named as (
    select
        opportunity_id,
        coalesce(json_extract_string(application, '$.id'), json_extract_string(application, '$')) as id
    from opportunity
    where json_type(application) = 'VARCHAR' or getvariable('is_short')
),

reading as (
    select id
    from raw_lever__reading
    where starts_with(batch, getvariable('pull'))
),

held as (select id from raw_lever__application),

already_listed as (select id from listed)

select distinct
    named.id,
    named.opportunity_id
from named
left join reading on named.opportunity_id = reading.id
left join held on named.id = held.id
left join already_listed on named.id = already_listed.id
where
    (reading.id is not null or held.id is null)
    and already_listed.id is null
order by named.id
