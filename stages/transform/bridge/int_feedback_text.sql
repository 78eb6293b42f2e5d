-- int_feedback_text: one row is one Lever feedback as the text of a note, where no form of Ashby's takes it.
-- Grain: feedback_id. Drafts and deleted ones have a text too; int_child tells that they are not written.
-- F1, F2, A1: first line title, author and time in words; then its type, the interview that it is about and every
-- answer that has a value, in Lever's order. N3: last line the marker.
with

feedback as (select * from stg_lever__feedback),

answer as (select * from stg_lever__answer),

interview as (select * from stg_lever__interview),

panel as (select * from stg_lever__panel),

lever_user as (select * from stg_lever__user),

-- A list that is sorted afterwards needs less memory than an ordered aggregate.
answers as (

    select
        answer.lever_id as feedback_id,
        list_sort(list({
            'position': answer.position,
            'told': told_answer(concat_ws(' ', answer.label, '(' || answer.language || ')'), answer.told)
        })) as entries

    from answer
    where answer.entity = 'feedback' and trim(answer.told) <> ''
    group by answer.lever_id

),

told as (

    select
        feedback.feedback_id,
        concat_ws(
            chr(10),
            concat(
                'Feedback ',
                '"' || nullif(trim(feedback.title), '') || '" ',
                'by ',
                told_user(feedback.user_id, lever_user.name),
                ' on ' || told_time(coalesce(feedback.completed_at, feedback.created_at))
            ),
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
            array_to_string([entry['told'] for entry in answers.entries], chr(10))
        ) as told

    from feedback
    left join answers
        on feedback.feedback_id = answers.feedback_id
    left join interview
        on feedback.interview_id = interview.interview_id
    left join panel
        on feedback.panel_id = panel.panel_id
    left join lever_user
        on feedback.user_id = lever_user.user_id

),

feedback_text as (

    select
        told.feedback_id,
        marked_text(told.told, 'feedback', told.feedback_id) as content

    from told

)

select * from feedback_text
order by feedback_id
