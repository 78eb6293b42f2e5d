-- ashby__candidate_email: one row is one further e-mail for a candidate that is there: an update adds one a call.
-- Grain: write_key; lever_id is the person.
-- P4: every e-mail of the person's own becomes the candidate's. Drops those that the candidate has already (P1: equal
-- when canonical) and the one that ashby__candidate sets as primary. A new candidate gets all of them when created.
with

person as (select * from int_person),

candidate as (select * from stg_ashby__candidate),

there as (

    select
        person.person_id,
        person.active_at,
        person.ashby_candidate_id,
        person.primary_email,
        person.ashby_match = 'ours' or coalesce(candidate.primary_email, '') = '' as sets_primary,
        list_prepend(person.primary_email, person.alternate_emails) as emails,
        list_append(candidate.emails, candidate.primary_email) as held_emails

    from person
    left join candidate
        on person.ashby_candidate_id = candidate.candidate_id
    where person.fate = 'write' and candidate.candidate_id is not null

),

wanted as (

    select
        there.person_id,
        there.active_at,
        there.ashby_candidate_id,
        there.primary_email,
        there.sets_primary,
        unnest(there.emails) as email

    from there

),

held_written as (

    select
        there.person_id,
        unnest(there.held_emails) as written

    from there

),

held as (

    select
        held_written.person_id,
        canonical_email(held_written.written) as email

    from held_written

),

body as (

    select
        'candidate_email/' || wanted.person_id || '/' || text_key(wanted.email) as write_key,
        wanted.person_id,
        wanted.active_at,
        wanted.ashby_candidate_id,
        [{ 'path': 'candidateId', 'write_key': 'candidate/' || wanted.person_id }] as refs,
        to_json({
            'candidateId': null, 'alternateEmail': wanted.email, 'sendNotifications': false
        })::varchar as payload

    from wanted
    left join held
        on
            wanted.person_id = held.person_id
            and wanted.email = held.email
    where
        wanted.email is not null
        and held.email is null
        and not (wanted.sets_primary and wanted.email = wanted.primary_email)

),

candidate_email as (

    select
        body.write_key,
        'candidate' as entity,
        body.person_id as lever_id,
        body.person_id,
        'candidate.update' as operation,
        body.ashby_candidate_id as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        1500000 + row_number() over (partition by body.person_id order by body.write_key) - 1 as position

    from body

)

select * from candidate_email
order by write_key
