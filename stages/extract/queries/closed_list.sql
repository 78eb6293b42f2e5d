-- closed_list: one row is one resource that the key of the last extraction could not read at all.
-- Grain: resource.
with

refused as (select id from raw_lever__unreadable)

select distinct id as resource
from refused
where not contains(id, '/') and not contains(id, '?')
order by resource
