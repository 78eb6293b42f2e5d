-- int_feedback_fit: one row is one form in Ashby that may take one feedback, and which answers have a field there.
-- Grain: feedback_id, form_id.
-- F1: the template's own form (place 0: exact or chosen, and live), and the live generic form `Migrated Feedback`
-- (place 1) unless a person left the template out. Feedback that is completed, not deleted and not secret (F2).
-- An answer goes to the field of the same name whose type takes its value (ashby-api 8, applicationFeedback.submit):
-- scores by the table feedback_score.csv, options by their label or value, all options of a list or none; rather to a
-- field of its own type than to a text. Each criterion of a scorecard goes to the Score field of its name. Two answers
-- for one field: the first has it. A range, a compensation and a place are nothing that an answer of Lever's is.
with

feedback as (

    select
        feedback_id,
        coalesce(template_id, 'title/' || coalesce(normal_name(title), '')) as lever_id
    from stg_lever__feedback
    where completed_at is not null and deleted_at is null and not coalesce(is_secret, true)

),

form as (

    select
        form_id,
        nullif(normal_name(title), '') as name
    from stg_ashby__feedback_form
    where not is_archived

),

generic as (select min(form_id) as form_id from form where name = 'migrated feedback'),

mapping as (select * from int_mapping_feedback_form),

answer as (select * from stg_lever__answer),

ref_score as (select * from ref_feedback_score),

decided as (

    select
        feedback.feedback_id,
        form.form_id as own_form_id,
        case when coalesce(mapping.decision, '') <> 'leave_out' then generic.form_id end as generic_form_id,
        coalesce(generic.form_id = form.form_id, false) as is_own_generic

    from feedback
    left join mapping
        on feedback.lever_id = mapping.lever_id
    left join form
        on
            mapping.ashby_id = form.form_id
            and mapping.decision in ('exact', 'chosen')
    cross join generic

),

choice as (

    select
        feedback_id,
        own_form_id as form_id,
        0 as place,
        is_own_generic as is_generic
    from decided
    where own_form_id is not null

    union all

    select
        feedback_id,
        generic_form_id as form_id,
        1 as place,
        true as is_generic
    from decided
    where generic_form_id is not null and generic_form_id <> coalesce(own_form_id, '')

),

field as (

    select
        form_id,
        path,
        position,
        nullif(normal_name(title), '') as name,
        type,
        type in ('String', 'LongText', 'RichText') as is_text,
        list_transform(
            coalesce(options, []),
            lambda option: {
                'label': option.label, 'value': option.value, 'name': nullif(normal_name(option.label), '')
            }
        ) as choices
    from stg_ashby__feedback_field

),

answered as (

    select
        lever_id as feedback_id,
        position,
        nullif(normal_name(label), '') as name,
        type,
        value,
        told,
        currency,
        try_cast(value as json) as said,
        json_extract(said, '$[*]') as elements
    from answer
    where entity = 'feedback' and told is not null

),

-- What an answer says, as single words: a text, a number, or each option of a list.
spoken as (

    select
        feedback_id,
        position,
        name,
        type,
        value,
        currency,
        json_type(said) as json_type,
        case when type = 'date' then lever_time(json_extract_string(said, '$')) end as moment,
        case
            when type = 'yes-no' and told in ('Yes', 'No') then [told]
            when type in ('scorecard', 'file-upload', 'currency') or (type = 'date' and moment is not null) then null
            when json_type(said) = 'ARRAY'
                then case
                    when len(elements) = len([one for one in elements if json_type(one) = 'VARCHAR'])
                        then list_distinct([
                            word for word in [trim(json_extract_string(one, '$')) for one in elements] if word <> ''
                        ])
                end
            when json_type(said) not in ('OBJECT', 'BOOLEAN', 'NULL')
                then [trim(json_extract_string(said, '$'))]
        end as words
    from answered

),

scored as (

    select
        feedback_id,
        position,
        -- the digit, signs or spaces, a word; no other digit
        regexp_extract(
            regexp_replace(words[1], '^(\d)\.0+$', '\1'),
            '^([1-4])(?:[\s\-–—:.)|=(]+(\p{L}[^\p{N}]*))?$', ['digit', 'word']
        ) as said,
        case when regexp_matches(words[1], '\p{L}') then normal_name(words[1]) end as all_of_it
    from spoken
    where type in ('score', 'score-system') and len(words) = 1

),

answer_score as (

    select
        scored.feedback_id,
        scored.position,
        -- a digit and a word that contradict each other are no score
        case
            when by_digit.score = by_word.score or by_digit.score is null or by_word.score is null
                then coalesce(by_digit.score, by_word.score)
        end as score

    from scored
    left join ref_score as by_digit
        on scored.said.digit = by_digit.value
    left join ref_score as by_word
        on coalesce(nullif(normal_name(scored.said.word), ''), scored.all_of_it) = by_word.value

),

criterion as (

    select
        lever_id as feedback_id,
        position,
        unnest(scores) as one,
        generate_subscripts(scores, 1)::bigint as part
    from answer
    where entity = 'feedback' and type = 'scorecard' and len(scores) > 0

),

piece as (

    select
        spoken.feedback_id,
        spoken.position,
        0::bigint as part,
        spoken.name,
        spoken.type,
        true as is_told,
        spoken.value,
        upper(trim(spoken.currency)) as currency,
        spoken.json_type,
        spoken.moment,
        spoken.words,
        answer_score.score

    from spoken
    left join answer_score
        on
            spoken.feedback_id = answer_score.feedback_id
            and spoken.position = answer_score.position

    union all

    select
        feedback_id,
        position,
        part,
        nullif(normal_name(one.label), '') as name,
        'criterion' as type,
        false as is_told,
        null as value,
        null as currency,
        null as json_type,
        null as moment,
        null as words,
        case when one.score between 1 and 4 then one.score end as score

    from criterion
    where one.score is not null

),

met as (

    select
        choice.feedback_id,
        choice.form_id,
        piece.position,
        piece.part,
        field.path,
        field.position as field_position,
        field.is_text,
        field.type as field_type,
        piece.type,
        piece.is_told,
        piece.value,
        piece.currency,
        piece.json_type,
        piece.moment,
        piece.words,
        piece.score,
        -- an option by its label, else by its value, else by the one label that is as good as equal
        case
            when field.type in ('ValueSelect', 'MultiValueSelect')
                then [
                    coalesce(
                        [one['value'] for one in field.choices if one['label'] = word][1],
                        [one['value'] for one in field.choices if one['value'] = word][1],
                        case
                            when
                                list_unique(
                                    [one['value'] for one in field.choices if one['name'] = normal_name(word)]
                                ) = 1
                                then [one['value'] for one in field.choices if one['name'] = normal_name(word)][1]
                        end
                    )
                    for word in piece.words
                ]
        end as picked

    from choice
    -- inner: an answer that has no field of its name fits nothing, and is told in the text by int_feedback_value
    inner join piece
        on choice.feedback_id = piece.feedback_id
    -- inner: the same
    inner join field
        on
            choice.form_id = field.form_id
            and piece.name = field.name

),

tried as (

    select
        *,
        case when len(words) = 1 then words[1] end as word
    from met

),

valued as (

    select
        feedback_id,
        form_id,
        position,
        part,
        path,
        field_position,
        is_text,
        is_text and is_told as takes_text,
        case
            when field_type = 'Score' and score is not null
                then to_json({ 'score': score })::varchar
            when field_type = 'ValueSelect' and len(picked) = 1
                then to_json(picked[1])::varchar
            when field_type = 'MultiValueSelect' and len(picked) > 0 and len(picked) = list_count(picked)
                then to_json(list_distinct(picked))::varchar
            when
                field_type = 'Boolean'
                and type not in ('score', 'score-system')
                and normal_name(word) in ('yes', 'no')
                then (normal_name(word) = 'yes')::varchar
            when field_type = 'Date' and year(timezone('UTC', moment)) between 1 and 9999
                then to_json(strftime(timezone('UTC', moment), '%Y-%m-%d'))::varchar
            when
                field_type = 'Date'
                and regexp_full_match(word, '\d{4}-\d\d-\d\d')
                and try_cast(word as date) is not null
                then to_json(word)::varchar
            when field_type = 'Number' and type <> 'date' and regexp_full_match(word, '0|-?[1-9]\d{0,14}')
                then word
            when
                field_type = 'Currency'
                and type = 'currency'
                and regexp_full_match(currency, '[A-Z]{3}')
                and json_type in ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')
                then '{"value":' || value || ',"currencyCode":' || to_json(currency)::varchar || '}'
            when field_type = 'Url' and regexp_full_match(word, '(?i)https?://[^\s/?#]+[^\s]*')
                then to_json(word)::varchar
            when
                field_type = 'Email'
                and regexp_full_match(
                    word, '[^@\s,;:<>()\[\]"]+@[^@\s,;:<>()\[\]".]+(?:\.[^@\s,;:<>()\[\]".]+)+'
                )
                then to_json(word)::varchar
            when
                field_type = 'Phone'
                and regexp_full_match(word, '\+?[\d\s().\-/]+')
                and len(regexp_extract_all(word, '\d')) between 5 and 15
                then to_json(word)::varchar
            when
                field_type = 'UUID'
                and regexp_full_match(word, '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}')
                then to_json(word)::varchar
        end as value
    from tried

),

-- The field of its own type before a text, then the first of the form.
best as (

    select
        feedback_id,
        form_id,
        position,
        part,
        arg_min(
            { 'path': path, 'value': value },
            { 'is_text': is_text, 'field_position': field_position, 'path': path }
        ) as field
    from valued
    where value is not null or takes_text
    group by feedback_id, form_id, position, part

),

-- Two answers for one field: the first has it.
taken as (

    select
        feedback_id,
        form_id,
        field.path,
        min({ 'position': position, 'part': part, 'path': field.path, 'value': field.value }) as fit
    from best
    group by feedback_id, form_id, field.path

),

fitted as (

    select
        feedback_id,
        form_id,
        list_sort(list(fit)) as fits
    from taken
    group by feedback_id, form_id

),

feedback_fit as (

    select
        choice.feedback_id,
        choice.form_id,
        choice.place::bigint as place,
        choice.is_generic,
        coalesce(fitted.fits, []) as fits

    from choice
    left join fitted
        on
            choice.feedback_id = fitted.feedback_id
            and choice.form_id = fitted.form_id

)

select * from feedback_fit
order by feedback_id, place, form_id
