-- stg_ashby__custom_field: one row is one Ashby custom field definition, newest copy.
-- Grain: custom_field_id.
-- No rule: typing only. Archived ones stay.
with

raw_custom_field as (

    select
        id,
        json
    from raw_ashby__custom_field
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"title": "VARCHAR", "objectType": "VARCHAR", "fieldType": "VARCHAR", "isArchived": "BOOLEAN",
            "isPrivate": "BOOLEAN"}'
        )) as key_of_ashby
    from raw_custom_field

),

custom_field as (

    select
        id as custom_field_id,
        nullif(title, '') as title,
        nullif(objectType, '') as object_type,
        nullif(fieldType, '') as field_type,
        coalesce(isArchived, false) as is_archived,
        coalesce(isPrivate, false) as is_private
    from parsed

)

select * from custom_field
order by custom_field_id
