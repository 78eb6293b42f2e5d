-- decided: one row is one entity: its records at Lever, those to be written, and those held back.
-- Grain: entity.
with

fate as (select * from int_fate),

held as (

    select distinct
        entity,
        lever_id
    from check__held

)

select
    fate.entity,
    count(*) as records,
    count(*) filter (fate.fate in ('write', 'found') and held.lever_id is null) as to_write,
    count(held.lever_id) as held
from fate
left join held
    on
        fate.entity = held.entity
        and fate.lever_id = held.lever_id
group by fate.entity
order by fate.entity
