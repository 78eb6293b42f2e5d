-- written_application: one row is one Ashby application that the load made and whose history is not read back yet.
-- Grain: id.
with

result as (select * from result__application),

finished as (select parent_id from finished_parent)

select distinct
    null::varchar as parent_id,
    result.ashby_id as id
from result
left join finished on result.ashby_id = finished.parent_id
where
    result.ashby_id is not null
    and result.operation = 'application.create'
    and finished.parent_id is null
order by id
