-- option_stays: one row is one write of options that leaves out one which the field has.
-- critical: An option that is left out is archived, and the values of people who have it with it (ashby-api 9.4).
-- Grain: table_name, row_key.
with

write as (select * from body__custom_option),

option as (

    select
        custom_field_id,
        unnest(options) as item
    from stg_ashby__custom_field

),

lost as (

    select distinct
        'ashby__custom_option' as table_name,
        write.write_key as row_key

    from write
    left join option
        on write.custom_field_id = option.custom_field_id
    where not list_contains(write.option_values, option.item.value)

)

select * from lost
