-- parity__fields_custom_value: one row is one custom value that belongs on a candidate or an application, compared.
-- Grain: entity, lever_id, field.
-- P4, P7, P8: the value in Ashby's field of that name, as a field of its type takes it; white space counts once on both
-- sides, and the order of choices does not count.
with

state as (select * from parity__states),

custom_value as (select * from int_custom_value),

result as (

    select
        write_key,
        max(ashby_id) as ashby_id
    from result__custom_value
    group by write_key

),

candidate as (select * from stg_ashby__candidate),

application as (select * from stg_ashby__application),

wanted as (

    select
        state.lever_id,
        -- The candidate's own id may have changed since its values were written: a recruiter may merge it (D1).
        coalesce(candidate_state.ashby_id, state.ashby_id) as ashby_id,
        custom_value.entity_of,
        custom_value.title,
        custom_value.value,
        custom_value.field_type,
        custom_value.field_value,
        coalesce(custom_value.ashby_custom_field_id, made.ashby_id) as custom_field_id

    from custom_value
    left join state
        on
            state.entity = 'custom_value'
            and custom_value.owner_id || '/' || custom_value.title = state.lever_id
            and custom_value.entity_of || '_value/' || custom_value.owner_id = state.write_key
    left join state as candidate_state
        on
            custom_value.entity_of = 'candidate'
            and candidate_state.entity = 'candidate'
            and state.person_id = candidate_state.lever_id
    left join result as made
        on custom_value.field_write_key = made.write_key
    where state.state = 'written'

),

held_value as (

    select
        'candidate' as entity_of,
        candidate_id as ashby_id,
        unnest(custom_values) as item
    from candidate

    union all

    select
        'application' as entity_of,
        application_id as ashby_id,
        unnest(custom_values) as item
    from application

),

field as (

    select
        'custom_value' as entity,
        wanted.lever_id,
        wanted.ashby_id,
        wanted.title as field,
        wanted.value as lever_value,
        held_value.item.value as ashby_value,
        case
            when held_value.item.value is null then 'missing'
            when
                trim(regexp_replace(wanted.value, '\s+', ' ', 'g'))
                = trim(regexp_replace(held_value.item.value, '\s+', ' ', 'g'))
                then 'equal'
            when
                wanted.field_type = 'MultiValueSelect'
                and list_sort(json_extract_string(wanted.field_value, '$[*]'))
                = list_sort(json_extract_string(try_cast(held_value.item.value as json), '$[*]'))
                then 'equal'
            when
                wanted.field_type = 'Date'
                and left(held_value.item.value, 10) = json_extract_string(wanted.field_value, '$')
                then 'equal'
            when
                wanted.field_type not in ('String', 'LongText', 'MultiValueSelect')
                and json_extract_string(wanted.field_value, '$') = held_value.item.value
                then 'equal'
            else 'differs'
        end as verdict,
        null::varchar as rule

    from wanted
    left join held_value
        on
            wanted.entity_of = held_value.entity_of
            and wanted.ashby_id = held_value.ashby_id
            and wanted.custom_field_id = held_value.item.custom_field_id

)

select * from field
order by entity, lever_id, field
