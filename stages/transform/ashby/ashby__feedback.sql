-- ashby__feedback: one row is one feedback submission on a form.
-- Grain: write_key; lever_id is the feedback.
-- F1: on the form and for the user of int_feedback_target, with the values of int_feedback_value. Without a user it is
-- the key's own, and the text tells the author. Oldest first, in the order of completion.
-- Drops what int_child does not write as a form: held and excluded feedback, and what becomes a note (F2).
with

child as (

    select *
    from int_child
    where entity = 'feedback' and fate = 'write' and becomes = 'form'

),

feedback as (select * from stg_lever__feedback),

target as (select * from int_feedback_target),

feedback_value as (select * from int_feedback_value),

person as (select * from int_person),

submission as (

    select
        feedback_id,
        -- sorted by their first field
        list_sort(list({ 'position': position, 'path': path, 'value': value })) as entries
    from feedback_value
    group by feedback_id

),

body as (

    select
        child.write_key,
        child.lever_id,
        child.person_id,
        person.active_at,
        [{ 'path': 'applicationId', 'write_key': 'application/' || child.opportunity_id }] as refs,
        to_json({
            'applicationId': null,
            'formDefinitionId': target.form_id,
            'feedbackForm': {
                'fieldSubmissions': [
                    { 'path': entry['path'], 'value': entry['value']::json } for entry in submission.entries
                ]
            },
            'userId': target.user_id
        })::varchar as payload,
        8000000 + row_number() over (
            partition by child.person_id
            order by feedback.completed_at asc, child.lever_id asc
        ) - 1 as position

    from child
    left join feedback
        on child.lever_id = feedback.feedback_id
    left join target
        on child.lever_id = target.feedback_id
    left join submission
        on child.lever_id = submission.feedback_id
    left join person
        on child.person_id = person.person_id

),

feedback_write as (

    select
        body.write_key,
        'feedback' as entity,
        body.lever_id,
        body.person_id,
        'applicationFeedback.submit' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        body.position

    from body

)

select * from feedback_write
order by write_key
