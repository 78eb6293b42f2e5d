-- body__candidate_email: one row is one row of ashby__candidate_email, with what its body says as columns.
-- Grain: write_key.
-- candidate.update adds the one address that `alternateEmail` names (ashby-api.md 9.1).
with

write as (select * from ashby__candidate_email),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"candidateId": "VARCHAR", "alternateEmail": "VARCHAR", "sendNotifications": "BOOLEAN"}'
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

        ---------- what other tables are asked about
        ashby_id,

        ---------- true or false
        payload_is_object,
        has_only(payload, ['candidateId', 'alternateEmail', 'sendNotifications']) as parameters_are_known,
        has_id(coalesce(ashby_id, body.candidateId), refs, 'candidateId') as has_candidate,
        coalesce(is_email(body.alternateEmail), false) as email_is_valid,
        coalesce(not body.sendNotifications, false) as is_quiet
    from opened

)

select * from judged
