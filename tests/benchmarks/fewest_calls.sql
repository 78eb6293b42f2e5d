-- fewest_calls: one row is one kind of call, and the fewest of it that bring everything that the extraction holds.
-- Grain: kind. Source: lever-api 2 and 3a; pages of 100; a list that a documented rule says is empty needs no call.
with

opportunity as (
    select distinct
        id,
        coalesce(
            json_extract_string(json, '$.origin') = 'referred'
            or list_contains(json_extract_string(json, '$.applications[*].type'), 'referral')
            or json_type(json, '$.applications[0]') = 'VARCHAR',
            true
        ) as may_be_referred
    from raw_lever__opportunity
),

note as (
    select
        parent_id,
        count(*) as count_notes
    from raw_lever__note
    group by parent_id
),

interviewed as (select distinct parent_id from raw_lever__interview),

posting as (select distinct id from raw_lever__posting),

attachment as (select distinct id from raw_lever__attachment)

select
    'opportunities' as kind,
    ceil(count(*) / 100)::bigint as calls
from opportunity
union all
select
    unnest(['feedback', 'interviews', 'offers', 'resumes', 'files', 'forms']) as kind,
    (select count(*) from opportunity) as calls
union all
select
    'notes' as kind,
    sum(greatest(1, ceil(coalesce(note.count_notes, 0) / 100)))::bigint as calls
from opportunity
left join note on opportunity.id = note.parent_id
union all
select
    'panels' as kind,
    count(*) as calls
from interviewed
union all
select
    'referrals' as kind,
    count(*) filter (may_be_referred) as calls
from opportunity
union all
select
    'questions' as kind,
    count(*) as calls
from posting
union all
select
    'file' as kind,
    count(*) as calls
from attachment
