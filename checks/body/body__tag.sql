-- body__tag: one row is one row of ashby__tag, with what its body says as columns.
-- Grain: write_key.
-- candidateTag.create (ashby-api.md 9.1).
with

write as (select * from ashby__tag),

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
        is_object(payload) as payload_is_object,
        has_only(payload, ['title']) as parameters_are_known,
        case when json_valid(payload) then coalesce(is_text(payload ->> '$.title'), false) end as title_is_text
    from write

)

select * from judged
