-- ashby__note: one row is one note; or, with when_refused, an application told as a note.
-- Grain: write_key; lever_id is the note, or the opportunity.
-- N1: text, author and time as int_note has them; secret ones private. N2: no notification. A1: the older of two
-- applications to one job, sent only if Ashby refused it. Notes in order of their time, oldest first.
with

note as (select * from int_note),

application_note as (select * from int_application_note),

person as (select * from int_person),

listed as (

    select
        'note/' || note.note_id as write_key,
        'note' as entity,
        note.note_id as lever_id,
        note.person_id,
        null as when_refused,
        6000000 as first_position,
        note.content,
        note.is_private,
        note.created_at

    from note
    where note.fate = 'write'

    union all

    select
        'application_note/' || application_note.opportunity_id as write_key,
        'application' as entity,
        application_note.opportunity_id as lever_id,
        application_note.person_id,
        'application/' || application_note.opportunity_id as when_refused,
        7000000 as first_position,
        application_note.content,
        application_note.is_private,
        application_note.created_at

    from application_note

),

body as (

    select
        listed.write_key,
        listed.entity,
        listed.lever_id,
        listed.person_id,
        listed.when_refused,
        person.active_at,
        [{ 'path': 'candidateId', 'write_key': 'candidate/' || listed.person_id }] as refs,
        to_json({
            'candidateId': null,
            'note': { 'type': 'text/plain', 'value': listed.content },
            'isPrivate': listed.is_private,
            'sendNotifications': false,
            'createdAt': iso_time(listed.created_at)
        })::varchar as payload,
        listed.first_position + row_number() over (
            partition by listed.person_id, listed.first_position
            order by listed.created_at asc, listed.write_key asc
        ) - 1 as position

    from listed
    left join person
        on listed.person_id = person.person_id

),

note_write as (

    select
        body.write_key,
        body.entity,
        body.lever_id,
        body.person_id,
        'candidate.createNote' as operation,
        null::varchar as ashby_id,
        body.refs,
        body.when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        body.position

    from body

)

select * from note_write
order by write_key
