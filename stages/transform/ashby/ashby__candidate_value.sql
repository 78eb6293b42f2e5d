-- ashby__candidate_value: one row is all custom values of one candidate, in one call.
-- Grain: write_key; lever_id is the person.
-- P4, P7, P8: headline, further phones, links, e-mails and sources, and the Lever contact ids.
-- Drops values without a field (held or left out in int_custom_value) and people who have no other.
with

custom_value as (select * from int_custom_value),

person as (select * from int_person),

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
    where custom_value.entity_of = 'candidate' and custom_value.fate = 'write'
    group by custom_value.owner_id

),

body as (

    select
        grouped.owner_id as person_id,
        person.active_at,
        list_prepend(
            { 'path': 'objectId', 'write_key': 'candidate/' || grouped.owner_id },
            [
                ref for ref in [
                    { 'path': 'values.' || (place - 1) || '.fieldId', 'write_key': entry['field_key'] }
                    for entry, place in grouped.entries
                ] if ref['write_key'] is not null
            ]
        ) as refs,
        to_json({
            'objectId': null,
            'objectType': 'Candidate',
            'values': [
                { 'fieldId': entry['field_id'], 'fieldValue': entry['value'] } for entry in grouped.entries
            ]
        })::varchar as payload

    from grouped
    left join person
        on grouped.owner_id = person.person_id

),

candidate_value as (

    select
        'candidate_value/' || body.person_id as write_key,
        'custom_value' as entity,
        body.person_id as lever_id,
        body.person_id,
        'customField.setValues' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        2000000::bigint as position

    from body

)

select * from candidate_value
order by write_key
