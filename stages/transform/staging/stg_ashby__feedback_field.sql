-- stg_ashby__feedback_field: one row is one field of one Ashby feedback form, from the form's newest copy.
-- Grain: form_id, path.
-- No rule: typing only; F1 fills them. position counts over all sections. Whether a field is required stands beside it,
-- whether it may be null within it (ashby-api 9.3). What nobody says is null may not be.
-- Drops fields without a path, which no submission can name, and a path that is there once more.
with

raw_feedback_form as (

    select
        id,
        json
    from raw_ashby__feedback_form
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"formDefinition": {"sections": [{"fields": [{"isRequired": "BOOLEAN",
            "field": {"path": "VARCHAR", "title": "VARCHAR", "humanReadablePath": "VARCHAR", "type": "VARCHAR",
            "isNullable": "BOOLEAN", "selectableValues": [{"label": "VARCHAR", "value": "VARCHAR"}]}}]}]}}'
        )) as key_of_ashby
    from raw_feedback_form

),

listed as (

    select
        id,
        flatten([section.fields for section in formDefinition.sections]) as questions
    from parsed

),

numbered as (

    select
        id,
        generate_subscripts(questions, 1) - 1 as position,
        unnest(questions) as question
    from listed

),

told as (

    select
        *,
        unnest(struct_pack(
            options := [
                struct_pack(label := nullif(choice.label, ''), value := choice.value)
                for choice in coalesce(question.field.selectableValues, []) if choice.value <> ''
            ]
        )) as list_of_ashby
    from numbered

),

feedback_field as (

    select
        id as form_id,
        question.field.path,
        position,
        coalesce(nullif(question.field.title, ''), nullif(question.field.humanReadablePath, '')) as title,
        nullif(question.field.type, '') as type,
        coalesce(question.isRequired, false) as is_required,
        coalesce(question.field.isNullable, false) as is_nullable,
        options
    from told
    where question.field.path <> ''
    qualify row_number() over (partition by id, question.field.path order by position asc) = 1

)

select * from feedback_field
order by form_id, position
