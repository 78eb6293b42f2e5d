-- ref_exists: one row is one write that waits for an id which no write brings.
-- critical: It could never be sent: the write that it needs is not there.
-- Grain: table_name, row_key.
-- Not asked: what waits for a record that is held; it is blocked as long as that one is (C1).
with

reference as (

    select
        'ashby__job' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__job
    union all
    select
        'ashby__candidate' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__candidate
    union all
    select
        'ashby__candidate_email' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__candidate_email
    union all
    select
        'ashby__candidate_value' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__candidate_value
    union all
    select
        'ashby__application' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__application
    union all
    select
        'ashby__application_value' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__application_value
    union all
    select
        'ashby__candidate_tag' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__candidate_tag
    union all
    select
        'ashby__note' as table_name,
        write_key,
        unnest(refs) as needed
    from ashby__note

),

-- Only these bring an id that another body needs.
source as (

    select write_key from body__custom_field
    union all
    select write_key from body__tag
    union all
    select write_key from body__job
    union all
    select write_key from body__candidate
    union all
    select write_key from body__application

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
