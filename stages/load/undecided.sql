-- undecided: one row is one kind of mapping with decisions that a person must still take.
-- Grain: kind.
with

mapping as (select * from every_mapping)

select
    replace(table_name, 'int_mapping_', '') as kind,
    count(*) as undecided,
    sum(records)::bigint as records
from mapping
where decision is null and records > 0
group by kind
order by kind
