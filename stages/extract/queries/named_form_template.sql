-- named_form_template: one row is one profile form template that a form names and that is not listed (active ones are).
-- Grain: id.
with

named as (select distinct lever_reference(json_extract(json, '$.baseTemplateId')) as id from raw_lever__form),

already_listed as (select id from listed)

select named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
