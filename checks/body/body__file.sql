-- body__file: one row is one row of ashby__file, with what its body says as columns.
-- Grain: write_key.
-- candidate.uploadFile, candidate.uploadResume and file.createFileUploadHandle (ashby-api.md 9.1): the load asks for a
-- handle with name, contentType and contentLength. Neither call can tell anybody anything (N2). Names: R1. Whether the
-- bytes lie in files/ is looked at by the load.
with

write as (select * from ashby__file),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"candidateId": "VARCHAR", "file": {"sha256": "VARCHAR", "name": "VARCHAR",
                    "contentType": "VARCHAR", "contentLength": "BIGINT"}}'
                )
        end as body,
        case when json_valid(payload) then payload -> '$.file' end as about
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

        ---------- true or false
        payload_is_object,
        has_only(payload, ['candidateId', 'file'])
        and coalesce(has_only(about, ['sha256', 'name', 'contentType', 'contentLength']), true)
            as parameters_are_known,
        has_id(body.candidateId, refs, 'candidateId') as has_candidate,
        coalesce(is_text(body.file.name), false) as name_is_text,
        coalesce(
            contains(
                regexp_replace(body.file.name, '\.[A-Za-z0-9]{1,10}$', ''), nullif(split_part(lever_id, '/', 2), '')
            ),
            false
        ) as name_carries_lever_id,
        not regexp_matches(body.file.name, '["/\\\p{C}]') as name_breaks_nothing,
        coalesce(regexp_full_match(body.file.sha256, '[0-9a-f]{64}'), false) as sha256_is_hash,
        coalesce(body.file.contentLength > 0, false) as length_is_positive,
        coalesce(
            regexp_full_match(body.file.contentType, '[\w.+-]+/[\w.+-]+(?:; ?charset=[\w.-]+)?'), false
        ) as content_type_is_media_type,
        operation <> 'candidate.uploadResume' or starts_with(lever_id, 'resume/') as resume_is_a_resume
    from opened

)

select * from judged
