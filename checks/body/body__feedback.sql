-- body__feedback: one row is one row of ashby__feedback, with what its body says as columns.
-- Grain: write_key.
-- applicationFeedback.submit (ashby-api.md 9.3): values by the path of the form's field. The call has no
-- sendNotifications. Markers: N3, in one value. Whether form, paths and values fit Ashby: feedback_form_live.
with

write as (select * from ashby__feedback),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"applicationId": "VARCHAR", "formDefinitionId": "VARCHAR", "userId": "VARCHAR",
                    "feedbackForm": {"fieldSubmissions": [{"path": "VARCHAR", "value": "JSON"}]}}'
                )
        end as body,
        case when json_valid(payload) then json_extract(payload, '$.feedbackForm') end as form
    from write

),

said as (

    select
        *,
        body.feedbackForm.fieldSubmissions as submissions,
        flatten([
            regexp_extract_all(
                case json_type(submission['value'])
                    when 'VARCHAR' then json_extract_string(submission['value'], '$')
                    when 'OBJECT' then json_extract_string(submission['value'], '$.value')
                end,
                '(?m)^\[lever:([a-z_]+:[^\]\s]+)\]\s*$',
                1
            )
            for submission in body.feedbackForm.fieldSubmissions
            if contains(submission['value']::varchar, '[lever:')
        ]) as markers
    from opened

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
        body.formDefinitionId as form_id,
        body.userId as user_id,
        submissions,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['applicationId', 'formDefinitionId', 'feedbackForm', 'userId'])
        and coalesce(has_only(form, ['fieldSubmissions']), true) as parameters_are_known,
        has_id(body.applicationId, refs, 'applicationId') as has_application,
        coalesce(is_uuid(body.formDefinitionId), false) as form_id_is_uuid,
        is_uuid(body.userId) as user_id_is_uuid,
        coalesce(len(submissions), 0) > 0 as has_values,
        len([one for one in submissions if coalesce(one['path'], '') = '']) = 0 as paths_are_there,
        list_unique([one['path'] for one in submissions])
        = len([one for one in submissions if one['path'] is not null]) as paths_are_distinct,
        len([
            one for one in submissions
            if one['value'] is null or one['value']::varchar in ('null', '""', '[]', '{}')
        ]) = 0 as values_are_there,
        coalesce(len(markers), 0) = 1 as has_one_marker,
        markers[1] = 'feedback:' || lever_id as marker_names_lever_id
    from said

)

select * from judged
