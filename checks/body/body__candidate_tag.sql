-- body__candidate_tag: one row is one row of ashby__candidate_tag, with what its body says as columns.
-- Grain: write_key.
-- candidate.addTag (ashby-api.md 9.1).
with

write as (select * from ashby__candidate_tag),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(payload, '{"candidateId": "VARCHAR", "tagId": "VARCHAR"}')
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
        body.tagId as tag_id,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['candidateId', 'tagId']) as parameters_are_known,
        has_id(coalesce(body.candidateId, ashby_id), refs, 'candidateId') as has_candidate,
        has_id(body.tagId, refs, 'tagId') as has_tag
    from opened

)

select * from judged
