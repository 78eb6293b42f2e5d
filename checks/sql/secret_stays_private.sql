-- secret_stays_private: one row is one secret note of Lever's that would be written for all to read.
-- critical: Rule N1: visibility never widens. Told from Lever's own words once more, not from the transform's verdict.
-- Grain: table_name, row_key.
with

note as (select * from body__note),

lever_note as (select * from stg_lever__note),

exposed as (

    select
        'ashby__note' as table_name,
        note.write_key as row_key

    from note
    left join lever_note
        on note.lever_id = lever_note.note_id
    where coalesce(lever_note.is_secret, false) and not coalesce(note.is_private, false)

)

select * from exposed
