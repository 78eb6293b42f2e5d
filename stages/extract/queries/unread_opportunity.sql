-- unread_opportunity: one row is one opportunity whose children have not been read in this extraction.
-- Grain: id. In order of id, so that a resumed extraction goes the same way.
with

opportunity as (select distinct id from raw_lever__opportunity),

finished as (select parent_id from finished_parent)

select
    null::varchar as parent_id,
    opportunity.id
from opportunity
left join finished on opportunity.id = finished.parent_id
where finished.parent_id is null
order by opportunity.id
