-- gone_opportunity: one row is one opportunity that was read before and that Lever has no longer.
-- Grain: id. Not one that this key may not read any more: it is there, only closed.
with

reading as (
    select id
    from raw_lever__reading
    where json_extract_string(json, '$.gone') is null
),

opportunity as (select distinct id from raw_lever__opportunity),

closed as (select id from refused),

noted as (select id from harvested)

select reading.id
from reading
left join opportunity on reading.id = opportunity.id
left join closed on 'opportunity/' || reading.id = closed.id
left join noted on reading.id = noted.id
where opportunity.id is null and closed.id is null and noted.id is null
order by reading.id
