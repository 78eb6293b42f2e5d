-- probed_application: one row is one of the few applications by which the key's permission for them is tried.
-- Grain: address. Those that Lever did not expand; none of a confidential opportunity: a refusal would not tell which
-- of the two it means (lever-api 1.3).
with

opportunity as (
    select
        id as opportunity_id,
        unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_lever__opportunity
    where json_extract_string(json, '$.confidentiality') is distinct from 'confidential'
),

named as (
    select
        opportunity_id,
        json_extract_string(application, '$') as id
    from opportunity
    where json_type(application) = 'VARCHAR'
)

select distinct '/opportunities/' || opportunity_id || '/applications/' || id as address
from named
order by address
limit 3
