-- ref_exists: one row is one write that waits for an id which no write brings.
-- critical: It could never be sent: the write that it needs is not there.
-- Grain: table_name, row_key.
-- Not asked: what waits for a record that is held; it is blocked as long as that one is (C1).
with

ready as (select * from every_ready),

reference as (

    select
        table_name,
        write_key,
        unnest(refs) as needed
    from ready

),

-- Only these bring an id that another body needs.
source as (

    select write_key
    from ready
    where
        table_name in (
            'ashby__custom_field',
            'ashby__tag',
            'ashby__department',
            'ashby__location',
            'ashby__job',
            'ashby__candidate',
            'ashby__application'
        )

),

held as (

    select entity || '/' || lever_id as write_key
    from int_fate
    where entity in ('candidate', 'job') and fate = 'held'

),

waiting as (

    select distinct
        reference.table_name,
        reference.write_key as row_key

    from reference
    left join source
        on reference.needed.write_key = source.write_key
    left join held
        on reference.needed.write_key = held.write_key
    where
        (source.write_key is null and held.write_key is null)
        or coalesce(reference.needed.path, '') = ''

)

select * from waiting
