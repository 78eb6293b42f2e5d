-- write_key_once: one row is one write key that two tables of writes share.
-- critical: The ledger knows a write by its key alone; the second would be taken for done.
-- Grain: table_name, row_key. Within one table, the table's own suite finds it.
with

ready as (

    select
        'ashby__custom_field' as table_name,
        write_key
    from body__custom_field
    union all
    select
        'ashby__tag' as table_name,
        write_key
    from body__tag
    union all
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
        'ashby__candidate_email' as table_name,
        write_key
    from body__candidate_email
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

),

shared as (

    -- Not one of the two tables: neither row is the wrong one, so none can be held and the journey stops.
    select
        'ready' as table_name,
        ready.write_key as row_key

    from ready
    group by ready.write_key
    having count(distinct ready.table_name) > 1

)

select * from shared
