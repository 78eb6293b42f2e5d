-- body__candidate: one row is one row of ashby__candidate, with what its body says as columns.
-- Grain: write_key.
-- candidate.create and candidate.update (ashby-api.md 9.1): create takes `website`, update takes `websiteUrl`.
with

write as (select * from ashby__candidate),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"candidateId": "VARCHAR", "name": "VARCHAR", "email": "VARCHAR", "phoneNumber": "VARCHAR",
                    "alternateEmailAddresses": ["VARCHAR"], "linkedInUrl": "VARCHAR", "githubUrl": "VARCHAR",
                    "website": "VARCHAR", "websiteUrl": "VARCHAR", "sourceId": "VARCHAR",
                    "creditedToUserId": "VARCHAR", "createdAt": "VARCHAR", "sendNotifications": "BOOLEAN"}'
                )
        end as body,
        operation = 'candidate.update' as is_update
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
        lower(body.email) as email,
        body.sourceId as source_id,
        body.creditedToUserId as credited_to_user_id,

        ---------- true or false
        payload_is_object,
        case
            when is_update
                then has_only(payload, [
                    'candidateId', 'name', 'email', 'phoneNumber', 'linkedInUrl', 'githubUrl', 'websiteUrl',
                    'alternateEmail', 'socialLinks', 'sourceId', 'creditedToUserId', 'location', 'createdAt',
                    'sendNotifications'
                ])
            else has_only(payload, [
                'name', 'email', 'phoneNumber', 'linkedInUrl', 'githubUrl', 'website', 'alternateEmailAddresses',
                'sourceId', 'creditedToUserId', 'location', 'createdAt'
            ])
        end as parameters_are_known,
        is_update = (ashby_id is not null) as target_fits_operation,
        coalesce(is_uuid(ashby_id), true) and coalesce(is_uuid(body.candidateId), true) as candidate_id_is_uuid,
        coalesce(is_text(body.name), is_update) as name_is_text,
        is_email(body.email) as email_is_valid,
        len(list_filter(body.alternateEmailAddresses, lambda email: not coalesce(is_email(email), false))) = 0
            as alternate_emails_are_valid,
        list_unique(list_transform(
            list_append(body.alternateEmailAddresses, body.email), lambda email: lower(email)
        )) = len(list_filter(
            list_append(body.alternateEmailAddresses, body.email), lambda email: email is not null
        )) as emails_are_distinct,
        regexp_matches(body.phoneNumber, '[0-9]') as phone_has_digit,
        is_url(body.linkedInUrl) as linked_in_url_is_valid,
        is_url(body.githubUrl) as github_url_is_valid,
        is_url(coalesce(body.website, body.websiteUrl)) as website_is_valid,
        is_uuid(body.sourceId) as source_id_is_uuid,
        is_uuid(body.creditedToUserId) as credited_to_user_id_is_uuid,
        is_time(body.createdAt) as created_at_is_time,
        is_plausible_time(body.createdAt) as created_at_is_plausible,
        coalesce(not body.sendNotifications, not is_update) as is_quiet
    from opened

)

select * from judged
