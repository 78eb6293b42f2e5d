-- ready_row_has_fate: one row is one write for which no Lever record stands that is to be written.
-- critical: What is written and counted nowhere would show in Ashby and in no bucket (C1).
-- Grain: table_name, row_key.
-- Not asked: what is set up, parts of other records, and what is told only if its application is refused (A1).
with

fate as (

    select distinct write_key
    from int_fate
    where fate = 'write'

),

ready as (

    select
        table_name,
        write_key
    from every_ready
    where
        when_refused is null
        and table_name not in (
            'ashby__custom_field',
            'ashby__custom_option',
            'ashby__tag',
            'ashby__department',
            'ashby__location',
            'ashby__job_open',
            'ashby__job_close',
            'ashby__opening',
            'ashby__candidate_email',
            'ashby__candidate_again',
            'ashby__application_team'
        )

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
