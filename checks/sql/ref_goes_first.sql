-- ref_goes_first: one row is one write of a person that would go out before a write of the same person that it needs.
-- critical: A person's writes go out in the order of `position`, and all with one `active_at`; it would be blocked.
-- Grain: table_name, row_key.
-- Not asked: definitions, tags and jobs, which go before all people.
with

write as (

    select
        'ashby__candidate' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__candidate
    union all
    select
        'ashby__candidate_email' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__candidate_email
    union all
    select
        'ashby__candidate_value' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__candidate_value
    union all
    select
        'ashby__application' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__application
    union all
    select
        'ashby__application_value' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__application_value
    union all
    select
        'ashby__candidate_tag' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__candidate_tag
    union all
    select
        'ashby__note' as table_name,
        write_key,
        person_id,
        active_at,
        position,
        refs
    from ashby__note

),

parent as (

    select
        write_key,
        person_id,
        active_at,
        position
    from write
    where table_name in ('ashby__candidate', 'ashby__application')

),

child as (

    select
        write.table_name,
        write.write_key,
        write.person_id,
        write.active_at,
        write.position,
        unnest(write.refs) as needed
    from write

),

too_early as (

    select distinct
        child.table_name,
        child.write_key as row_key

    from child
    left join parent
        on child.needed.write_key = parent.write_key
    where
        parent.write_key is not null
        and (
            child.person_id is distinct from parent.person_id
            or child.active_at is distinct from parent.active_at
            or child.position <= parent.position
        )

)

select * from too_early
