-- body__note: one row is one row of ashby__note, with what its body says as columns.
-- Grain: write_key.
-- candidate.createNote (ashby-api.md 9.1): `note` is a string, or a type and a value. Quiet: N2.
-- Markers: N1, N3. The kind is the entity; an application told as a note (A1) has a note's marker with its own id.
with

write as (select * from ashby__note),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"candidateId": "VARCHAR", "isPrivate": "BOOLEAN", "createdAt": "VARCHAR",
                    "sendNotifications": "BOOLEAN", "note": "JSON"}'
                )
        end as body
    from write

),

said as (

    select
        *,
        case json_type(body.note)
            when 'OBJECT' then body.note ->> '$.type'
            when 'VARCHAR' then 'text/plain'
        end as content_type,
        case json_type(body.note)
            when 'OBJECT' then body.note ->> '$.value'
            when 'VARCHAR' then body.note ->> '$'
        end as content
    from opened

),

marked as (

    select
        *,
        regexp_extract_all(content, '(?m)^(?:<[a-z]+>)?\[lever:([a-z_]+:[^\]\s]+)\](?:</[a-z]+>)?\s*$', 1) as markers
    from said

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
        when_refused,
        body.isPrivate as is_private,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['candidateId', 'note', 'sendNotifications', 'isPrivate', 'createdAt'])
            as parameters_are_known,
        has_id(coalesce(body.candidateId, ashby_id), refs, 'candidateId') as has_candidate,
        coalesce(content_type in ('text/plain', 'text/html'), false) as content_type_is_known,
        coalesce(is_text(content), false) as content_is_text,
        content_type = 'text/plain' or list_has_all(
            ['b', 'i', 'u', 'a', 'ul', 'ol', 'li', 'code', 'pre'],
            list_transform(regexp_extract_all(content, '</?([a-zA-Z][a-zA-Z0-9]*)', 1), lambda name: lower(name))
        ) as html_is_kept,
        len(markers) = 1 as has_one_marker,
        markers[1] = if(entity = 'application', 'note', entity) || ':' || lever_id as marker_names_lever_id,
        body.isPrivate is not null as says_who_sees_it,
        coalesce(is_time(body.createdAt), false) as created_at_is_time,
        is_plausible_time(body.createdAt) as created_at_is_plausible,
        coalesce(not body.sendNotifications, false) as is_quiet
    from marked

)

select * from judged
