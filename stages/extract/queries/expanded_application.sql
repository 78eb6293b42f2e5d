-- expanded_application: one row, an application that Lever expanded: the path by which it is read alone, and the copy.
-- Grain: one row. Not of a confidential opportunity.
with

opportunity as (
    select
        id,
        json_extract(json, '$.applications[0]') as application
    from raw_lever__opportunity
    where json_extract_string(json, '$.confidentiality') is distinct from 'confidential'
)

select
    '/opportunities/' || id || '/applications/' || json_extract_string(application, '$.id') as address,
    application::varchar as expanded
from opportunity
where json_type(application) = 'OBJECT'
order by id
limit 1
