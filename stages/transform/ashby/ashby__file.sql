-- ashby__file: one row is one resume or file, by its bytes.
-- Grain: write_key; lever_id is the attachment, `<kind>/<id>`.
-- R1: the newest resume of a person is uploaded as resume, everything else as file. O1: offer documents are files.
-- The load makes an upload of `file` and sends its handle; Ashby takes neither a date nor a label with a file. The key
-- is the same either way: a resume that is in Ashby already is not sent again when a newer one comes.
-- The resume first, then in order of time.
with

file as (select * from int_file),

child as (select * from int_child),

person as (select * from int_person),

body as (

    select
        file.attachment_id,
        child.person_id,
        person.active_at,
        case when file.is_resume then 'candidate.uploadResume' else 'candidate.uploadFile' end as operation,
        [{ 'path': 'candidateId', 'write_key': 'candidate/' || child.person_id }] as refs,
        to_json({
            'candidateId': null,
            'file': {
                'sha256': file.sha256,
                'name': file.file_name,
                'contentType': file.content_type,
                'contentLength': file.bytes
            }
        })::varchar as payload,
        9000000 + row_number() over (
            partition by child.person_id
            order by file.is_resume desc, child.created_at asc, file.attachment_id asc
        ) - 1 as position

    from file
    left join child
        on
            child.entity = 'file'
            and file.attachment_id = child.lever_id
    left join person
        on child.person_id = person.person_id

),

file_write as (

    select
        'file/' || body.attachment_id as write_key,
        'file' as entity,
        body.attachment_id as lever_id,
        body.person_id,
        body.operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        body.position

    from body

)

select * from file_write
order by write_key
