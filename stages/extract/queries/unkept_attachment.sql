-- unkept_attachment: one row is one resume, file or offer document that Lever names and whose bytes are not kept yet.
-- Grain: id. mark tells one version of it from the next: name, size, time of upload and status as Lever gives them.
-- A resume parsed from an online profile has no file (lever-api 2.11). Files given with custom answers are asked for
-- too, though no path is documented for them (2.4).
with

resume as (
    select
        'resume' as kind,
        parent_id as opportunity_id,
        id as object_id,
        json_extract(json, '$.file') as about
    from raw_lever__resume
),

file as (
    select
        'file' as kind,
        parent_id as opportunity_id,
        id as object_id,
        json as about
    from raw_lever__file
),

offer_sent as (
    select
        'offer_sent' as kind,
        parent_id as opportunity_id,
        id as object_id,
        json_extract(json, '$.sentDocument') as about
    from raw_lever__offer
),

offer_signed as (
    select
        'offer_signed' as kind,
        parent_id as opportunity_id,
        id as object_id,
        json_extract(json, '$.signedDocument') as about
    from raw_lever__offer
),

application as (
    select
        id as opportunity_id,
        unnest(from_json(json_extract(json, '$.applications'), '["JSON"]')) as application
    from raw_lever__opportunity
    union all
    select
        parent_id as opportunity_id,
        json as application
    from raw_lever__application
),

answer as (
    select
        opportunity_id,
        unnest(json_extract(application, '$.customQuestions[*].fields[*]')) as answer
    from application
),

question_file as (
    select
        'question_file' as kind,
        opportunity_id,
        json_extract_string(answer, '$.value.id') as object_id,
        json_extract(answer, '$.value') as about
    from answer
    where json_extract_string(answer, '$.type') = 'file-upload'
),

named as (
    from resume
    union all
    from file
    union all
    from offer_sent
    union all
    from offer_signed
    union all
    from question_file
),

described as (
    select
        kind,
        object_id,
        kind || '/' || object_id as id,
        min(opportunity_id) as opportunity_id,
        min(coalesce(json_extract_string(about, '$.name'), json_extract_string(about, '$.fileName'))) as name,
        min(json_extract_string(about, '$.status')) as status,
        min(try_cast(json_extract_string(about, '$.size') as bigint)) as size,
        min(
            md5(
                json_array(
                    json_extract_string(about, '$.name'),
                    json_extract_string(about, '$.fileName'),
                    json_extract_string(about, '$.size'),
                    json_extract_string(about, '$.uploadedAt'),
                    json_extract_string(about, '$.status')
                )::varchar
            )
        ) as mark
    from named
    where json_type(about) = 'OBJECT' and object_id is not null
    group by kind, object_id
),

kept as (
    select
        id,
        json_extract_string(json, '$.mark') as mark
    from raw_lever__attachment
    -- Bytes of another number than Lever lists may be half a file.
    where json_extract_string(json, '$.outcome') = 'kept'
),

done as (select distinct id from listed)

select
    described.id,
    described.kind,
    described.object_id,
    described.opportunity_id,
    described.name,
    described.status,
    described.size,
    described.mark
from described
left join kept on described.id = kept.id and described.mark = kept.mark
left join done on described.id = done.id
where kept.id is null and done.id is null
order by described.id
