-- ashby__opening: one row is one opening to create in Ashby from a requisition.
-- Grain: write_key; lever_id is the requisition.
-- A1: under the jobs of the requisition's postings, those that are there and those that are created first. Its team and
-- its location where they are decided for postings (mappings/department.csv, mappings/location.csv), else none.
-- Always a draft, whatever the requisition's status: an opening that is opened or approved may ask approvers
-- (ashby-api 9.7), and nobody is told anything by this load. No date of it can be given.
-- An opening is no entity of its own: no bucket counts it, and no write waits for it.
with

opening as (select * from int_opening),

requisition as (select * from stg_lever__requisition),

posting_target as (select * from int_posting_target),

department as (select * from int_mapping_department),

location as (select * from int_mapping_location),

-- Only those that a job waits for are created; an opening alone makes none.
department_write as (select * from ashby__department),

location_write as (select * from ashby__location),

wanted as (

    select
        opening.requisition_id,
        opening.opening_write_key,
        opening.identifier,
        requisition.name,
        requisition.is_backfill,
        requisition.posting_ids,
        coalesce(requisition.team, requisition.department) as department,
        requisition.location

    from opening
    left join requisition
        on opening.requisition_id = requisition.requisition_id
    where opening.fate = 'write'

),

listed as (

    select
        wanted.requisition_id,
        unnest(wanted.posting_ids) as posting_id

    from wanted

),

numbered as (

    -- Several postings may have become one job.
    select
        listed.requisition_id,
        posting_target.ashby_job_id,
        posting_target.job_write_key,
        row_number() over (
            partition by listed.requisition_id
            order by posting_target.ashby_job_id asc nulls last, posting_target.job_write_key asc
        ) - 1 as place

    from listed
    left join posting_target
        on listed.posting_id = posting_target.posting_id
    where posting_target.fate in ('found', 'write')
    group by listed.requisition_id, posting_target.ashby_job_id, posting_target.job_write_key

),

jobs as (

    select
        numbered.requisition_id,
        -- sorted by their first field
        list_sort(list({
            'place': numbered.place, 'job_id': numbered.ashby_job_id, 'write_key': numbered.job_write_key
        })) as jobs

    from numbered
    group by numbered.requisition_id

),

placed as (

    select
        wanted.requisition_id,
        wanted.opening_write_key,
        wanted.identifier,
        nullif(trim(wanted.name), '') as name,
        wanted.is_backfill,
        jobs.jobs,
        case when department.decision in ('exact', 'chosen') then department.ashby_id end as department_id,
        department_write.write_key as department_write_key,
        case when location.decision in ('exact', 'chosen') then location.ashby_id end as location_id,
        location_write.write_key as location_write_key

    from wanted
    left join jobs
        on wanted.requisition_id = jobs.requisition_id
    left join department
        on wanted.department = department.lever_id
    left join department_write
        on
            department.decision = 'create'
            and 'department/' || name_key(department.lever_id) = department_write.write_key
    left join location
        on wanted.location = location.lever_id
    left join location_write
        on
            location.decision = 'create'
            and 'location/' || name_key(location.lever_id) = location_write.write_key

),

body as (

    select
        placed.requisition_id,
        placed.opening_write_key,
        list_filter(
            list_concat(
                [
                    { 'path': 'teamId', 'write_key': placed.department_write_key },
                    { 'path': 'locationIds.0', 'write_key': placed.location_write_key }
                ],
                list_transform(
                    placed.jobs,
                    lambda job: { 'path': 'jobIds.' || job.place, 'write_key': job.write_key }
                )
            ),
            lambda ref: ref.write_key is not null
        ) as refs,
        to_json({
            'identifier': placed.identifier,
            'description': placed.name,
            'teamId': placed.department_id,
            'locationIds': case
                when placed.location_id is not null or placed.location_write_key is not null then [placed.location_id]
            end,
            'jobIds': list_transform(placed.jobs, lambda job: job.job_id),
            'isBackfill': placed.is_backfill,
            'openingState': 'Draft'
        })::varchar as payload

    from placed

),

opening_write as (

    select
        body.opening_write_key as write_key,
        'job' as entity,
        body.requisition_id as lever_id,
        null::varchar as person_id,
        'opening.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.opening_write_key) as position

    from body

)

select * from opening_write
order by write_key
