-- body__job_close: one row is one row of ashby__job_close, with what its body says as columns.
-- Grain: write_key.
-- job.setStatus to another state than Open, of a job that this load makes: its id comes from that write alone.
with

write as (select * from ashby__job_close),

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
        case when json_valid(payload) then payload ->> '$.status' end as status,

        ---------- true or false
        is_object(payload) as payload_is_object,
        has_only(payload, ['jobId', 'status']) as parameters_are_known,
        case
            when json_valid(payload)
                then
                    payload ->> '$.jobId' is null
                    and list_transform(coalesce(refs, []), lambda ref: ref.path || ' ' || ref.write_key)
                    = ['jobId job/' || lever_id]
        end as job_is_ours
    from write

)

select * from judged
