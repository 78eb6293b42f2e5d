-- stg_lever__archive_reason: one row is one Lever archive reason, newest copy; inactive ones too.
-- Grain: archive_reason_id.
-- No rule: typing only. A4 asks whether a reason means hired: its type is "hired" (lever-api 2.17).
with

raw_archive_reason as (

    select
        id,
        json
    from raw_lever__archive_reason
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

archive_reason as (

    select
        id as archive_reason_id,
        nullif(json ->> '$.text', '') as name,
        nullif(json ->> '$.status', '') as status,
        coalesce(json ->> '$.type', '') = 'hired' as is_hired
    from raw_archive_reason

)

select * from archive_reason
order by archive_reason_id
