-- stg_ashby__source: one row is one Ashby source, newest copy.
-- Grain: source_id.
-- No rule: typing only. Archived ones stay.
with

raw_source as (

    select
        id,
        json
    from raw_ashby__source
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(json, '{"title": "VARCHAR", "isArchived": "BOOLEAN"}')) as key_of_ashby
    from raw_source

),

ashby_source as (

    select
        id as source_id,
        nullif(title, '') as title,
        coalesce(isArchived, false) as is_archived
    from parsed

)

select * from ashby_source
order by source_id
