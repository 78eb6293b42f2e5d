-- ashby__candidate_value: one row is all custom values of one candidate, in one call.
-- Grain: write_key; lever_id is the person.
-- P4, P7, P8: headline, further phones, links, e-mails and sources, and the Lever contact ids.
-- Drops values without a field (held or left out in int_custom_value) and people who have no other.
with

custom_value as (select * from int_custom_value),

person as (select * from int_person),

numbered as (

    select
        custom_value.owner_id,
        custom_value.value,
        custom_value.ashby_custom_field_id,
        custom_value.field_write_key,
        row_number() over (partition by custom_value.owner_id order by custom_value.title) - 1 as place

    from custom_value
    where custom_value.entity_of = 'candidate' and custom_value.fate = 'write'

),

grouped as (

    select
        numbered.owner_id,
        list({
            'fieldId': numbered.ashby_custom_field_id, 'fieldValue': numbered.value
        } order by numbered.place) as field_values,
        list({
            'path': 'values.' || numbered.place || '.fieldId', 'write_key': numbered.field_write_key
        } order by numbered.place) filter (where numbered.field_write_key is not null) as field_refs

    from numbered
    group by numbered.owner_id

),

body as (

    select
        grouped.owner_id as person_id,
        person.active_at,
        list_prepend(
            { 'path': 'objectId', 'write_key': 'candidate/' || grouped.owner_id }, coalesce(grouped.field_refs, [])
        ) as refs,
        to_json({
            'objectId': null, 'objectType': 'Candidate', 'values': grouped.field_values
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
