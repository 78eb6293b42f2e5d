-- int_form_text: one row is one filled profile form, or what an applicant wrote, as the text of a note.
-- Grain: form_id; of what an applicant wrote it is the application's id.
-- R2: first line title, author and time in words, then every answer that has a value in Lever's order. What an
-- applicant wrote: the cover text first, then the answers, those of each form under its title. N3: last line the
-- marker.
with

form as (select * from stg_lever__form),

question as (select * from stg_lever__question),

answer as (select * from stg_lever__answer),

lever_user as (select * from stg_lever__user),

-- A list that is sorted afterwards needs less memory than an ordered aggregate.
listed as (

    select
        answer.entity,
        answer.lever_id,
        list_sort(list({
            'position': answer.position,
            'title': case when answer.entity = 'question' then nullif(trim(answer.form_title), '') end,
            'told': told_answer(concat_ws(' ', answer.label, '(' || answer.language || ')'), answer.told)
        })) as entries

    from answer
    where answer.entity in ('form', 'question') and trim(answer.told) <> ''
    group by answer.entity, answer.lever_id

),

answers as (

    select
        listed.entity,
        listed.lever_id,
        array_to_string(
            [
                concat_ws(
                    chr(10),
                    case when entry.title is distinct from listed.entries[place - 1].title then entry.title end,
                    entry.told
                )
                for entry, place in listed.entries
            ],
            chr(10)
        ) as told

    from listed

),

told as (

    select
        form.form_id,
        concat_ws(
            chr(10),
            concat(
                'Profile form ',
                '"' || nullif(trim(form.title), '') || '" ',
                'by ',
                told_user(form.user_id, lever_user.name),
                ' on ' || told_time(coalesce(form.completed_at, form.created_at))
            ),
            answers.told
        ) as told

    from form
    left join answers
        on
            answers.entity = 'form'
            and form.form_id = answers.lever_id
    left join lever_user
        on form.user_id = lever_user.user_id

    union all

    select
        question.question_id as form_id,
        concat_ws(
            chr(10),
            concat('Application questions', ' on ' || told_time(question.created_at)),
            case when trim(question.comments) <> '' then told_answer('Cover text', question.comments) end,
            answers.told
        ) as told

    from question
    left join answers
        on
            answers.entity = 'question'
            and question.question_id = answers.lever_id

),

form_text as (

    select
        told.form_id,
        marked_text(told.told, 'form', told.form_id) as content

    from told

)

select * from form_text
order by form_id
