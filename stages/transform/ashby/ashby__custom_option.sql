-- ashby__custom_option: one row is all options of one select field, with those that our values need.
-- Grain: write_key; lever_id is Ashby's id of the field.
-- P8: the call takes the full list, since an option that is left out is archived (ashby-api 9.4). What people have
-- added since the survey, the load adds before it sends.
with

custom_option as (select * from int_custom_option),

grouped as (

    select
        custom_option.custom_field_id,
        -- sorted by their first field
        list_sort(list({
            'position': custom_option.position,
            'label': custom_option.label,
            'value': custom_option.value,
            'is_archived': custom_option.is_archived
        })) as entries

    from custom_option
    group by custom_option.custom_field_id

),

body as (

    select
        grouped.custom_field_id,
        []::struct(path varchar, write_key varchar)[] as refs,
        to_json({
            'customFieldId': grouped.custom_field_id,
            'selectableValues': [
                { 'label': entry['label'], 'value': entry['value'], 'isArchived': entry['is_archived'] }
                for entry in grouped.entries
            ]
        })::varchar as payload

    from grouped

),

custom_option_write as (

    select
        'custom_option/' || body.custom_field_id as write_key,
        'custom_value' as entity,
        body.custom_field_id as lever_id,
        null::varchar as person_id,
        'customField.updateSelectableValues' as operation,
        body.custom_field_id as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.custom_field_id) as position

    from body

)

select * from custom_option_write
order by write_key
