-- body__location: one row is one row of ashby__location, with what its body says as columns.
-- Grain: write_key.
-- location.create asks for a name and a type; a region (LocationHierarchy) takes no job (ashby-api.md 9.6).
with

write as (select * from ashby__location),

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

        ---------- what Ashby has a list for
        case when json_valid(payload) then payload ->> '$.type' end as type,

        ---------- true or false
        is_object(payload) as payload_is_object,
        has_only(payload, [
            'name', 'type', 'externalName', 'parentLocationId', 'workplaceType'
        ]) as parameters_are_known,
        case when json_valid(payload) then coalesce(is_text(payload ->> '$.name'), false) end as name_is_text
    from write

)

select * from judged
