-- int_referral_text: one row is one referral as the text of a note.
-- Grain: referral_id.
-- R2: first line title, referrer and time in words, then who entered it, if another one, and every answer that has a
-- value in Lever's order. Lever's own title, which is the word, is not told twice. N3: last line the marker.
with

referral as (select * from stg_lever__referral),

answer as (select * from stg_lever__answer),

lever_user as (select * from stg_lever__user),

-- A list that is sorted afterwards needs less memory than an ordered aggregate.
answers as (

    select
        answer.lever_id as referral_id,
        list_sort(list({
            'position': answer.position,
            'told': told_answer(concat_ws(' ', answer.label, '(' || answer.language || ')'), answer.told)
        })) as entries

    from answer
    where answer.entity = 'referral' and trim(answer.told) <> ''
    group by answer.lever_id

),

told as (

    select
        referral.referral_id,
        concat_ws(
            chr(10),
            concat(
                'Referral ',
                case
                    when lower(trim(referral.title)) not in ('', 'referral') then '"' || trim(referral.title) || '" '
                end,
                'by ',
                told_user(referral.referrer_user_id, referrer.name),
                ' on ' || told_time(coalesce(referral.completed_at, referral.created_at))
            ),
            case
                when referral.user_id <> coalesce(referral.referrer_user_id, '')
                    then 'Entered by: ' || told_user(referral.user_id, author.name)
            end,
            array_to_string([entry['told'] for entry in answers.entries], chr(10))
        ) as told

    from referral
    left join answers
        on referral.referral_id = answers.referral_id
    left join lever_user as referrer
        on referral.referrer_user_id = referrer.user_id
    left join lever_user as author
        on referral.user_id = author.user_id

),

referral_text as (

    select
        told.referral_id,
        marked_text(told.told, 'referral', told.referral_id) as content

    from told

)

select * from referral_text
order by referral_id
