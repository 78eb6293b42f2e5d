-- stg_lever__answer: one row is one field of one filled form, with its value for a person to read.
-- Grain: entity, lever_id, position (from 0; of an application over all of its forms).
-- No rule: typing only; F1 and R2 tell the answers. Every field type of lever-api 2.4; one that nobody knows is told
-- as its text or JSON. Referral forms of an application are left out: they are the referral's. Drops older copies, and
-- picks those of applications as stg_lever__question does. A field that is no object stays, with nulls; the `problem`
-- of its form says so.
with

raw_opportunity as (select * from raw_lever__opportunity),

raw_application as (select * from raw_lever__application),

-- Read twice, the second time their ids only: nothing is gained by keeping them between.
raw_feedback as not materialized (select * from raw_lever__feedback),

raw_form as not materialized (select * from raw_lever__form),

raw_referral as not materialized (select * from raw_lever__referral),

referral as (select distinct id as referral_id from raw_referral),

hanging as not materialized (

    select
        'feedback' as entity,
        id,
        fetched_at,
        json
    from raw_feedback

    union all

    select
        'form' as entity,
        id,
        fetched_at,
        json
    from raw_form

    union all

    select
        'referral' as entity,
        id,
        fetched_at,
        json
    from raw_referral

),

-- Few or none: so that no window has to hold the JSON of all the others.
doubled as (

    select
        entity,
        id
    from hanging
    group by entity, id
    having count(*) > 1

),

newest as (

    select
        hanging.entity,
        hanging.id,
        hanging.json
    from hanging
    anti join doubled on hanging.entity = doubled.entity and hanging.id = doubled.id

    union all

    (
        select
            hanging.entity,
            hanging.id,
            hanging.json
        from hanging
        semi join doubled on hanging.entity = doubled.entity and hanging.id = doubled.id
        qualify
            row_number() over (
                partition by hanging.entity, hanging.id order by hanging.fetched_at desc, hash(hanging.json) asc
            ) = 1
    )

),

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
        coalesce(nullif(json_extract_string(application, '$.id'), ''), opportunity_id) as id,
        fetched_at,
        hash(application) as digest,
        json_exists(application, '$.customQuestions') as is_whole,
        json_extract(application, '$.customQuestions') as forms
    from named
    -- Not those that are named by their id only.
    where json_type(application) = 'OBJECT'

),

newest_application as (

    select
        id,
        from_json(forms, '["JSON"]') as forms
    from copied
    qualify row_number() over (partition by id order by is_whole desc, fetched_at desc, digest asc) = 1

),

asked as (

    select
        id,
        generate_subscripts(forms, 1) as place,
        unnest(forms) as form
    from newest_application

),

question as (

    select
        asked.id,
        asked.form,
        sum(json_array_length(asked.form, '$.fields')) over (
            partition by asked.id order by asked.place asc
            rows between unbounded preceding and 1 preceding
        ) as fields_before

    from asked
    left join referral
        on json_extract_string(asked.form, '$.id') = referral.referral_id
    where
        json_extract_string(asked.form, '$.type') is distinct from 'referral'
        and referral.referral_id is null

),

filled_in as (

    select
        entity,
        id,
        0 as fields_before,
        json
    from newest

    union all

    select
        'question' as entity,
        id,
        coalesce(fields_before, 0) as fields_before,
        form as json
    from question

),

parsed as (

    select
        entity,
        id,
        fields_before,
        unnest(from_json(
            json,
            '{"text": "VARCHAR", "fields": [{"id": "VARCHAR", "text": "VARCHAR", "type": "VARCHAR", "value": "JSON",
            "currency": "VARCHAR", "language": "VARCHAR", "scores": "JSON"}]}'
        )) as key_of_lever
    from filled_in

),

listed as (

    select
        entity,
        id as lever_id,
        fields_before + generate_subscripts(fields, 1) - 1 as position,
        nullif(text, '') as form_title,
        unnest(fields) as field
    from parsed

),

read as (

    select
        entity,
        lever_id,
        position,
        form_title,
        nullif(field.id, '') as field_id,
        nullif(field.text, '') as label,
        nullif(field.type, '') as type,
        field.value,
        json_extract_string(field.value, '$') as said,
        nullif(field.currency, '') as currency,
        nullif(field.language, '') as language,
        case when field.type = 'scorecard' then from_json(field.scores, '[{"text": "VARCHAR"}]') end as criteria,
        case when field.type = 'scorecard' then from_json(field.value, '["JSON"]') end as marks
    from listed

),

marked as (

    select
        *,
        case
            when type = 'scorecard'
                then [
                    {
                        'label': nullif(criteria[place].text, ''),
                        'score': case
                            when marks[place] like '{%' then json_extract_string(marks[place], '$.score')
                            else json_extract_string(marks[place], '$')
                        end,
                        'comment': case
                            when regexp_matches(json_extract_string(marks[place], '$.comment'), '[^\s\p{Z}]')
                                then regexp_replace(
                                    json_extract_string(marks[place], '$.comment'), '\r\n?', chr(10), 'g'
                                )
                        end
                    }
                    for place in range(1, greatest(coalesce(len(criteria), 0), coalesce(len(marks), 0)) + 1)
                ]
        end as scored,
        case when type = 'file-upload' then nullif(json_extract_string(value, '$.name'), '') end as file_name,
        case
            when type = 'file-upload' then '.' || nullif(ltrim(json_extract_string(value, '$.ext'), '.'), '')
        end as ending
    from read

),

told as (

    select
        *,
        case
            when said is null or not regexp_matches(said, '[^\s\p{Z}]') or said in ('[]', '{}') then null
            when type in ('multiple-select', 'multiple-choice', 'dropdown') and value like '[%'
                then array_to_string(
                    [
                        option
                        for option in from_json(value, '["VARCHAR"]')
                        if regexp_matches(option, '[^\s\p{Z}]')
                    ],
                    '; '
                )
            when type = 'yes-no' and lower(said) in ('yes', 'true') then 'Yes'
            when type = 'yes-no' and lower(said) in ('no', 'false') then 'No'
            when type = 'date' then coalesce(strftime(timezone('UTC', try(lever_time(said))), '%-d %B %Y'), said)
            when type = 'currency' then concat_ws(' ', regexp_replace(said, '^(-?\d+)\.0+$', '\1'), currency)
            when type = 'score' and regexp_full_match(said, '[1-4](\.0+)?') then left(said, 1) || ' of 4'
            when type = 'scorecard' and value like '[%'
                then array_to_string(
                    [
                        concat_ws(
                            ': ',
                            mark.label,
                            concat_ws(
                                ' – ',
                                case
                                    when regexp_full_match(mark.score, '[1-4](\.0+)?')
                                        then left(mark.score, 1) || ' of 4'
                                    else nullif(mark.score, '')
                                end,
                                mark.comment
                            )
                        )
                        for mark in scored
                        if mark.score <> '' or mark.comment <> ''
                    ],
                    chr(10)
                )
            when type = 'file-upload' and value like '{%'
                then concat(
                    coalesce(file_name, 'unnamed'),
                    case when not ends_with(lower(coalesce(file_name, '')), lower(ending)) then ending end,
                    ' (file)'
                )
            else said
        end as words
    from marked

),

answer as (

    select
        entity,
        lever_id,
        position::bigint as position,
        form_title,
        field_id,
        label,
        type,
        value::varchar as value,
        nullif(regexp_replace(words, '\r\n?', chr(10), 'g'), '') as told,
        currency,
        language,
        [
            {
                'label': mark.label,
                'score': case
                    when regexp_full_match(mark.score, '-?\d+(\.0+)?') then try_cast(mark.score as bigint)
                end,
                'comment': mark.comment
            }
            for mark in scored
        ] as scores
    from told

)

select * from answer
order by entity, lever_id, position
