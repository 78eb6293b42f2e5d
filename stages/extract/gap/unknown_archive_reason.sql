-- unknown_archive_reason: one row is one archive reason that is named, and that Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: the dangling references of lever-api 3d (2.17): inactive reasons are listed, deleted ones may not be.
-- Known: each one is named by its id; only its name is missing.
with

opportunity as (
    select
        from_json(
            json,
            '{"archived": {"reason": "JSON"}, "archiveReason": "JSON",
            "applications": [{"archived": {"reason": "JSON"}}]}'
        ) as opportunity
    from raw_lever__opportunity
),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'archive_reason/%'
    group by split_part(id, '/', 2)
),

reference as (
    -- archiveReason stands in older examples of the documentation.
    -- Each opportunity is looked at once: what is looked at twice is held in memory, all of it.
    select
        unnest(
            flatten([
                [opportunity.archived.reason, opportunity.archiveReason],
                [application.archived.reason for application in opportunity.applications]
            ])
        ) as reason
    from opportunity
    union all
    select json_extract(json, '$.archived.reason') as reason from raw_lever__application
),

named as (
    select lever_reference(reason) as id from reference
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    select id from raw_lever__archive_reason
)

select
    'unknown_archive_reason' as gap,
    'archive_reason' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and in no list, inactive ones included: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
