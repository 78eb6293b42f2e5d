-- unread_posting_question: one row is one posting whose questions were never read, or read before it last changed.
-- Grain: id.
with

posting as (
    select
        id,
        max(lever_time(json_extract_string(json, '$.updatedAt'))) as updated_at
    from raw_lever__posting
    group by id
),

question as (
    select
        id,
        fetched_at
    from raw_lever__posting_question
),

already_listed as (select id from listed)

select posting.id
from posting
left join question on posting.id = question.id
left join already_listed on posting.id = already_listed.id
where
    (question.id is null or posting.updated_at is null or question.fetched_at <= posting.updated_at)
    and already_listed.id is null
order by posting.id
