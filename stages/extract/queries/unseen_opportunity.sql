-- unseen_opportunity: one row: how many opportunities this extraction (pull) did not look into, the oldest reading of
-- them, and how many there are.
-- Grain: one row.
with

opportunity as (select distinct id from raw_lever__opportunity),

reading as (
    select
        id,
        fetched_at,
        starts_with(batch, getvariable('pull')) as is_new
    from raw_lever__reading
)

select
    count(*) filter (not reading.is_new) as count_unseen,
    min(reading.fetched_at) filter (not reading.is_new) as oldest,
    count(*) as count_opportunities
from opportunity
left join reading on opportunity.id = reading.id
