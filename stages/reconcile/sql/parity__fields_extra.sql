-- parity__fields_extra: one row is one object in Ashby that carries a Lever id of ours and that no write of ours names.
-- Grain: entity, lever_id, field (`extra:<Ashby's id>`).
-- P8, N3, R1: known by the Lever-id custom fields, by the marker of a note or of a feedback submission, and by the name
-- of a file. A second one of the same id was written twice, or copied by somebody. While a write has no answer, or one
-- that does not tell which object it made, the first one with its id may be its own; it is left out. Markers of another
-- kind than ours are nobody's of Lever.
with

custom_value as (select * from int_custom_value),

file as (select * from int_file),

result as (select * from every_result),

merged as (select * from parity__merged),

candidate as (select * from stg_ashby__candidate),

application as (select * from stg_ashby__application),

ashby_note as (select * from stg_ashby__note),

ashby_feedback as (select * from stg_ashby__feedback),

made_field as (

    select
        write_key,
        max(ashby_id) as ashby_id
    from result
    where operation = 'customField.create'
    group by write_key

),

id_field as (

    select distinct
        case custom_value.title when 'Lever contact id' then 'candidate' else 'application' end as entity,
        coalesce(custom_value.ashby_custom_field_id, made_field.ashby_id) as custom_field_id

    from custom_value
    left join made_field
        on custom_value.field_write_key = made_field.write_key
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

held_file as (

    select distinct unnest(files) as item
    from candidate

),

marked_text as (

    select
        'note' as thing,
        split_part(ashby_note.lever_marker, ':', 1) as entity,
        split_part(ashby_note.lever_marker, ':', 2) as lever_id,
        ashby_note.ashby_note_id as ashby_id,
        ashby_note.created_at,
        '[lever:' || ashby_note.lever_marker || ']' as ashby_value

    from ashby_note

    union all

    select
        'submission' as thing,
        split_part(ashby_feedback.lever_marker, ':', 1) as entity,
        split_part(ashby_feedback.lever_marker, ':', 2) as lever_id,
        ashby_feedback.ashby_feedback_id as ashby_id,
        ashby_feedback.submitted_at as created_at,
        '[lever:' || ashby_feedback.lever_marker || ']' as ashby_value

    from ashby_feedback

),

marked as (

    select
        held_value.entity as thing,
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
        marked_text.thing,
        marked_text.entity,
        marked_text.lever_id,
        marked_text.ashby_id,
        marked_text.created_at,
        marked_text.ashby_value

    from marked_text
    where marked_text.entity in ('note', 'feedback', 'interview', 'offer', 'form', 'referral')

    union all

    select
        'file' as thing,
        'file' as entity,
        file.attachment_id as lever_id,
        held_file.item.file_id as ashby_id,
        null as created_at,
        held_file.item.name as ashby_value

    from held_file
    left join file
        on held_file.item.name = file.file_name
    where file.attachment_id is not null and held_file.item.file_id is not null

),

-- Ashby's ids are UUIDs: what a write of ours names is ours, whatever it is.
written as (

    select ashby_id
    from result
    where ashby_id is not null

    union

    -- Whom a recruiter merged one of ours into carries its id too.
    select merged_into as ashby_id
    from merged

),

shown as (

    select distinct ashby_id
    from marked

),

-- An application told as a note (A1) is a result of an application, and carries a note's marker. Which submission or
-- file a write made is not always told, or told by another id than the list has (pipeline/ashby/writes.py).
unanswered as (

    select distinct
        case result.operation
            when 'candidate.create' then 'candidate'
            when 'application.create' then 'application'
            when 'candidate.createNote' then 'note'
            when 'applicationFeedback.submit' then 'submission'
            when 'candidate.uploadFile' then 'file'
            when 'candidate.uploadResume' then 'file'
        end as thing,
        case
            when result.operation = 'candidate.createNote' and result.entity = 'application' then 'note'
            else result.entity
        end as entity,
        result.lever_id

    from result
    left join shown
        on result.ashby_id = shown.ashby_id
    where
        result.outcome = 'unknown'
        or (
            result.outcome in ('created', 'updated', 'found')
            and result.operation in ('applicationFeedback.submit', 'candidate.uploadFile', 'candidate.uploadResume')
            and shown.ashby_id is null
        )

),

stranger as (

    select
        marked.thing,
        marked.entity,
        marked.lever_id,
        marked.ashby_id,
        min(marked.ashby_value) as ashby_value,
        row_number() over (
            partition by marked.thing, marked.entity, marked.lever_id
            order by min(marked.created_at) nulls last, marked.ashby_id
        ) as place

    from marked
    left join written
        on marked.ashby_id = written.ashby_id
    where written.ashby_id is null
    group by marked.thing, marked.entity, marked.lever_id, marked.ashby_id

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
            stranger.thing = unanswered.thing
            and stranger.entity = unanswered.entity
            and stranger.lever_id = unanswered.lever_id
    where unanswered.lever_id is null or stranger.place > 1

)

select * from field
order by entity, lever_id, field
