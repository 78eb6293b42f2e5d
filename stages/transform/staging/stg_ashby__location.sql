-- stg_ashby__location: one row is one Ashby location, newest copy.
-- Grain: location_id.
-- No rule: typing only. Archived ones stay.
with

raw_location as (

    select
        id,
        json
    from raw_ashby__location
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(json, '{"name": "VARCHAR", "isArchived": "BOOLEAN"}')) as key_of_ashby
    from raw_location

),

ashby_location as (

    select
        id as location_id,
        nullif(name, '') as name,
        coalesce(isArchived, false) as is_archived
    from parsed

)

select * from ashby_location
order by location_id
