-- probed_contact: one row is one of the few contacts by which the key's permission for them is tried.
-- Grain: address. Those that Lever did not expand; none of a confidential opportunity: a refusal would not tell which
-- of the two it means (lever-api 1.3).
with

opportunity as (
    select json_extract(json, '$.contact') as contact
    from raw_lever__opportunity
    where json_extract_string(json, '$.confidentiality') is distinct from 'confidential'
)

select distinct '/contacts/' || json_extract_string(contact, '$') as address
from opportunity
where json_type(contact) = 'VARCHAR'
order by address
limit 3
