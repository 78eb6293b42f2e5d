-- opening_parts_live: one row is one opening with a team, location or job that Ashby lacks or has archived.
-- critical: Rule A1: an opening stands under jobs that are there; what Ashby does with archived ones is not documented.
-- Grain: table_name, row_key.
-- Not asked: what an earlier write brings (ref_exists).
with

opening as (select * from body__opening),

department as (select * from stg_ashby__department),

location as (select * from stg_ashby__location),

job as (select * from stg_ashby__job),

named as (

    select
        write_key,
        team_id as department_id,
        null as location_id,
        null as job_id
    from opening
    union all
    select
        write_key,
        null as department_id,
        unnest(location_ids) as location_id,
        null as job_id
    from opening
    union all
    select
        write_key,
        null as department_id,
        null as location_id,
        unnest(job_ids) as job_id
    from opening

),

incomplete as (

    select distinct
        'ashby__opening' as table_name,
        named.write_key as row_key

    from named
    left join department
        on named.department_id = department.department_id
    left join location
        on named.location_id = location.location_id
    left join job
        on named.job_id = job.job_id
    where
        (named.department_id is not null and coalesce(department.is_archived, true))
        or (named.location_id is not null and coalesce(location.is_archived, true))
        or (named.job_id is not null and coalesce(job.status, 'Archived') = 'Archived')

)

select * from incomplete
