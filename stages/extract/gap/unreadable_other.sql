-- unreadable_other: one row is one single thing that Lever would not give and that no other gap speaks of.
-- Grain: resource, lever_id.
-- No rule: lever-api 1.5. So that nothing which was asked for and refused is left out of the gaps.
-- Known: it is named.
with

unreadable as (
    select
        *,
        split_part(id, '/', 1) as resource
    from raw_lever__unreadable
)

select
    'unreadable_other' as gap,
    resource,
    substr(id, instr(id, '/') + 1) as lever_id,
    1::bigint as records,
    'known' as weight,
    lever_answer(json) || ' when it was asked for' as says
from unreadable
where
    contains(id, '/')
    and not coalesce(starts_with(id, parent_id || '/'), false)
    and not (contains(id, '..') and (starts_with(id, 'deleted_') or starts_with(id, 'eeo_response')))
    and resource not in (
        'application', 'archive_reason', 'contact', 'feedback_template', 'form_template', 'opportunity', 'posting',
        'posting_question', 'requisition', 'stage', 'user'
    )
order by resource, lever_id
