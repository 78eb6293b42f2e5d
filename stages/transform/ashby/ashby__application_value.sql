-- ashby__application_value: one row is all custom values of one application, in one call.
-- Grain: write_key; lever_id is the opportunity.
-- P8: the Lever opportunity id, written right after its application.
-- Drops values without a field (held or left out in int_custom_value) and applications that have no other.
with

custom_value as (select * from int_custom_value),

application as (select * from ashby__application),

grouped as (

    select
        custom_value.owner_id,
        -- sorted by their first field
        list_sort(list({
            'title': custom_value.title,
            'field_id': custom_value.ashby_custom_field_id,
            'field_key': custom_value.field_write_key,
            'value': custom_value.field_value::json
        })) as entries

    from custom_value
    where custom_value.entity_of = 'application' and custom_value.fate = 'write'
    group by custom_value.owner_id

),

body as (

    select
        grouped.owner_id as opportunity_id,
        application.person_id,
        application.active_at,
        application.position + 1 as position,
        list_prepend(
            { 'path': 'objectId', 'write_key': application.write_key },
            [
                ref for ref in [
                    { 'path': 'values.' || (place - 1) || '.fieldId', 'write_key': entry['field_key'] }
                    for entry, place in grouped.entries
                ] if ref['write_key'] is not null
            ]
        ) as refs,
        to_json({
            'objectId': null,
            'objectType': 'Application',
            'values': [
                { 'fieldId': entry['field_id'], 'fieldValue': entry['value'] } for entry in grouped.entries
            ]
        })::varchar as payload

    from grouped
    left join application
        on grouped.owner_id = application.lever_id

),

application_value as (

    select
        'application_value/' || body.opportunity_id as write_key,
        'custom_value' as entity,
        body.opportunity_id as lever_id,
        body.person_id,
        'customField.setValues' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        body.position

    from body

)

select * from application_value
order by write_key
