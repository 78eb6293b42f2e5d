-- stg_ashby__feedback: one row is one feedback submission as read back, newest copy.
-- Grain: ashby_feedback_id.
-- N3: lever_marker is the <kind>:<id> of the marker that the load writes as the last line of one answer (F1). A text
-- reads back as text or as an object with its value, plain or as HTML (ashby-api 9.1, 9.3): tags, coded brackets and
-- spaces are looked past; the marker is a line by itself or ends its text. Of several, the first feedback's is taken.
with

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"applicationId": "VARCHAR", "feedbackFormDefinitionId": "VARCHAR", "submittedByUser": {"id": "VARCHAR"},
            "submittedAt": "VARCHAR", "submittedValues": "JSON"}'
        )) as key_of_ashby
    from raw_ashby__feedback

),

newest as (

    select
        *,
        if(json_type(submittedValues) = 'OBJECT', submittedValues, null) as submitted
    from parsed
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

),

keyed as (

    select
        *,
        coalesce(json_keys(submitted), []) as paths
    from newest

),

answered as (

    select
        *,
        -- No map: that fails where a key is there twice.
        [
            struct_pack(
                path := path,
                value := nullif(
                    json_extract(submitted, '/' || replace(replace(path, '~', '~0'), '/', '~1'))::varchar, 'null'
                )
            )
            for path, place in paths if list_position(paths, path) = place
        ] as answers
    from keyed

),

told as (

    select
        *,
        [
            regexp_replace(
                regexp_replace(
                    regexp_replace(regexp_replace(said, '<[^>]*>', chr(10), 'g'), '&#(91|x5[bB]);', '[', 'g'),
                    '&#(93|x5[dD]);',
                    ']',
                    'g'
                ),
                '&nbsp;|&#160;',
                ' ',
                'g'
            )
            for said in [
                case json_type(answer.value)
                    when 'VARCHAR' then answer.value ->> '$'
                    when 'OBJECT' then answer.value ->> '$.value'
                end
                for answer in answers
            ] if contains(said, 'lever:')
        ] as texts
    from answered

),

marked as (

    select
        *,
        flatten(
            [
                regexp_extract_all(line_text, '(?m)^\s*\[lever:([a-z_]+:[^\s\[\]]+)\]\s*$', 1)
                || [regexp_extract(line_text, '\[lever:([a-z_]+:[^\s\[\]]+)\]\s*$', 1)]
                for line_text in texts
            ]
        ) as markers
    from told

),

feedback as (

    select
        id as ashby_feedback_id,
        coalesce(nullif(applicationId, ''), nullif(parent_id, '')) as application_id,
        nullif(feedbackFormDefinitionId, '') as form_id,
        nullif(submittedByUser.id, '') as user_id,
        ashby_time(submittedAt) as submitted_at,
        answers,
        coalesce(
            [marker for marker in markers if starts_with(marker, 'feedback:')][1],
            [marker for marker in markers if marker <> ''][1]
        ) as lever_marker
    from marked

)

select * from feedback
order by ashby_feedback_id
