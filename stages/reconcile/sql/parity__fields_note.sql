-- parity__fields_note: one row is one field of one note, or of what became one, compared with the note in Ashby.
-- Grain: entity, lever_id, field.
-- N1, F2, I1, O1, R2: text, time and who may read it, of all that int_child says became a note. Ashby may give a note
-- back as HTML: tags are dropped, coded signs are read, and white space counts once, on both sides. A text that is
-- equal is shown by its beginning.
with

state as (select * from parity__states),

child as (select * from int_child),

child_text as (select * from int_child_text),

ashby_note as (select * from stg_ashby__note),

read as (

    select
        state.entity,
        state.lever_id,
        state.ashby_id,
        child_text.content,
        child.is_private,
        child.created_at,
        ashby_note.content as ashby_content,
        ashby_note.is_private as ashby_is_private,
        ashby_note.created_at as ashby_created_at

    from state
    left join child
        on
            state.entity = child.entity
            and state.lever_id = child.lever_id
    left join child_text
        on
            state.entity = child_text.entity
            and state.lever_id = child_text.lever_id
    left join ashby_note
        on state.ashby_id = ashby_note.ashby_note_id
    where child.becomes = 'note' and state.state = 'written' and ashby_note.ashby_note_id is not null

),

-- Tags go before and after the signs are read: a tag that somebody typed may come back coded.
plain as (

    select
        *,
        list_transform(
            [content, ashby_content],
            lambda text: trim(regexp_replace(
                replace(
                    regexp_replace(
                        replace(
                            replace(
                                replace(
                                    replace(
                                        replace(regexp_replace(text, '</?[a-zA-Z][^>]*>', ' ', 'g'), '&lt;', '<'),
                                        '&gt;', '>'
                                    ),
                                    '&quot;', '"'
                                ),
                                '&#39;', chr(39)
                            ),
                            '&nbsp;', ' '
                        ),
                        '</?[a-zA-Z][^>]*>', ' ', 'g'
                    ),
                    '&amp;', '&'
                ),
                '[\s\p{Z}]+', ' ', 'g'
            ))
        ) as texts
    from read

),

compared as (

    select
        plain.entity,
        plain.lever_id,
        plain.ashby_id,
        unnest([
            {
                'field': 'text',
                'lever_value': case
                    when plain.texts[1] = plain.texts[2] then left(plain.content, 80) else plain.content
                end,
                'ashby_value': case
                    when plain.texts[1] = plain.texts[2] then left(plain.ashby_content, 80)
                    else plain.ashby_content
                end,
                'is_equal': plain.texts[1] = plain.texts[2]
            },
            {
                'field': 'created_at',
                'lever_value': iso_time(plain.created_at),
                'ashby_value': iso_time(plain.ashby_created_at),
                'is_equal': iso_time(plain.created_at) = iso_time(plain.ashby_created_at)
            },
            {
                'field': 'is_private',
                'lever_value': plain.is_private::varchar,
                'ashby_value': plain.ashby_is_private::varchar,
                'is_equal': plain.is_private = plain.ashby_is_private
            }
        ]) as one

    from plain

),

field as (

    select
        compared.entity,
        compared.lever_id,
        compared.ashby_id,
        compared.one.field,
        compared.one.lever_value,
        compared.one.ashby_value,
        case
            when coalesce(compared.one.is_equal, false) then 'equal'
            when compared.one.ashby_value is null then 'missing'
            else 'differs'
        end as verdict,
        null::varchar as rule

    from compared
    where compared.one.lever_value is not null

)

select * from field
order by entity, lever_id, field
