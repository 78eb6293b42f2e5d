-- ashby__note: one row is one note, or what becomes one; with when_refused, only if its application is refused.
-- Grain: write_key; lever_id is the thing of int_child, or the opportunity.
-- N1, F2, I1, O1, R2: what int_child says becomes a note, with the text of int_child_text; secret ones private.
-- N2: no notification. A1: the older of two applications to one job, and the feedback on a form of any application, are
-- told as notes if Ashby refuses the application; F1: feedback that is no form's is private. Notes in order of their
-- time, oldest first.
with

child as (select * from int_child),

child_text as (select * from int_child_text),

application_note as (select * from int_application_note),

person as (select * from int_person),

listed as (

    select
        child.write_key,
        child.entity,
        child.lever_id,
        child.person_id,
        null as when_refused,
        6000000 as first_position,
        child.is_private,
        child.created_at

    from child
    where child.fate = 'write' and child.becomes = 'note'

    union all

    select
        'application_note/' || application_note.opportunity_id as write_key,
        'application' as entity,
        application_note.opportunity_id as lever_id,
        application_note.person_id,
        'application/' || application_note.opportunity_id as when_refused,
        7000000 as first_position,
        application_note.is_private,
        application_note.created_at

    from application_note

    union all

    select
        'feedback_note/' || child.lever_id as write_key,
        child.entity,
        child.lever_id,
        child.person_id,
        'application/' || child.opportunity_id as when_refused,
        7000000 as first_position,
        true as is_private,
        child.created_at

    from child
    where child.fate = 'write' and child.becomes = 'form'

),

ordered as (

    select
        listed.*,
        listed.first_position + row_number() over (
            partition by listed.person_id, listed.first_position
            order by listed.created_at asc, listed.write_key asc
        ) - 1 as position

    from listed

),

body as (

    select
        ordered.write_key,
        ordered.entity,
        ordered.lever_id,
        ordered.person_id,
        ordered.when_refused,
        person.active_at,
        [{ 'path': 'candidateId', 'write_key': 'candidate/' || ordered.person_id }] as refs,
        to_json({
            'candidateId': null,
            'note': { 'type': 'text/plain', 'value': coalesce(application_note.content, child_text.content) },
            'isPrivate': ordered.is_private,
            'sendNotifications': false,
            'createdAt': iso_time(ordered.created_at)
        })::varchar as payload,
        ordered.position

    from ordered
    left join child_text
        on
            ordered.entity = child_text.entity
            and ordered.lever_id = child_text.lever_id
    left join application_note
        on
            ordered.entity = 'application'
            and ordered.lever_id = application_note.opportunity_id
    left join person
        on ordered.person_id = person.person_id

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
