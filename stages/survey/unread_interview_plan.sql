-- unread_interview_plan: one row is one interview plan whose stages have not been read in this survey.
-- Grain: id.
with

plan as (select distinct id from raw_ashby__interview_plan),

finished as (select id from finished_parent)

select plan.id
from plan
left join finished on plan.id = finished.id
where finished.id is null
order by plan.id
