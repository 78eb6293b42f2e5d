-- body__application_value: one row is one row of ashby__application_value, with what its body says as columns.
-- Grain: write_key.
-- customField.setValues (ashby-api.md 9.4): all or nothing is not documented, so every value must be good beforehand.
with

write as (select * from ashby__application_value),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"objectId": "VARCHAR", "objectType": "VARCHAR",
                    "values": [{"fieldId": "VARCHAR", "fieldValue": "JSON"}]}'
                )
        end as body,
        list_filter(
            list_transform(coalesce(refs, []), lambda ref: ref.path),
            lambda path: regexp_full_match(path, 'values\.\d+\.fieldId')
        ) as later_field_paths
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
        ashby_id,
        list_filter(
            list_transform(body.values, lambda item: item.fieldId), lambda field_id: field_id is not null
        ) as field_ids,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['objectId', 'objectType', 'values']) as parameters_are_known,
        has_id(coalesce(body.objectId, ashby_id), refs, 'objectId') as has_object,
        coalesce(body.objectType = 'Application', false) as object_type_fits,
        coalesce(len(body.values), 0) > 0 as has_values,
        len(list_filter(body.values, lambda item: item.fieldId is null)) = len(later_field_paths)
        and len(list_filter(body.values, lambda item: not is_uuid(item.fieldId))) = 0 as fields_have_ids,
        list_unique(list_transform(body.values, lambda item: item.fieldId))
        = len(list_filter(body.values, lambda item: item.fieldId is not null)) as fields_are_distinct,
        len(list_filter(
            body.values,
            lambda item: item.fieldValue is null or item.fieldValue::varchar in ('null', '""', '[]')
        )) = 0 as values_are_there
    from opened

)

select * from judged
