-- int_feedback_value: one row is one field of one submission: its value as Ashby takes it, and what Lever told of it.
-- Grain: feedback_id, path.
-- F1: an answer goes into its field (int_feedback_fit). The text field takes, after the answer that may have this very
-- field, each answer without a field in Lever's order; a scorecard of which the Score fields don't tell everything; the
-- language of a piece of code; Lever's title of the form if Ashby's is another; the type and what it is about; the
-- author's name if no user is credited; and when it was completed: Ashby can't back-date feedback (ashby-api 9.3).
-- N3: last line of it the marker; nothing that somebody wrote may look like one.
-- Drops feedback that no form takes: it becomes a note.
with

target as (

    select *
    from int_feedback_target
    where form_id is not null

),

feedback as (select * from stg_lever__feedback),

fit as (select * from int_feedback_fit),

form as (select * from stg_ashby__feedback_form),

field as (select * from stg_ashby__feedback_field),

listed as (select * from stg_lever__feedback_template),

interview as (select * from stg_lever__interview),

panel as (select * from stg_lever__panel),

lever_user as (select * from stg_lever__user),

answer as (

    select *
    from stg_lever__answer
    where entity = 'feedback' and told is not null

),

placed as (

    select
        target.feedback_id,
        target.form_id,
        target.text_path,
        unnest(fit.fits) as one

    from target
    left join fit
        on
            target.feedback_id = fit.feedback_id
            and target.form_id = fit.form_id

),

of_answer as (

    select
        feedback_id,
        one.position,
        list(one.part) as parts
    from placed
    group by feedback_id, one.position

),

rest as (

    select
        answer.lever_id as feedback_id,
        answer.position,
        coalesce(of_answer.parts, []) as parts,
        answer.label,
        answer.told,
        answer.language,
        -- what the Score fields tell of a scorecard
        array_to_string(
            [
                concat_ws(': ', one['label'], one['score'] || ' of 4')
                for one, place in answer.scores if list_contains(of_answer.parts, place)
            ],
            chr(10)
        ) as told_by_fields

    from answer
    -- inner: of feedback that a form takes
    inner join target
        on answer.lever_id = target.feedback_id
    left join of_answer
        on
            answer.lever_id = of_answer.feedback_id
            and answer.position = of_answer.position

),

told_line as (

    select
        feedback_id,
        position,
        told_answer(label, told) as content
    from rest
    where not list_contains(parts, 0) and (len(parts) = 0 or told_by_fields <> told)

    union all

    select
        feedback_id,
        position + 0.5 as position,
        told_answer('Language of ' || coalesce(nullif(trim(label), ''), 'the code'), language) as content
    from rest
    where language is not null

),

rest_of_all as (

    select
        feedback_id,
        list_sort(list({ 'position': position, 'content': content })) as entries
    from told_line
    group by feedback_id

),

own_text as (

    select
        placed.feedback_id,
        answer.told

    from placed
    left join answer
        on
            placed.feedback_id = answer.lever_id
            and placed.one.position = answer.position
    where placed.one.path = placed.text_path

),

text_field as (

    select
        target.feedback_id,
        target.form_id,
        target.text_path as path,
        concat_ws(
            chr(10),
            own_text.told,
            array_to_string([entry['content'] for entry in rest_of_all.entries], chr(10)),
            case
                when normal_name(feedback.title) <> normal_name(form.title)
                    then 'Form in Lever: ' || trim(feedback.title)
            end,
            case
                when
                    normal_name(listed.title) <> normal_name(form.title)
                    and normal_name(listed.title) <> coalesce(normal_name(feedback.title), '')
                    then 'Template in Lever: ' || trim(listed.title)
            end,
            'Type: ' || feedback.type,
            case
                when feedback.interview_id is not null or feedback.panel_id is not null
                    then 'About: ' || coalesce(
                        nullif(
                            concat_ws(
                                ', ',
                                '"' || nullif(trim(interview.subject), '') || '"',
                                told_time(coalesce(interview.starts_at, panel.starts_at))
                            ),
                            ''
                        ),
                        'an interview that Lever did not give'
                    )
            end,
            case when target.user_id is null then 'By ' || told_user(feedback.user_id, lever_user.name) end,
            'Completed on ' || told_time(feedback.completed_at) || ' in Lever.'
        ) as told

    from target
    left join feedback
        on target.feedback_id = feedback.feedback_id
    left join form
        on target.form_id = form.form_id
    left join listed
        on feedback.template_id = listed.template_id
    left join interview
        on feedback.interview_id = interview.interview_id
    left join panel
        on feedback.panel_id = panel.panel_id
    left join lever_user
        on feedback.user_id = lever_user.user_id
    left join own_text
        on target.feedback_id = own_text.feedback_id
    left join rest_of_all
        on target.feedback_id = rest_of_all.feedback_id

),

given as (

    select
        feedback_id,
        form_id,
        path,
        null as value,
        marked_text(told, 'feedback', feedback_id) as told
    from text_field

    union all

    select
        placed.feedback_id,
        placed.form_id,
        placed.one.path,
        placed.one.value,
        case placed.one.part
            when 0 then unmarked_text(answer.told)
            else answer.scores[placed.one.part].score || ' of 4'
        end as told

    from placed
    left join answer
        on
            placed.feedback_id = answer.lever_id
            and placed.one.position = answer.position
    where placed.one.path <> placed.text_path

),

feedback_value as (

    select
        given.feedback_id,
        given.path,
        field.position,
        field.title,
        field.type,
        case
            when given.value is not null then given.value
            when field.type = 'RichText' then to_json({ 'type': 'PlainText', 'value': given.told })::varchar
            else to_json(given.told)::varchar
        end as value,
        given.told

    from given
    left join field
        on
            given.form_id = field.form_id
            and given.path = field.path

)

select * from feedback_value
order by feedback_id, position, path
