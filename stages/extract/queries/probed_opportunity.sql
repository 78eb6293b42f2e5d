-- probed_opportunity: one row is one of the few opportunities by which a key's permissions are tried.
-- Grain: id. None that is confidential: a refusal would not tell which of the two it means (lever-api 1.3).
with

opportunity as (
    select
        id,
        json_extract_string(json, '$.confidentiality') as confidentiality
    from raw_lever__opportunity
)

select distinct id
from opportunity
where confidentiality is distinct from 'confidential'
order by id
limit 3
