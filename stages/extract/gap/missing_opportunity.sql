-- missing_opportunity: one row is one opportunity that is named, and that no list brought.
-- Grain: lever_id.
-- No rule: holes 1, 6 and 20 of lever-api 3d: applications, deleted ones too, name their opportunity (2.3), and Lever
-- may refuse one by itself. Those that Lever told as deleted are gone.
-- Critical: everything that hangs on it is missing, and others may be that nothing names.
with

opportunity as (
    select from_json(json, '{"applications": [{"opportunityId": "VARCHAR", "candidateId": "VARCHAR"}]}') as opportunity
    from raw_lever__opportunity
),

application as (
    select from_json(json, '{"opportunityId": "VARCHAR", "candidateId": "VARCHAR"}') as application
    from raw_lever__application
    union all
    select from_json(json, '{"opportunityId": "VARCHAR", "candidateId": "VARCHAR"}') as application
    from raw_lever__deleted_application
    union all
    select unnest(opportunity.applications) as application
    from opportunity
),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'opportunity/%'
    group by split_part(id, '/', 2)
),

named as (
    -- The two are equal; candidateId is the older word.
    select coalesce(application.opportunityId, application.candidateId) as id from application
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id <> ''
    except
    (
        select id from raw_lever__opportunity
        union all
        select id from raw_lever__deleted_opportunity
        union all
        select split_part(id, '/', 2) as id
        from raw_lever__tombstone
        where id like 'opportunity/%'
    )
)

select
    'missing_opportunity' as gap,
    'opportunity' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'it is named and no list brought it: ' || lever_answer(unreadable.answer) || '. Look it up in Lever: it may be '
    || 'confidential.' as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
