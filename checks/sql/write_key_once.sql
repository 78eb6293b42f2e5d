-- write_key_once: one row is one write key that two tables of writes share.
-- critical: The ledger knows a write by its key alone; the second would be taken for done.
-- Grain: table_name, row_key. Within one table, the table's own suite finds it.
with

ready as (select * from every_ready),

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
