-- body__custom_field: one row is one row of ashby__custom_field, with what its body says as columns.
-- Grain: write_key.
-- customField.create; its enums are case-sensitive (ashby-api.md 9.4).
with

write as (select * from ashby__custom_field),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"title": "VARCHAR", "fieldType": "VARCHAR", "objectType": "VARCHAR",
                    "isExposableToCandidate": "BOOLEAN", "selectableValues": ["JSON"]}'
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

        ---------- what is asked about
        body.fieldType as field_type,
        body.objectType as object_type,

        ---------- true or false
        payload_is_object,
        has_only(payload, [
            'title', 'fieldType', 'objectType', 'description', 'selectableValues', 'isDateOnlyField',
            'isExposableToCandidate'
        ]) as parameters_are_known,
        coalesce(is_text(body.title), false) as title_is_text,
        body.fieldType not in ('ValueSelect', 'MultiValueSelect') or coalesce(len(body.selectableValues), 0) > 0
            as select_has_options,
        not coalesce(body.isExposableToCandidate, false) as is_internal
    from opened

)

select * from judged
