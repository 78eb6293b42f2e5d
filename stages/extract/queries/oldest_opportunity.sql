-- oldest_opportunity: one row, the time of the oldest opportunity.
-- Grain: one row.
with

opportunity as (
    select lever_time(json_extract_string(json, '$.createdAt')) as created_at
    from raw_lever__opportunity
)

select min(created_at) as created_at
from opportunity
