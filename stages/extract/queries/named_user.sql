-- named_user: one row is one user that anything names and that is not listed: merged away, or hidden (lever-api 2.18).
-- Grain: id.
with

named as (
    select
        unnest(
            list_concat(
                [
                    json_extract_string(json, '$.owner'),
                    json_extract_string(json, '$.sourcedBy')
                ],
                json_extract_string(json, '$.followers[*]'),
                json_extract_string(json, '$.stageChanges[*].userId'),
                json_extract_string(json, '$.applications[*].user'),
                json_extract_string(json, '$.applications[*].postingOwner'),
                json_extract_string(json, '$.applications[*].postingHiringManager')
            )
        ) as id
    from raw_lever__opportunity
    union all
    select
        unnest(
            [
                json_extract_string(json, '$.user'),
                json_extract_string(json, '$.postingOwner'),
                json_extract_string(json, '$.postingHiringManager')
            ]
        ) as id
    from raw_lever__application
    union all
    select json_extract_string(json, '$.user') as id from raw_lever__note
    union all
    select unnest(json_extract_string(json, '$.fields[*].user')) as id from raw_lever__note
    union all
    select json_extract_string(json, '$.user') as id from raw_lever__feedback
    union all
    select
        unnest(
            list_concat([json_extract_string(json, '$.user')], json_extract_string(json, '$.interviewers[*].id'))
        ) as id
    from raw_lever__interview
    union all
    select json_extract_string(json, '$.user') as id from raw_lever__panel
    union all
    select json_extract_string(json, '$.creator') as id from raw_lever__offer
    union all
    select json_extract_string(json, '$.user') as id from raw_lever__form
    union all
    select json_extract_string(json, '$.user') as id from raw_lever__referral
    union all
    select json_extract_string(json, '$.referrer') as id
    from raw_lever__referral
    union all
    select
        unnest(
            [
                json_extract_string(json, '$.user'),
                json_extract_string(json, '$.owner'),
                json_extract_string(json, '$.hiringManager')
            ]
        ) as id
    from raw_lever__posting
    union all
    select
        unnest(
            [
                json_extract_string(json, '$.creator'),
                json_extract_string(json, '$.owner'),
                json_extract_string(json, '$.hiringManager')
            ]
        ) as id
    from raw_lever__requisition
),

already_listed as (select id from listed)

select distinct named.id
from named
left join already_listed on named.id = already_listed.id
where named.id is not null and already_listed.id is null
order by named.id
