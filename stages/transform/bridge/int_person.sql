-- int_person: one row is one person: its fate, what Ashby's candidate gets, and the candidate that is there already.
-- Grain: person_id. Every person has a row; nothing personal stands on one whose opportunities can't be seen.
-- P3, P6, A7: fate. P4: a person without a name gets the e-mail's local part, else a name made of the contact's id.
-- P7: sources after the first are told in a custom field, and the first too where Ashby has no such source.
with

contact_person as (select * from int_contact_person),

verdict as (select * from int_person_verdict),

profile as (select * from int_person_profile),

reach as (select * from int_person_reach),

match as (select * from int_person_match),

mapping as (select * from int_mapping_source),

person as (

    select
        contact_person.person_id,
        list_prepend(
            contact_person.person_id,
            list_sort(
                list(contact_person.contact_id) filter (where contact_person.contact_id <> contact_person.person_id)
            )
        ) as contact_ids

    from contact_person
    group by contact_person.person_id

),

described as (

    select
        person.person_id,
        case
            when verdict.reason_code in ('gone', 'left_out') then 'excluded'
            when verdict.reason_code is not null then 'held'
            else 'write'
        end as fate,
        case verdict.reason_code
            when 'gone' then 'P6'
            when 'left_out' then 'A1'
            when 'confidential' then 'A7'
            else 'P3'
        end as rule,
        verdict.reason_code,
        case verdict.reason_code
            when 'gone' then 'Every opportunity is anonymised or deleted in Lever.'
            when 'left_out' then 'Every opportunity is left out by decision in mappings/job.csv, or gone from Lever.'
            when 'confidential' then 'Every opportunity is confidential and has no confidential job in Ashby.'
            when 'two_candidates'
                then 'Several candidates in Ashby have e-mails of this person: merge them in Ashby.'
            when 'two_persons'
                then 'A candidate in Ashby has e-mails of this person and of another one: merge the two in Lever.'
        end as reason,
        case
            when profile.person_id is not null
                then coalesce(
                    profile.name,
                    nullif(split_part(reach.primary_email, '@', 1), ''),
                    'Unnamed (Lever ' || left(person.person_id, 8) || ')'
                )
        end as name,
        reach.primary_email,
        coalesce(reach.alternate_emails, []) as alternate_emails,
        reach.phone,
        coalesce(reach.other_phones, []) as other_phones,
        profile.headline,
        reach.linkedin_url,
        reach.github_url,
        reach.website_url,
        coalesce(reach.other_links, []) as other_links,
        profile.sources[1] as source,
        case
            when mapping.decision in ('exact', 'chosen') then profile.sources[2:]
            else coalesce(profile.sources, [])
        end as other_sources,
        person.contact_ids,
        profile.created_at,
        coalesce(profile.active_at, verdict.active_at) as active_at,
        match.ashby_candidate_id,
        match.ashby_match

    from person
    left join verdict
        on person.person_id = verdict.person_id
    left join profile
        on person.person_id = profile.person_id
    left join reach
        on person.person_id = reach.person_id
    left join match
        on person.person_id = match.person_id
    left join mapping
        on profile.sources[1] = mapping.lever_id

)

select * from described
order by person_id
