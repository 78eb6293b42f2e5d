-- stg_lever__feedback_template: one row is one Lever feedback template that is listed or was asked for by its id.
-- Grain: template_id.
-- No rule: typing only; F1 maps templates to Ashby's forms by their title. Drops older copies of a template.
with

raw_template as (select * from raw_lever__feedback_template),

feedback_template as (

    select
        id as template_id,
        nullif(nullif(json_extract_string(json, '$.text'), ''), '[]') as title
    from raw_template
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

)

select * from feedback_template
order by template_id
