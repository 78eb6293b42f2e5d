-- body__department: one row is one row of ashby__department, with what its body says as columns.
-- Grain: write_key.
-- department.create (ashby-api.md 9.6).
with

write as (select * from ashby__department),

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
        has_only(payload, ['name', 'externalName', 'parentId']) as parameters_are_known,
        case when json_valid(payload) then coalesce(is_text(payload ->> '$.name'), false) end as name_is_text
    from write

)

select * from judged
