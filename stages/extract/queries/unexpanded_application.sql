-- unexpanded_application: one row is one application that Lever named and did not expand (lever-api 2.3).
-- Grain: application_id.
with

opportunity as (
    select
        id as opportunity_id,
        unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_lever__opportunity
)

select distinct
    opportunity_id as parent_id,
    json_extract_string(application, '$') as id
from opportunity
where json_type(application) = 'VARCHAR'
order by id
