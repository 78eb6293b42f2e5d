-- named_feedback_template: one row is one feedback template that feedback or an interview names and that is not listed:
-- Lever lists active ones only (lever-api 2.6: 3 of 8 in a recorded account).
-- Grain: id. `no-feedback` is a word of Lever's, no template.
with

interview as (
    select
        from_json(
            json, '{"feedbackTemplate": "JSON", "interviewers": [{"feedbackTemplate": "JSON"}]}'
        ) as interview
    from raw_lever__interview
    union all
    select
        unnest(
            from_json(
                json_extract(json, '$.interviews'),
                '[{"feedbackTemplate": "JSON", "interviewers": [{"feedbackTemplate": "JSON"}]}]'
            )
        ) as interview
    from raw_lever__panel
),

reference as (
    select json_extract(json, '$.baseTemplateId') as named_template from raw_lever__feedback
    union all
    -- Each interview is looked at once: what is looked at twice is held in memory, all of it.
    select
        unnest(
            flatten([[interview.feedbackTemplate], [person.feedbackTemplate for person in interview.interviewers]])
        ) as named_template
    from interview
),

named as (select distinct lever_reference(named_template) as id from reference),

already_listed as (select id from listed)

select named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and named.id != 'no-feedback' and already_listed.id is null
order by named.id
