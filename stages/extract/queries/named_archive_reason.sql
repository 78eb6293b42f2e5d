-- named_archive_reason: one row is one archive reason that an opportunity or application names and that is not listed.
-- Grain: id.
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

named as (select distinct lever_reference(reason) as id from reference),

already_listed as (select id from listed)

select named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
