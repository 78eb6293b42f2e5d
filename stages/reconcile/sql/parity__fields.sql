-- parity__fields: one row is one field of one record, compared.
-- Grain: entity, lever_id, field.
-- C1: everything that was compared, equal or not; each entity's rows come from a file of its own.
with

field as (

    select * from parity__fields_job
    union all
    select * from parity__fields_candidate
    union all
    select * from parity__fields_application
    union all
    select * from parity__fields_history
    union all
    select * from parity__fields_note
    union all
    select * from parity__fields_feedback
    union all
    select * from parity__fields_file
    union all
    select * from parity__fields_tag
    union all
    select * from parity__fields_custom_value
    union all
    select * from parity__fields_extra

),

named as (

    select
        field.entity,
        field.lever_id,
        field.ashby_id,
        field.field,
        field.lever_value,
        field.ashby_value,
        field.verdict,
        field.rule

    from field

)

select * from named
order by entity, lever_id, field
