-- stg_ashby__archive_reason: one row is one Ashby archive reason, newest copy.
-- Grain: archive_reason_id.
-- No rule: typing only. Archived ones stay.
with

raw_archive_reason as (

    select
        id,
        json
    from raw_ashby__archive_reason
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(json, '{"text": "VARCHAR", "reasonType": "VARCHAR", "isArchived": "BOOLEAN"}')) as key_of_ashby
    from raw_archive_reason

),

ashby_archive_reason as (

    select
        id as archive_reason_id,
        nullif(text, '') as name,
        nullif(reasonType, '') as reason_type,
        coalesce(isArchived, false) as is_archived
    from parsed

)

select * from ashby_archive_reason
order by archive_reason_id
