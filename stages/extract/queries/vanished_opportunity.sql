-- vanished_opportunity: one row is one opportunity that was read before and that this listing does not have.
-- Grain: id.
with

reading as (
    select id
    from raw_lever__reading
    where json_extract_string(json, '$.gone') is null
),

already_listed as (select id from listed)

select reading.id
from reading
left join already_listed on reading.id = already_listed.id
where already_listed.id is null
order by reading.id
