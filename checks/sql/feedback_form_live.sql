-- feedback_form_live: one row is one submission that its form in Ashby does not take.
-- critical: Rule F1: a form that is gone or archived, a path that it lacks, a required field left empty, or a value of
-- another type than the field's is refused with the whole feedback, or worse, taken and never shown.
-- Grain: table_name, row_key.
-- Types and values: ashby-api.md 8, column applicationFeedback.submit.
with

feedback as (select * from body__feedback),

form as (select * from stg_ashby__feedback_form),

field as (select * from stg_ashby__feedback_field),

submitted as (

    select
        write_key,
        form_id,
        unnest(submissions) as one
    from feedback

),

valued as (

    select
        submitted.write_key,
        submitted.form_id,
        submitted.one.path,
        field.type,
        [choice['value'] for choice in coalesce(field.options, [])] as choices,
        submitted.one.value,
        json_type(submitted.one.value) as kind,
        json_extract_string(submitted.one.value, '$') as said

    from submitted
    left join field
        on
            submitted.form_id = field.form_id
            and submitted.one.path = field.path

),

judged as (

    select
        write_key,
        form_id,
        path,
        case type
            when 'String' then kind = 'VARCHAR'
            when 'LongText' then kind = 'VARCHAR'
            when 'Phone' then kind = 'VARCHAR'
            when 'RichText'
                then
                    kind = 'OBJECT'
                    and has_only(value, ['type', 'value'])
                    and json_extract_string(value, '$.type') = 'PlainText'
                    and json_type(value, '$.value') = 'VARCHAR'
            when 'Boolean' then kind = 'BOOLEAN'
            when 'Number' then kind in ('BIGINT', 'UBIGINT')
            when 'Date'
                then
                    kind = 'VARCHAR'
                    and regexp_full_match(said, '\d{4}-\d\d-\d\d')
                    and try_cast(said as date) is not null
            when 'Score'
                then
                    kind = 'OBJECT'
                    and has_only(value, ['score'])
                    and json_type(value, '$.score') in ('BIGINT', 'UBIGINT')
                    and try_cast(json_extract_string(value, '$.score') as bigint) between 1 and 4
            when 'ValueSelect' then kind = 'VARCHAR' and list_contains(choices, said)
            when 'MultiValueSelect'
                then kind = 'ARRAY' and list_has_all(choices, json_extract_string(value, '$[*]'))
            when 'Currency'
                then
                    kind = 'OBJECT'
                    and has_only(value, ['value', 'currencyCode'])
                    and json_type(value, '$.value') in ('BIGINT', 'UBIGINT', 'DOUBLE')
                    and regexp_full_match(json_extract_string(value, '$.currencyCode'), '[A-Z]{3}')
            when 'Url' then kind = 'VARCHAR' and is_url(said)
            when 'Email' then kind = 'VARCHAR' and is_email(said)
            when 'UUID' then kind = 'VARCHAR' and is_uuid(said)
        end as is_fitting
    from valued

),

lacking as (

    select feedback.write_key
    from feedback
    -- inner: forms have fields; one without is found by its paths
    inner join field
        on
            feedback.form_id = field.form_id
            and field.is_required
    left join judged
        on
            feedback.write_key = judged.write_key
            and field.path = judged.path
    where judged.write_key is null

),

untaken as (

    select feedback.write_key
    from feedback
    left join form
        on feedback.form_id = form.form_id
    where coalesce(form.is_archived, true)

    union

    select write_key
    from judged
    where not coalesce(is_fitting, false)

    union

    select write_key
    from lacking

),

named as (

    select
        'ashby__feedback' as table_name,
        untaken.write_key as row_key

    from untaken

)

select * from named
