-- int_file: one row is one file whose bytes we have and that goes to Ashby, as Ashby gets it.
-- Grain: attachment_id. Drops files that are not written (int_child tells why) and those without bytes.
-- R1: the name carries the Lever id before the extension, to be found by it: `<base> (Lever <kind> <id>).<ext>`.
-- The base is Lever's name without what breaks a name: separators of paths, quotes, signs that can't be seen; at most
-- 100 signs. The extension is Lever's, else the name's own. R1: the newest resume of a person that can be delivered is
-- the resume; one that Lever won't deliver stands in no one's way. All others, and O1's documents, are files. P3: a
-- candidate who was there before us keeps the resume that is there: whether a second one replaces it is not documented.
with

attachment as (select * from stg_lever__attachment),

child as (select * from int_child),

person_match as (select * from int_person_match),

candidate as (select * from stg_ashby__candidate),

shown as (

    select
        candidate.candidate_id,
        candidate.resume_file_id,
        unnest(candidate.files) as held

    from candidate
    where candidate.resume_file_id is not null

),

resumed as (

    select distinct person_match.person_id

    from person_match
    left join shown
        on
            person_match.ashby_candidate_id = shown.candidate_id
            and shown.held.file_id = shown.resume_file_id
    where person_match.ashby_match = 'found' and not contains(shown.held.name, '(Lever resume ')

),

media_type as (

    select unnest([
        { 'ext': 'csv', 'content_type': 'text/csv' },
        { 'ext': 'doc', 'content_type': 'application/msword' },
        {
            'ext': 'docx',
            'content_type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
        },
        { 'ext': 'gif', 'content_type': 'image/gif' },
        { 'ext': 'htm', 'content_type': 'text/html' },
        { 'ext': 'html', 'content_type': 'text/html' },
        { 'ext': 'jpeg', 'content_type': 'image/jpeg' },
        { 'ext': 'jpg', 'content_type': 'image/jpeg' },
        { 'ext': 'odt', 'content_type': 'application/vnd.oasis.opendocument.text' },
        { 'ext': 'pdf', 'content_type': 'application/pdf' },
        { 'ext': 'png', 'content_type': 'image/png' },
        { 'ext': 'ppt', 'content_type': 'application/vnd.ms-powerpoint' },
        {
            'ext': 'pptx',
            'content_type': 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
        },
        { 'ext': 'rtf', 'content_type': 'application/rtf' },
        { 'ext': 'tif', 'content_type': 'image/tiff' },
        { 'ext': 'tiff', 'content_type': 'image/tiff' },
        { 'ext': 'txt', 'content_type': 'text/plain' },
        { 'ext': 'webp', 'content_type': 'image/webp' },
        { 'ext': 'xls', 'content_type': 'application/vnd.ms-excel' },
        { 'ext': 'xlsx', 'content_type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
        { 'ext': 'zip', 'content_type': 'application/zip' }
    ], max_depth := 2)

),

sent as (

    select
        attachment.attachment_id,
        attachment.opportunity_id,
        attachment.kind,
        attachment.object_id,
        child.person_id,
        attachment.uploaded_at,
        attachment.created_at,
        attachment.sha256,
        attachment.bytes,
        trim(regexp_replace(
            regexp_replace(nfc_normalize(attachment.name), '[\s\p{Z}\p{Cc}]+', ' ', 'g'), '\p{C}', '', 'g'
        )) as written,
        regexp_extract(attachment.ext, '^[\s.]*([A-Za-z0-9]{1,10})\s*$', 1) as listed_ext,
        -- A text without its charset is read with the wrong letters; every other parameter is left out.
        regexp_extract(
            lower(trim(attachment.content_type)),
            '^([a-z0-9.+-]+/[a-z0-9.+-]+(?:; ?charset=[a-z0-9._-]+$)?)\s*(?:;|$)',
            1
        ) as told_type

    from attachment
    left join child
        on
            child.entity = 'file'
            and attachment.attachment_id = child.lever_id
    where child.fate = 'write' and attachment.outcome = 'kept' and attachment.bytes > 0

),

parted as (

    select
        sent.*,
        coalesce(
            nullif(sent.listed_ext, ''),
            -- One letter at least, or the 2 of a "version 1.2" would be one.
            nullif(regexp_extract(sent.written, '\.([0-9]{0,2}[A-Za-z][A-Za-z0-9]{0,4})$', 1), '')
        ) as ext

    from sent

),

based as (

    select
        parted.*,
        left(
            regexp_replace(
                regexp_replace(
                    case
                        when ends_with(lower(parted.written), '.' || lower(parted.ext))
                            then left(parted.written, length(parted.written) - length(parted.ext) - 1)
                        else parted.written
                    end,
                    '["/\\:*?<>|]+', '-', 'g'
                ),
                '^[\s.-]+', ''
            ),
            100
        ) as base

    from parted

),

file as (

    select
        based.attachment_id,
        based.opportunity_id,
        concat(
            coalesce(nullif(regexp_replace(based.base, '[\s.]+$', ''), ''), 'file'),
            ' (Lever ',
            replace(based.kind, '_', ' '),
            ' ',
            based.object_id,
            ')',
            '.' || based.ext
        ) as file_name,
        based.kind = 'resume'
        and resumed.person_id is null
        and row_number() over (
            partition by based.person_id, based.kind
            order by coalesce(based.uploaded_at, based.created_at) desc nulls last, based.attachment_id asc
        ) = 1 as is_resume,
        based.sha256,
        based.bytes,
        case
            -- What a storage says of everything says nothing.
            when
                based.told_type = ''
                or based.told_type is null
                or regexp_matches(based.told_type, '/(octet-stream|force-download|x-download|download|unknown)$')
                then coalesce(media_type.content_type, 'application/octet-stream')
            else based.told_type
        end as content_type

    from based
    left join media_type
        on lower(based.ext) = media_type.ext
    left join resumed
        on based.person_id = resumed.person_id

)

select * from file
order by attachment_id
