-- ref_goes_first: one row is one write of a person that would go out before a write of the same person that it needs.
-- critical: A person's writes go out in the order of `position`, and all with one `active_at`; it would be blocked.
-- Grain: table_name, row_key.
-- Not asked: what is set up before all people, and the order of what is written after all of them.
with

write as (

    select
        *,
        table_name in ('ashby__candidate_again', 'ashby__job_close') as is_last
    from every_ready
    where person_id is not null

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
        write.is_last,
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
            or (not child.is_last and child.position <= parent.position)
        )

)

select * from too_early
