-- ashby__job: one row is one job to create in Ashby, because mappings/job.csv says so.
-- Grain: write_key; lever_id is the posting.
-- A1: an opportunity's job is its posting's. Postings whose job is there, left out or undecided make no row.
with

posting_target as (select * from int_posting_target),

posting as (select * from stg_lever__posting),

department as (select * from int_mapping_department),

location as (select * from int_mapping_location),

body as (

    select
        posting_target.job_write_key as write_key,
        posting_target.posting_id,
        []::struct(path varchar, write_key varchar)[] as refs,
        to_json({
            'title': posting.title,
            'teamId': department.ashby_id,
            'locationId': location.ashby_id,
            'defaultInterviewPlanId': posting_target.interview_plan_id
        })::varchar as payload

    from posting_target
    left join posting
        on posting_target.posting_id = posting.posting_id
    left join department
        on coalesce(posting.team, posting.department) = department.lever_id
    left join location
        on posting.location = location.lever_id
    where posting_target.fate = 'write'

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
