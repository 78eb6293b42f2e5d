-- parity__fields_extra: one row is one object in Ashby that carries a Lever id of ours and that no write of ours names.
-- Grain: entity, lever_id, field (`extra:<Ashby's id>`).
-- P8, N3: known by the Lever-id custom fields and by the marker of a note. A second one of the same id was written
-- twice, or copied by somebody. While a write has no answer, the first one with its id may be its own; it is left out.
with

custom_value as (select * from int_custom_value),

result_custom_value as (

    select
        write_key,
        max(ashby_id) as ashby_id
    from result__custom_value
    group by write_key

),

result_candidate as (select * from result__candidate),

result_application as (select * from result__application),

result_note as (select * from result__note),

candidate as (select * from stg_ashby__candidate),

application as (select * from stg_ashby__application),

ashby_note as (select * from stg_ashby__note),

id_field as (

    select distinct
        case custom_value.title when 'Lever contact id' then 'candidate' else 'application' end as entity,
        coalesce(custom_value.ashby_custom_field_id, made.ashby_id) as custom_field_id

    from custom_value
    left join result_custom_value as made
        on custom_value.field_write_key = made.write_key
    where custom_value.title in ('Lever contact id', 'Lever opportunity id')

),

held_value as (

    select
        'candidate' as entity,
        candidate_id as ashby_id,
        created_at,
        unnest(custom_values) as item
    from candidate

    union all

    select
        'application' as entity,
        application_id as ashby_id,
        created_at,
        unnest(custom_values) as item
    from application

),

marked as (

    select
        held_value.entity,
        split_part(held_value.item.value, ', ', 1) as lever_id,
        held_value.ashby_id,
        held_value.created_at,
        held_value.item.value as ashby_value

    from held_value
    left join id_field
        on
            held_value.entity = id_field.entity
            and held_value.item.custom_field_id = id_field.custom_field_id
    where id_field.custom_field_id is not null and held_value.item.value is not null

    union all

    select
        'note' as entity,
        split_part(ashby_note.lever_marker, ':', 2) as lever_id,
        ashby_note.ashby_note_id as ashby_id,
        ashby_note.created_at,
        '[lever:' || ashby_note.lever_marker || ']' as ashby_value

    from ashby_note
    where ashby_note.lever_marker is not null

),

written as (

    select
        'candidate' as entity,
        ashby_id
    from result_candidate
    where ashby_id is not null

    union

    select
        'application' as entity,
        ashby_id
    from result_application
    where ashby_id is not null

    union

    -- An application told as a note (A1) is a result of an application, and a note.
    select
        'note' as entity,
        ashby_id
    from (
        select ashby_id from result_note
        union all
        select ashby_id from result_application
    ) as note
    where ashby_id is not null

),

unanswered as (

    select
        'candidate' as entity,
        lever_id
    from result_candidate
    where outcome = 'unknown'

    union

    select
        'application' as entity,
        lever_id
    from result_application
    where outcome = 'unknown'

    union

    select
        'note' as entity,
        lever_id
    from (
        select * from result_note
        union all
        select * from result_application
    ) as note
    where outcome = 'unknown'

),

stranger as (

    select
        marked.entity,
        marked.lever_id,
        marked.ashby_id,
        min(marked.ashby_value) as ashby_value,
        row_number() over (
            partition by marked.entity, marked.lever_id order by min(marked.created_at) nulls last, marked.ashby_id
        ) as place

    from marked
    left join written
        on
            marked.entity = written.entity
            and marked.ashby_id = written.ashby_id
    where written.ashby_id is null
    group by marked.entity, marked.lever_id, marked.ashby_id

),

field as (

    select
        stranger.entity,
        stranger.lever_id,
        stranger.ashby_id,
        'extra:' || stranger.ashby_id as field,
        null::varchar as lever_value,
        stranger.ashby_value,
        'extra' as verdict,
        null::varchar as rule

    from stranger
    left join unanswered
        on
            stranger.entity = unanswered.entity
            and stranger.lever_id = unanswered.lever_id
    where unanswered.lever_id is null or stranger.place > 1

)

select * from field
order by entity, lever_id, field
