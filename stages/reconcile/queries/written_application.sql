-- written_application: one row is one Ashby application that the load made and whose history is not read back yet.
-- Grain: id.
with

result as (select * from result__application),

finished as (select id from finished_parent)

select distinct result.ashby_id as id
from result
left join finished on result.ashby_id = finished.id
where
    result.ashby_id is not null
    and result.operation = 'application.create'
    and finished.id is null
order by id
