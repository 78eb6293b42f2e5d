-- ready_row_has_fate: one row is one write for which no Lever record stands that is to be written.
-- critical: What is written and counted nowhere would show in Ashby and in no bucket (C1).
-- Grain: table_name, row_key.
-- Not asked: definitions, tags and e-mails, which are parts of other records; an application told as a note (A1).
with

fate as (

    select distinct write_key
    from int_fate
    where fate = 'write'

),

ready as (

    select
        'ashby__job' as table_name,
        write_key
    from body__job
    union all
    select
        'ashby__candidate' as table_name,
        write_key
    from body__candidate
    union all
    select
        'ashby__candidate_value' as table_name,
        write_key
    from body__candidate_value
    union all
    select
        'ashby__application' as table_name,
        write_key
    from body__application
    union all
    select
        'ashby__application_value' as table_name,
        write_key
    from body__application_value
    union all
    select
        'ashby__candidate_tag' as table_name,
        write_key
    from body__candidate_tag
    union all
    select
        'ashby__note' as table_name,
        write_key
    from body__note
    where when_refused is null

),

uncounted as (

    select
        ready.table_name,
        ready.write_key as row_key

    from ready
    left join fate
        on ready.write_key = fate.write_key
    where fate.write_key is null

)

select * from uncounted
