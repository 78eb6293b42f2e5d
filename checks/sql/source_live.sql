-- source_live: one row is one write that names a source which Ashby does not have, or has archived.
-- critical: Rules P7 and A6: a source that is gone is refused, or counted where nobody looks.
-- Grain: table_name, row_key.
with

write as (

    select
        'ashby__candidate' as table_name,
        write_key,
        source_id
    from body__candidate
    union all
    select
        'ashby__application' as table_name,
        write_key,
        source_id
    from body__application

),

source as (select * from stg_ashby__source),

gone as (

    select
        write.table_name,
        write.write_key as row_key

    from write
    left join source
        on write.source_id = source.source_id
    where write.source_id is not null and coalesce(source.is_archived, true)

)

select * from gone
