-- stg_lever__attachment: one row is one resume, file, offer document or file in an answer, and what became of it.
-- Grain: attachment_id, which is <kind>/<id> as stages/extract/queries/unkept_attachment.sql makes it.
-- No rule: typing only; R1 and O1 decide. A resume that was read from a profile has no file (lever-api 2.11): outcome
-- none. What several opportunities name is one row, the smallest opportunity's. An offer is private (O1), so its
-- documents are secret; a file is if it says so, or says something that is neither true nor false: visibility never
-- widens. `why` is a sentence of ours: Lever's own words for a refusal may tell of a person, and stay in raw/.
with

raw_resume as (select * from raw_lever__resume),

raw_file as (select * from raw_lever__file),

raw_offer as (select * from raw_lever__offer),

raw_opportunity as (select * from raw_lever__opportunity),

raw_application as (select * from raw_lever__application),

offer as (

    select
        id,
        parent_id,
        fetched_at,
        json_extract(json, '$.sentDocument') as sent_document,
        json_extract(json, '$.signedDocument') as signed_document,
        json_extract_string(json, '$.createdAt') as created
    from raw_offer

),

application as (

    select
        id as opportunity_id,
        fetched_at,
        unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_opportunity
    -- Nearly all have no such answer; only those that may are taken apart.
    where contains(json, 'file-upload')

    union all

    select
        parent_id as opportunity_id,
        fetched_at,
        json as application
    from raw_application
    where contains(json, 'file-upload')

),

answer as (

    select
        opportunity_id,
        fetched_at,
        json_extract_string(application, '$.createdAt') as created,
        unnest(json_extract(application, '$.customQuestions[*].fields[*]')) as answer
    from application

),

named as (

    select
        'resume' as kind,
        id as object_id,
        parent_id as opportunity_id,
        fetched_at,
        json_extract(json, '$.file') as about,
        json_extract_string(json, '$.createdAt') as created
    from raw_resume

    union all

    select
        'file' as kind,
        id as object_id,
        parent_id as opportunity_id,
        fetched_at,
        json::json as about,
        json_extract_string(json, '$.createdAt') as created
    from raw_file

    union all

    select
        'offer_sent' as kind,
        id as object_id,
        parent_id as opportunity_id,
        fetched_at,
        sent_document as about,
        created
    from offer

    union all

    select
        'offer_signed' as kind,
        id as object_id,
        parent_id as opportunity_id,
        fetched_at,
        signed_document as about,
        created
    from offer

    union all

    select
        'question_file' as kind,
        json_extract_string(answer, '$.value.id') as object_id,
        opportunity_id,
        fetched_at,
        json_extract(answer, '$.value') as about,
        created
    from answer
    where json_extract_string(answer, '$.type') = 'file-upload'

),

described as (

    select
        kind,
        object_id,
        kind || '/' || object_id as attachment_id,
        opportunity_id,
        coalesce(json_type(about) = 'OBJECT', false) as has_file,
        try(lever_time(created)) as created_at,
        unnest(from_json(
            if(json_type(about) = 'OBJECT', about, '{}'),
            '{"name": "VARCHAR", "fileName": "VARCHAR", "ext": "VARCHAR", "status": "VARCHAR", "size": "VARCHAR",
            "uploadedAt": "VARCHAR", "secret": "VARCHAR"}'
        )) as key_of_lever
    from named
    -- Only a resume is something without its file: the rest would be a document that nobody has written.
    where object_id is not null and (kind = 'resume' or json_type(about) = 'OBJECT')
    qualify row_number() over (
        partition by kind, object_id
        order by has_file desc, opportunity_id asc, fetched_at desc, hash(about) asc
    ) = 1

),

filled as (

    select
        kind,
        object_id,
        attachment_id,
        opportunity_id,
        has_file,
        created_at,
        nullif(
            nullif(columns(* exclude (kind, object_id, attachment_id, opportunity_id, has_file, created_at)), ''), '[]'
        )
    from described

),

typed as (

    select
        *,
        nullif(trim(regexp_extract(coalesce(name, fileName), '[^/\\]*$')), '') as file_name,
        try(lever_time(uploadedAt)) as uploaded_at,
        try_cast(size as bigint) as listed_bytes
    from filled

),

became as (

    select
        id,
        unnest(from_json(
            json,
            '{"outcome": "VARCHAR", "sha256": "VARCHAR", "bytes": "BIGINT", "listed_bytes": "BIGINT",
            "content_type": "VARCHAR", "status": "VARCHAR", "why": "VARCHAR"}'
        )) as key_of_ours
    from raw_lever__attachment
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

attachment as (

    select
        typed.attachment_id,
        typed.opportunity_id,
        typed.kind,
        typed.object_id,
        typed.file_name as name,
        coalesce(
            nullif(ltrim(lower(trim(typed.ext)), '.'), ''),
            nullif(regexp_extract(lower(typed.file_name), '\.([a-z0-9]{1,10})$', 1), '')
        ) as ext,
        case typed.kind
            when 'file' then coalesce(try_cast(typed.secret as boolean), typed.secret is not null)
            else typed.kind in ('offer_sent', 'offer_signed')
        end as is_secret,
        typed.status,
        typed.uploaded_at,
        typed.created_at,
        if(typed.has_file, became.outcome, 'none') as outcome,
        nullif(became.sha256, '') as sha256,
        became.bytes,
        coalesce(typed.listed_bytes, became.listed_bytes) as listed_bytes,
        nullif(became.content_type, '') as content_type,
        coalesce('Lever answered ' || became.status, nullif(became.why, '')) as why
    from typed
    left join became
        on typed.attachment_id = became.id and typed.has_file

)

select * from attachment
order by attachment_id
