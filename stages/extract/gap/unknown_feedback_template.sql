-- unknown_feedback_template: one row is one feedback template that is named, and that Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: hole 11 of lever-api 3d: inactive templates are not listed (2.6). `no-feedback` stands for none (1.8).
-- Known: each one is named by its id; filled feedback keeps title, fields and options of its own (2.4).
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

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'feedback_template/%'
    group by split_part(id, '/', 2)
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

named as (
    select lever_reference(named_template) as id from reference
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null and id <> 'no-feedback'
    except
    select id from raw_lever__feedback_template
)

select
    'unknown_feedback_template' as gap,
    'feedback_template' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and not listed: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
