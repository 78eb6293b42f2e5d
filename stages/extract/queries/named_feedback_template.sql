-- named_feedback_template: one row is one feedback template that feedback or an interview names and that is not listed:
-- Lever lists active ones only (lever-api 2.6: 3 of 8 in a recorded account).
-- Grain: id. `no-feedback` is a word of Lever's, no template.
with

named as (
    select json_extract_string(json, '$.baseTemplateId') as id from raw_lever__feedback
    union all
    select json_extract_string(json, '$.feedbackTemplate') as id from raw_lever__interview
    union all
    select unnest(json_extract_string(json, '$.interviewers[*].feedbackTemplate')) as id from raw_lever__interview
    union all
    select unnest(json_extract_string(json, '$.interviews[*].feedbackTemplate')) as id from raw_lever__panel
),

already_listed as (select id from listed)

select distinct named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and named.id != 'no-feedback' and already_listed.id is null
order by named.id
