-- missing_feedback: one row is one feedback that an interview names and no list brought.
-- Grain: lever_id.
-- No rule: the dangling references of lever-api 3d (2.7: feedbackForms). Deleted feedback stays listed (2.5), so it is
-- not that. A list of feedback that Lever refused has a gap of its own.
-- Critical: where one is missing without a word, others may be that no interview names.
with

interview as (
    select
        parent_id,
        from_json(json, '{"feedbackForms": ["JSON"]}') as interview
    from raw_lever__interview
),

unreadable as (select * from raw_lever__unreadable),

named as (
    select
        parent_id,
        unnest(interview.feedbackForms) as feedback
    from interview
),

missing as (
    select lever_reference(named.feedback) as id
    from named
    left join unreadable on named.parent_id || '/feedback' = unreadable.id
    where
        unreadable.id is null
        and lever_reference(named.feedback) is not null
        and not exists (select 1 from unreadable as whole where whole.id = 'feedback')
    except
    select id from raw_lever__feedback
)

select
    'missing_feedback' as gap,
    'feedback' as resource,
    id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'an interview names this feedback and Lever lists it nowhere. Ask Lever''s support what became of it.' as says
from missing
order by lever_id
