-- stg_ashby__custom_field: one row is one Ashby custom field definition, newest copy.
-- Grain: custom_field_id.
-- No rule: typing only. Archived ones stay, archived options too, in Ashby's order. An option is known by its value
-- (ashby-api 9.4); one without is dropped.
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
            "isPrivate": "BOOLEAN",
            "selectableValues": [{"label": "VARCHAR", "value": "VARCHAR", "isArchived": "BOOLEAN"}]}'
        )) as key_of_ashby
    from raw_custom_field

),

listed as (

    select
        *,
        unnest(struct_pack(
            options := [
                struct_pack(
                    label := nullif(choice.label, ''),
                    value := choice.value,
                    is_archived := coalesce(choice.isArchived, false)
                )
                for choice in coalesce(selectableValues, []) if choice.value <> ''
            ]
        )) as list_of_ashby
    from parsed

),

custom_field as (

    select
        id as custom_field_id,
        nullif(title, '') as title,
        nullif(objectType, '') as object_type,
        nullif(fieldType, '') as field_type,
        coalesce(isArchived, false) as is_archived,
        coalesce(isPrivate, false) as is_private,
        options
    from listed

)

select * from custom_field
order by custom_field_id
