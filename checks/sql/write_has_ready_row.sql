-- write_has_ready_row: one row is one Lever record that is to be written and has no write.
-- critical: A record that is neither written nor told as held would be lost in silence (C1).
-- Grain: table_name, row_key.
with

fate as (select * from int_fate),

ready as (select * from every_ready),

lost as (

    select
        'int_fate' as table_name,
        fate.entity || '/' || fate.lever_id as row_key

    from fate
    left join ready
        on fate.write_key = ready.write_key
    where fate.fate = 'write' and ready.write_key is null

)

select * from lost
