-- ashby__job: one row is one job to create in Ashby, because mappings/job.csv says so.
-- Grain: write_key; lever_id is the posting.
-- A1: an opportunity's job is its posting's. Postings whose job is there, left out or undecided make no row. Its
-- department and location are there, or are created first (ashby__department, ashby__location).
with

posting_target as (select * from int_posting_target),

posting as (select * from stg_lever__posting),

department as (select * from int_mapping_department),

location as (select * from int_mapping_location),

placed as (

    select
        posting_target.job_write_key as write_key,
        posting_target.posting_id,
        posting_target.interview_plan_id,
        posting.title,
        case when department.decision in ('exact', 'chosen') then department.ashby_id end as department_id,
        case
            when department.decision = 'create' then 'department/' || name_key(department.lever_id)
        end as department_write_key,
        case when location.decision in ('exact', 'chosen') then location.ashby_id end as location_id,
        case
            when location.decision = 'create' then 'location/' || name_key(location.lever_id)
        end as location_write_key

    from posting_target
    left join posting
        on posting_target.posting_id = posting.posting_id
    left join department
        on coalesce(posting.team, posting.department) = department.lever_id
    left join location
        on posting.location = location.lever_id
    where posting_target.fate = 'write'

),

body as (

    select
        placed.write_key,
        placed.posting_id,
        list_filter(
            [
                { 'path': 'teamId', 'write_key': placed.department_write_key },
                { 'path': 'locationId', 'write_key': placed.location_write_key }
            ],
            lambda ref: ref.write_key is not null
        ) as refs,
        to_json({
            'title': placed.title,
            'teamId': placed.department_id,
            'locationId': placed.location_id,
            'defaultInterviewPlanId': placed.interview_plan_id
        })::varchar as payload

    from placed

),

job as (

    select
        body.write_key,
        'job' as entity,
        body.posting_id as lever_id,
        null::varchar as person_id,
        'job.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.write_key) as position

    from body

)

select * from job
order by write_key
