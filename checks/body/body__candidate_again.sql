-- body__candidate_again: one row is one row of ashby__candidate_again, with what its body says as columns.
-- Grain: write_key.
-- candidate.update (ashby-api.md 9.1) with the candidate's own fields only: what the parser of resumes may touch.
with

write as (select * from ashby__candidate_again),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"candidateId": "VARCHAR", "name": "VARCHAR", "email": "VARCHAR", "phoneNumber": "VARCHAR",
                    "linkedInUrl": "VARCHAR", "githubUrl": "VARCHAR", "websiteUrl": "VARCHAR",
                    "sendNotifications": "BOOLEAN"}'
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

        ---------- true or false
        payload_is_object,
        has_only(payload, [
            'candidateId', 'name', 'email', 'phoneNumber', 'linkedInUrl', 'githubUrl', 'websiteUrl', 'sendNotifications'
        ]) as parameters_are_known,
        has_id(coalesce(body.candidateId, ashby_id), refs, 'candidateId') as has_candidate,
        is_text(body.name) as name_is_text,
        is_email(body.email) as email_is_valid,
        is_url(body.linkedInUrl) as linked_in_url_is_valid,
        is_url(body.githubUrl) as github_url_is_valid,
        is_url(body.websiteUrl) as website_is_valid,
        coalesce(not body.sendNotifications, false) as is_quiet
    from opened

)

select * from judged
