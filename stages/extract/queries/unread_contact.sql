-- unread_contact: one row is one contact that is to be read alone: Lever did not expand it, or its expanded copies are
-- short (is_short; lever-api 2.2).
-- Grain: id. Those of opportunities that were read in this extraction (pull), and those never read.
with

opportunity as (
    select
        id as opportunity_id,
        json_extract(json, '$.contact') as contact
    from raw_lever__opportunity
),

named as (
    select
        opportunity_id,
        coalesce(json_extract_string(contact, '$.id'), json_extract_string(contact, '$')) as id
    from opportunity
    where json_type(contact) = 'VARCHAR' or (json_type(contact) = 'OBJECT' and getvariable('is_short'))
),

reading as (
    select id
    from raw_lever__reading
    where starts_with(batch, getvariable('pull'))
),

held as (select id from raw_lever__contact),

already_listed as (select id from listed)

select distinct named.id
from named
left join reading on named.opportunity_id = reading.id
left join held on named.id = held.id
left join already_listed on named.id = already_listed.id
where
    named.id is not null
    and (reading.id is not null or held.id is null)
    and already_listed.id is null
order by named.id
