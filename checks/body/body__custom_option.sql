-- body__custom_option: one row is one row of ashby__custom_option, with what its body says as columns.
-- Grain: write_key.
-- customField.updateSelectableValues (ashby-api.md 9.4): the full list, since what is left out is archived.
with

write as (select * from ashby__custom_option),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"customFieldId": "VARCHAR",
                    "selectableValues": [{"label": "VARCHAR", "value": "VARCHAR", "isArchived": "BOOLEAN"}]}'
                )
        end as body
    from write

),

judged as (

    select
        ---------- keys
        write_key,
        entity,
        lever_id,
        person_id,
        operation,
        payload_sha256,
        position,

        ---------- what other tables are asked about
        body.customFieldId as custom_field_id,
        list_transform(body.selectableValues, lambda item: item.value) as option_values,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['customFieldId', 'selectableValues']) as parameters_are_known,
        coalesce(is_uuid(body.customFieldId), false) as custom_field_id_is_uuid,
        coalesce(len(body.selectableValues), 0) > 0 as has_options,
        len(list_filter(
            body.selectableValues,
            lambda item: not coalesce(is_text(item.label) and is_text(item.value), false)
        )) = 0 as options_are_named,
        list_unique(list_transform(body.selectableValues, lambda item: item.value))
        = len(body.selectableValues) as options_are_distinct
    from opened

)

select * from judged
