-- ashby__candidate: one row is one candidate to create, or one that is there: ours follows Lever, found is filled.
-- Grain: write_key; lever_id is the person.
-- P3: of a candidate that others made only empty fields are filled. P4, P5, P7: what the fields get. N2: nobody is
-- told. payload_sha256 is always that of the create: it tells what Lever says, so it changes with Lever alone.
with

person as (select * from int_person),

candidate as (select * from stg_ashby__candidate),

mapping as (select * from int_mapping_source),

described as (

    select
        person.person_id,
        person.active_at,
        person.ashby_match in ('ours', 'found') as is_there,
        case when person.ashby_match in ('ours', 'found') then person.ashby_candidate_id end as ashby_id,
        person.name,
        person.primary_email,
        nullif(person.alternate_emails, []) as alternate_emails,
        person.phone,
        person.linkedin_url,
        person.github_url,
        person.website_url,
        mapping.ashby_id as source_id,
        iso_time(person.created_at) as created_at,
        -- What a found candidate holds stays; of ours nothing stands in the way.
        person.ashby_match = 'found' and coalesce(candidate.name, '') <> '' as keeps_name,
        person.ashby_match = 'found' and coalesce(candidate.primary_email, '') <> '' as keeps_email,
        person.ashby_match = 'found' and coalesce(candidate.phone, '') <> '' as keeps_phone,
        person.ashby_match = 'found' and coalesce(candidate.linkedin_url, '') <> '' as keeps_linkedin,
        person.ashby_match = 'found' and coalesce(candidate.github_url, '') <> '' as keeps_github,
        person.ashby_match = 'found' and coalesce(candidate.website_url, '') <> '' as keeps_website,
        person.ashby_match = 'found' and coalesce(candidate.source_id, '') <> '' as keeps_source,
        -- A candidate always has one, so it is never empty.
        person.ashby_match = 'found' as keeps_created_at

    from person
    left join candidate
        on person.ashby_candidate_id = candidate.candidate_id
    left join mapping
        on
            person.source = mapping.lever_id
            and mapping.decision in ('exact', 'chosen')
    where person.fate = 'write'

),

body as (

    select
        described.person_id,
        described.active_at,
        described.is_there,
        described.ashby_id,
        to_json({
            'name': described.name,
            'email': described.primary_email,
            'alternateEmailAddresses': described.alternate_emails,
            'phoneNumber': described.phone,
            'linkedInUrl': described.linkedin_url,
            'githubUrl': described.github_url,
            'website': described.website_url,
            'sourceId': described.source_id,
            'createdAt': described.created_at
        })::varchar as create_payload,
        to_json({
            'candidateId': described.ashby_id,
            'name': case when not described.keeps_name then described.name end,
            'email': case when not described.keeps_email then described.primary_email end,
            'phoneNumber': case when not described.keeps_phone then described.phone end,
            'linkedInUrl': case when not described.keeps_linkedin then described.linkedin_url end,
            'githubUrl': case when not described.keeps_github then described.github_url end,
            'websiteUrl': case when not described.keeps_website then described.website_url end,
            'sourceId': case when not described.keeps_source then described.source_id end,
            'createdAt': case when not described.keeps_created_at then described.created_at end,
            'sendNotifications': false
        })::varchar as update_payload

    from described

),

candidate_write as (

    select
        'candidate/' || body.person_id as write_key,
        'candidate' as entity,
        body.person_id as lever_id,
        body.person_id,
        case when body.is_there then 'candidate.update' else 'candidate.create' end as operation,
        body.ashby_id,
        []::struct(path varchar, write_key varchar)[] as refs,
        null::varchar as when_refused,
        case when body.is_there then body.update_payload else body.create_payload end as payload,
        sha256(body.create_payload) as payload_sha256,
        body.active_at,
        1000000::bigint as position

    from body

)

select * from candidate_write
order by write_key
