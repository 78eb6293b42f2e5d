-- ashby__job_open: one row is one job of ours that is opened, so that it takes applications.
-- Grain: write_key; lever_id is the posting.
-- A1: a posting's applications go to its job whatever its state, and a new job is a draft (ashby-api 9.7); what Ashby
-- does with applications to drafts is not documented. Every job that we create is opened before any person is written,
-- and gets its posting's state after all of them (ashby__job_close). Jobs that were there before are never moved.
-- Opening publishes nothing: a job is seen outside only through a posting of its own, which nobody creates here.
with

posting_target as (select * from int_posting_target),

body as (

    select
        posting_target.posting_id,
        [{ 'path': 'jobId', 'write_key': posting_target.job_write_key }] as refs,
        to_json({ 'jobId': null, 'status': 'Open' })::varchar as payload

    from posting_target
    where posting_target.fate = 'write'

),

job_open as (

    select
        'job_open/' || body.posting_id as write_key,
        'job' as entity,
        body.posting_id as lever_id,
        null::varchar as person_id,
        'job.setStatus' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.posting_id) as position

    from body

)

select * from job_open
order by write_key
