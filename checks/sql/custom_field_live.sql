-- custom_field_live: one row is one write of values with a field that Ashby lacks, archived, or has for other objects.
-- critical: Rule P8: Ashby refuses the whole call, and all values of the object with it.
-- Grain: table_name, row_key.
with

value as (

    select
        'ashby__candidate_value' as table_name,
        'Candidate' as object_type,
        write_key,
        unnest(field_ids) as custom_field_id
    from body__candidate_value

    union all

    select
        'ashby__application_value' as table_name,
        'Application' as object_type,
        write_key,
        unnest(field_ids) as custom_field_id
    from body__application_value

),

custom_field as (select * from stg_ashby__custom_field),

unfit as (

    select distinct
        value.table_name,
        value.write_key as row_key

    from value
    left join custom_field
        on value.custom_field_id = custom_field.custom_field_id
    where coalesce(custom_field.is_archived, true) or custom_field.object_type is distinct from value.object_type

)

select * from unfit
