-- expanded_contact: one row, a contact that Lever expanded: the path by which it is read alone, and the copy.
-- Grain: one row.
with

opportunity as (
    select
        id,
        json_extract(json, '$.contact') as contact
    from raw_lever__opportunity
    where json_extract_string(json, '$.confidentiality') is distinct from 'confidential'
)

select
    '/contacts/' || json_extract_string(contact, '$.id') as address,
    contact::varchar as expanded
from opportunity
where json_type(contact) = 'OBJECT'
order by id
limit 1
