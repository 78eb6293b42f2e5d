-- stg_ashby__tag: one row is one Ashby candidate tag, newest copy.
-- Grain: tag_id.
-- No rule: typing only. Archived ones stay.
with

raw_tag as (

    select
        id,
        json
    from raw_ashby__tag
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(json, '{"title": "VARCHAR", "isArchived": "BOOLEAN"}')) as key_of_ashby
    from raw_tag

),

ashby_tag as (

    select
        id as tag_id,
        nullif(title, '') as title,
        coalesce(isArchived, false) as is_archived
    from parsed

)

select * from ashby_tag
order by tag_id
