-- ashby__job_close: one row is one move of a job of ours to the state that its posting has in Lever.
-- Grain: write_key; lever_id is the posting, and `position` orders the moves of one job.
-- A1: the job was opened for its applications (ashby__job_open) and is put where its posting stands, after all people.
-- Ashby knows the moves Open→Closed, Closed→Draft and Closed→Archived (ashby-api 9.7), so there may be two:
--   closed            Closed
--   rejected          Closed, then Archived
--   draft, pending    Closed, then Draft
-- published, internal and any state that we don't know: none, it stays open. Jobs that were there before are never
-- moved. An application of a later run meets the job as it then is; Ashby says whether it takes it.
with

posting_target as (select * from int_posting_target),

posting as (select * from stg_lever__posting),

asked as (

    select
        posting_target.posting_id,
        posting_target.job_write_key,
        case
            when posting.state = 'closed' then ['Closed']
            when posting.state = 'rejected' then ['Closed', 'Archived']
            when posting.state in ('draft', 'pending') then ['Closed', 'Draft']
            else []
        end as statuses

    from posting_target
    left join posting
        on posting_target.posting_id = posting.posting_id
    where posting_target.fate = 'write'

),

move as (

    select
        asked.posting_id,
        asked.job_write_key,
        unnest(asked.statuses) as status,
        generate_subscripts(asked.statuses, 1) as number

    from asked

),

body as (

    select
        move.posting_id,
        move.status,
        move.number,
        [{ 'path': 'jobId', 'write_key': move.job_write_key }] as refs,
        to_json({ 'jobId': null, 'status': move.status })::varchar as payload

    from move

),

job_close as (

    select
        concat('job_close/', body.posting_id, '/', body.number, '_', lower(body.status)) as write_key,
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
        body.number as position

    from body

)

select * from job_close
order by write_key
