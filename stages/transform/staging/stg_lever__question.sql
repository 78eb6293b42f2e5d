-- stg_lever__question: one row is what one applicant wrote: the cover text and the answers to custom questions.
-- Grain: question_id (the application's id).
-- No rule: typing only; R2 makes a note of it. The newest copy of an application, but never one without its questions
-- (a short one) if there is another. Referral forms are left out: stg_lever__referral has them under the same id
-- (lever-api 2.3). Drops applications with neither cover text nor a question: nobody wrote anything. What can't be
-- read stays, and `problem` says what it is. The answers are rows of stg_lever__answer, which picks the same copies.
with

raw_opportunity as (select * from raw_lever__opportunity),

raw_application as (select * from raw_lever__application),

referral as (select distinct id as referral_id from raw_lever__referral),

opportunity as (select * from stg_lever__opportunity),

named as (

    select
        id as opportunity_id,
        fetched_at,
        unnest(from_json(json, '{"applications": ["JSON"]}').applications) as application
    from raw_opportunity

    union all

    select
        parent_id as opportunity_id,
        fetched_at,
        json::json as application
    from raw_application

),

copied as (

    select
        coalesce(nullif(json_extract_string(application, '$.id'), ''), opportunity_id) as question_id,
        opportunity_id,
        fetched_at,
        hash(application) as digest,
        json_exists(application, '$.customQuestions') as is_whole,
        unnest(from_json(
            application, '{"comments": "VARCHAR", "createdAt": "VARCHAR", "customQuestions": "JSON"}'
        )) as key_of_lever
    from named
    -- Not those that are named by their id only.
    where json_type(application) = 'OBJECT'

),

newest as (

    select
        question_id,
        opportunity_id,
        nullif(nullif(createdAt, ''), '[]') as createdAt,
        try(lever_time(createdAt)) as created_at,
        case
            when comments <> '[]' and regexp_matches(comments, '[^\s\p{Z}]')
                then regexp_replace(comments, '\r\n?', chr(10), 'g')
        end as comments,
        customQuestions as forms
    from copied
    qualify
        row_number() over (partition by question_id order by is_whole desc, fetched_at desc, digest asc) = 1

),

form as (

    select
        question_id,
        unnest(from_json(forms, '["JSON"]')) as form
    from newest

),

asked as (

    select
        form.question_id,
        bool_or(json_array_length(form.form, '$.fields') > 0) as has_fields,
        bool_or(json_type(form.form) <> 'OBJECT') as has_unreadable_form,
        bool_or(
            json_type(form.form, '$.fields') not in ('ARRAY', 'NULL')
            and json_extract_string(form.form, '$.fields') <> ''
        ) as has_unreadable_list,
        bool_or(
            len([kind for kind in json_type(form.form, '$.fields[*]') if kind not in ('OBJECT', 'NULL')]) > 0
        ) as has_unreadable_field

    from form
    left join referral
        on json_extract_string(form.form, '$.id') = referral.referral_id
    where
        json_extract_string(form.form, '$.type') is distinct from 'referral'
        and referral.referral_id is null
    group by form.question_id

),

judged as (

    select
        newest.question_id,
        newest.opportunity_id,
        newest.comments,
        coalesce(newest.created_at, opportunity.created_at) as created_at,
        newest.comments is not null or coalesce(asked.has_fields, false) as is_anything,
        concat_ws(
            '; ',
            case when newest.forms not like '[%' and newest.forms <> '""' then 'customQuestions is not a list' end,
            case when asked.has_unreadable_form then 'a form of customQuestions is not an object' end,
            case when asked.has_unreadable_list then 'fields of a form is not a list' end,
            case when asked.has_unreadable_field then 'a field is not an object' end
        ) as unreadable,
        case
            when newest.createdAt is not null and newest.created_at is null
                then 'createdAt is not a number of milliseconds'
            when newest.createdAt is null and opportunity.created_at is null then 'createdAt is missing'
        end as bad_time

    from newest
    left join asked
        on newest.question_id = asked.question_id
    left join opportunity
        on newest.opportunity_id = opportunity.opportunity_id

),

question as (

    select
        question_id,
        opportunity_id,
        comments,
        created_at,
        nullif(concat_ws('; ', bad_time, nullif(unreadable, '')), '') as problem
    from judged
    where is_anything or unreadable <> ''

)

select * from question
order by question_id
