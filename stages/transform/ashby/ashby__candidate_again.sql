-- ashby__candidate_again: one row is one candidate's own fields once more, after Ashby's parser has read its resume.
-- Grain: write_key; lever_id is the person. Only persons with a resume to upload have a row.
-- R1: Ashby parses the resume, and what it then writes over is not documented. P4: the fields as ashby__candidate sets
-- them. P3: of a candidate that was found, what it held before; only what was empty is ours. N2: nobody is told.
-- A field without a value is null, so it is not sent: nothing is ever cleared. The load sends what candidate.info shows
-- otherwise: name is `name`; email is `primaryEmailAddress.value`; phoneNumber is `primaryPhoneNumber.value`;
-- linkedInUrl, githubUrl and websiteUrl are `url` in `socialLinks` of type LinkedIn, GitHub and Website.
-- payload_sha256 is of the resume too: after a newer one the fields are looked at again.
with

file as (select * from int_file),

child as (select * from int_child),

person as (select * from int_person),

candidate as (select * from stg_ashby__candidate),

resume as (

    select
        child.person_id,
        file.attachment_id

    from file
    left join child
        on
            child.entity = 'file'
            and file.attachment_id = child.lever_id
    where file.is_resume

),

described as (

    select
        resume.attachment_id,
        person.person_id,
        person.active_at,
        case when person.ashby_match in ('ours', 'found') then person.ashby_candidate_id end as ashby_id,
        coalesce(nullif(found.name, ''), person.name) as name,
        coalesce(nullif(found.primary_email, ''), person.primary_email) as email,
        coalesce(nullif(found.phone, ''), person.phone) as phone,
        coalesce(nullif(found.linkedin_url, ''), person.linkedin_url) as linkedin_url,
        coalesce(nullif(found.github_url, ''), person.github_url) as github_url,
        coalesce(nullif(found.website_url, ''), person.website_url) as website_url

    from resume
    left join person
        on resume.person_id = person.person_id
    left join candidate as found
        on
            person.ashby_match = 'found'
            and person.ashby_candidate_id = found.candidate_id
    where person.fate = 'write'

),

body as (

    select
        described.attachment_id,
        described.person_id,
        described.active_at,
        described.ashby_id,
        [{ 'path': 'candidateId', 'write_key': 'candidate/' || described.person_id }] as refs,
        to_json({
            'candidateId': null,
            'name': described.name,
            'email': described.email,
            'phoneNumber': described.phone,
            'linkedInUrl': described.linkedin_url,
            'githubUrl': described.github_url,
            'websiteUrl': described.website_url,
            'sendNotifications': false
        })::varchar as payload

    from described

),

candidate_again as (

    select
        'candidate_again/' || body.person_id as write_key,
        'candidate' as entity,
        body.person_id as lever_id,
        body.person_id,
        'candidate.update' as operation,
        body.ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar || body.attachment_id) as payload_sha256,
        body.active_at,
        0::bigint as position

    from body

)

select * from candidate_again
order by write_key
