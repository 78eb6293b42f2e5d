-- int_custom_option: one row is one option that a select field of Ashby has, or gets because our values need it.
-- Grain: custom_field_id, value; only fields that get an option. position keeps Ashby's order, new ones come last.
-- P8: a value must be an option before it is set (ashby-api 9.4). All options of such a field are here, archived ones
-- too: an option that is left out of the call would be archived. One that a value of ours needs is not archived.
with

custom_value as (select * from int_custom_value),

custom_field as (select * from stg_ashby__custom_field),

needed as (

    select distinct
        custom_value.ashby_custom_field_id as custom_field_id,
        unnest(case custom_value.field_type
            when 'ValueSelect' then [json_extract_string(custom_value.field_value, '$')]
            else json_extract_string(custom_value.field_value, '$[*]')
        end) as value

    from custom_value
    where custom_value.fate = 'write' and custom_value.field_type in ('ValueSelect', 'MultiValueSelect')

),

there as (

    select
        custom_field.custom_field_id,
        unnest(custom_field.options) as item,
        generate_subscripts(custom_field.options, 1) as place

    from custom_field

),

listed as (

    select
        coalesce(there.custom_field_id, needed.custom_field_id) as custom_field_id,
        there.place,
        coalesce(there.item.label, needed.value) as label,
        coalesce(there.item.value, needed.value) as value,
        coalesce(there.item.is_archived, false) and needed.value is null as is_archived,
        needed.value is not null and coalesce(there.item.is_archived, true) as is_new

    from there
    full join needed
        on
            there.custom_field_id = needed.custom_field_id
            and there.item.value = needed.value

),

growing as (

    select listed.custom_field_id
    from listed
    group by listed.custom_field_id
    having bool_or(listed.is_new)

),

custom_option as (

    select
        listed.custom_field_id,
        row_number() over (
            partition by listed.custom_field_id order by listed.place asc nulls last, listed.value asc
        ) - 1 as position,
        listed.label,
        listed.value,
        listed.is_archived,
        listed.is_new

    from listed
    semi join growing on listed.custom_field_id = growing.custom_field_id

)

select * from custom_option
order by custom_field_id, position
