-- ashby__custom_field: one row is one custom field definition to create in Ashby.
-- Grain: write_key.
-- P4, P7, P8: fields for what Ashby has no field for. Only those that mappings/custom_field.csv creates and that have
-- a value to take; one that is there already needs no write.
with

custom_value as (select * from int_custom_value),

used as (

    select distinct
        custom_value.field_write_key as write_key,
        custom_value.entity_of,
        custom_value.title,
        custom_value.field_type

    from custom_value
    where custom_value.fate = 'write' and custom_value.field_write_key is not null

),

body as (

    select
        used.write_key,
        used.title,
        []::struct(path varchar, write_key varchar)[] as refs,
        to_json({
            'title': used.title,
            'fieldType': used.field_type,
            'objectType': case used.entity_of when 'application' then 'Application' else 'Candidate' end,
            'description': case used.title
                when 'Lever contact id' then 'The ids of this person''s contacts in Lever.'
                when 'Lever opportunity id' then 'The id of this application''s opportunity in Lever.'
                when 'Lever headline' then 'The headlines of this person in Lever, newest first.'
                when 'Lever other phones' then 'Phone numbers in Lever beyond the first.'
                when 'Lever other links' then 'Links in Lever beyond LinkedIn, GitHub and the first website.'
                when 'Lever other sources' then 'Sources in Lever beyond the one shown here.'
                else 'E-mail addresses in Lever that are shared by several people or malformed.'
            end
        })::varchar as payload

    from used

),

custom_field as (

    select
        body.write_key,
        'custom_value' as entity,
        body.title as lever_id,
        null::varchar as person_id,
        'customField.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.write_key) as position

    from body

)

select * from custom_field
order by write_key
