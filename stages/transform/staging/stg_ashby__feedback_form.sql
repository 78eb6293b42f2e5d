-- stg_ashby__feedback_form: one row is one Ashby feedback form, newest copy.
-- Grain: form_id.
-- No rule: typing only; F1 looks for forms here. Archived ones stay.
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
            json, '{"title": "VARCHAR", "isArchived": "BOOLEAN", "isDefaultForm": "BOOLEAN"}'
        )) as key_of_ashby
    from raw_feedback_form

),

feedback_form as (

    select
        id as form_id,
        nullif(title, '') as title,
        coalesce(isArchived, false) as is_archived,
        coalesce(isDefaultForm, false) as is_default
    from parsed

)

select * from feedback_form
order by form_id
