-- refusal_is_of_an_application: one row is one note that is only sent if a write is refused which is not there.
-- critical: Rule A1: an application that Ashby refuses becomes a note; this note would never be sent.
-- Grain: table_name, row_key.
with

note as (select * from body__note),

application as (select * from body__application),

orphaned as (

    select
        'ashby__note' as table_name,
        note.write_key as row_key

    from note
    left join application
        on note.when_refused = application.write_key
    where note.when_refused is not null and application.write_key is null

)

select * from orphaned
