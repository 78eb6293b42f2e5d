-- int_interview_text: one row is one panel with its interviews as the text of a note.
-- Grain: panel_id.
-- I1: first line time and who scheduled it; then what the panel says, and each of its interviews in the order of their
-- times: subject, time, people, place, cancelled or not, note. What an interview has in common with its panel is told
-- once. N3: last line the marker, with the panel's id.
with

panel as (select * from stg_lever__panel),

interview as (select * from stg_lever__interview),

lever_user as (select * from stg_lever__user),

listed_interviewer as (

    select
        interview.interview_id,
        generate_subscripts(interview.interviewers, 1) as place,
        unnest(interview.interviewers) as interviewer

    from interview

),

interviewers as (

    select
        listed_interviewer.interview_id,
        string_agg(
            concat(
                coalesce(
                    nullif(trim(listed_interviewer.interviewer.name), ''),
                    nullif(trim(lever_user.name), ''),
                    'an unknown user'
                ),
                ' (' || nullif(trim(listed_interviewer.interviewer.email), '') || ')'
            ),
            ', ' order by listed_interviewer.place
        ) as told

    from listed_interviewer
    left join lever_user
        on listed_interviewer.interviewer.user_id = lever_user.user_id
    group by listed_interviewer.interview_id

),

interview_text as (

    select
        interview.panel_id,
        interview.interview_id,
        interview.starts_at,
        concat_ws(
            chr(10),
            '- ' || coalesce(
                nullif(
                    concat_ws(
                        ', ',
                        '"' || nullif(trim(interview.subject), '') || '"',
                        told_time(interview.starts_at),
                        interview.duration_minutes || ' minutes'
                    ),
                    ''
                ),
                'an interview without a subject'
            ),
            'Cancelled on ' || told_time(interview.canceled_at),
            'With: ' || interviewers.told,
            told_answer('Place', nullif(trim(interview.location), '')),
            case
                when interview.timezone is distinct from panel.timezone
                    then 'Time zone: ' || nullif(trim(interview.timezone), '')
            end,
            case
                when interview.user_id is distinct from panel.user_id and interview.user_id is not null
                    then 'Scheduled by: ' || told_user(interview.user_id, lever_user.name)
            end,
            case
                when interview.created_at is distinct from panel.created_at
                    then 'Scheduled on: ' || told_time(interview.created_at)
            end,
            case
                when trim(interview.note) is distinct from trim(panel.note)
                    then told_answer('Note', nullif(trim(interview.note), ''))
            end
        ) as told

    from interview
    left join panel
        on interview.panel_id = panel.panel_id
    left join interviewers
        on interview.interview_id = interviewers.interview_id
    left join lever_user
        on interview.user_id = lever_user.user_id

),

conversation as (

    select
        interview_text.panel_id,
        string_agg(
            interview_text.told, chr(10) order by interview_text.starts_at nulls last, interview_text.interview_id
        ) as told

    from interview_text
    group by interview_text.panel_id

),

told as (

    select
        panel.panel_id,
        concat_ws(
            chr(10),
            concat(
                'Interview',
                ' on ' || told_time(panel.starts_at),
                ', scheduled by ',
                told_user(panel.user_id, lever_user.name),
                ' on ' || told_time(panel.created_at)
            ),
            'Cancelled on ' || told_time(panel.canceled_at),
            'Until: ' || told_time(panel.ends_at),
            'Time zone: ' || nullif(trim(panel.timezone), ''),
            told_answer('Note', nullif(trim(panel.note), '')),
            conversation.told
        ) as told

    from panel
    left join conversation
        on panel.panel_id = conversation.panel_id
    left join lever_user
        on panel.user_id = lever_user.user_id

),

panel_text as (

    select
        told.panel_id,
        marked_text(told.told, 'interview', told.panel_id) as content

    from told

)

select * from panel_text
order by panel_id
