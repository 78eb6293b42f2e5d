-- archive_reason_live: one row is one application whose archive reason Ashby does not have, or has archived.
-- critical: Rule A4: the reason is one that people can still see and count.
-- Grain: table_name, row_key.
with

event as (select * from body__application_event),

archive_reason as (select * from stg_ashby__archive_reason),

gone as (

    select distinct
        'ashby__application' as table_name,
        event.write_key as row_key

    from event
    left join archive_reason
        on event.archive_reason_id = archive_reason.archive_reason_id
    where event.archive_reason_id is not null and coalesce(archive_reason.is_archived, true)

)

select * from gone
