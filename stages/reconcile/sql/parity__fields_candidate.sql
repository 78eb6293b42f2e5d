-- parity__fields_candidate: one row is one field of one person, compared with the candidate in Ashby.
-- Grain: entity, lever_id, field. Fields of which Lever says nothing make no row.
-- P3: of a candidate that was there before us, what Ashby held stays; what it lacked is filled. P4, P5, P7: values.
-- Equal means: e-mails in any case; phones by their digits; addresses of pages without scheme, www and last slash;
-- times to the millisecond.
with

state as (select * from parity__states),

person as (select * from int_person),

candidate as (select * from stg_ashby__candidate),

mapping as (select * from int_mapping_source),

source as (select * from stg_ashby__source),

written as (

    select
        state.lever_id,
        state.ashby_id,
        state.outcome = 'found' as is_found,
        person,
        candidate,
        mapping.ashby_id as source_id,
        list_transform(
            list_append(candidate.emails, candidate.primary_email), lambda email: lower(trim(email))
        ) as held_emails,
        held_source.title as source_title

    from state
    left join person
        on state.lever_id = person.person_id
    left join candidate
        on state.ashby_id = candidate.candidate_id
    left join mapping
        on
            person.source = mapping.lever_id
            and mapping.decision in ('exact', 'chosen')
    left join source as held_source
        on candidate.source_id = held_source.source_id
    where state.entity = 'candidate' and state.state = 'written' and candidate.candidate_id is not null

),

single as (

    select
        written.lever_id,
        written.ashby_id,
        written.is_found,
        unnest([
            {
                'field': 'name',
                'lever_value': written.person.name,
                'ashby_value': written.candidate.name,
                'is_equal': trim(written.person.name) = trim(written.candidate.name)
            },
            {
                'field': 'primary_email',
                'lever_value': written.person.primary_email,
                -- One that was there keeps its own first address; ours must be among the others.
                'ashby_value': case
                    when
                        not written.is_found
                        or list_contains(written.held_emails, lower(trim(written.person.primary_email)))
                        then written.candidate.primary_email
                end,
                'is_equal': lower(trim(written.person.primary_email)) = lower(trim(written.candidate.primary_email))
            },
            {
                'field': 'phone',
                'lever_value': written.person.phone,
                'ashby_value': written.candidate.phone,
                'is_equal': written.person.phone = written.candidate.phone
                or regexp_replace(written.person.phone, '[^0-9]', '', 'g')
                = regexp_replace(written.candidate.phone, '[^0-9]', '', 'g')
            },
            {
                'field': 'linkedin_url',
                'lever_value': written.person.linkedin_url,
                'ashby_value': written.candidate.linkedin_url,
                'is_equal': regexp_replace(written.person.linkedin_url, '^(?i:https?://)?(?i:www\.)?|/+$', '', 'g')
                = regexp_replace(written.candidate.linkedin_url, '^(?i:https?://)?(?i:www\.)?|/+$', '', 'g')
            },
            {
                'field': 'github_url',
                'lever_value': written.person.github_url,
                'ashby_value': written.candidate.github_url,
                'is_equal': regexp_replace(written.person.github_url, '^(?i:https?://)?(?i:www\.)?|/+$', '', 'g')
                = regexp_replace(written.candidate.github_url, '^(?i:https?://)?(?i:www\.)?|/+$', '', 'g')
            },
            {
                'field': 'website_url',
                'lever_value': written.person.website_url,
                'ashby_value': written.candidate.website_url,
                'is_equal': regexp_replace(written.person.website_url, '^(?i:https?://)?(?i:www\.)?|/+$', '', 'g')
                = regexp_replace(written.candidate.website_url, '^(?i:https?://)?(?i:www\.)?|/+$', '', 'g')
            },
            {
                'field': 'created_at',
                'lever_value': iso_time(written.person.created_at),
                'ashby_value': iso_time(written.candidate.created_at),
                'is_equal': iso_time(written.person.created_at) = iso_time(written.candidate.created_at)
            },
            {
                'field': 'source',
                'lever_value': case when written.source_id is not null then written.person.source end,
                'ashby_value': coalesce(written.source_title, written.candidate.source_id),
                'is_equal': written.source_id = written.candidate.source_id
            }
        ]) as compared

    from written

),

alternate as (

    select
        written.lever_id,
        written.ashby_id,
        written.held_emails,
        unnest(written.person.alternate_emails) as email,
        generate_subscripts(written.person.alternate_emails, 1) as place

    from written

),

judged as (

    select
        single.lever_id,
        single.ashby_id,
        single.compared.field,
        single.compared.lever_value,
        single.compared.ashby_value,
        case
            when coalesce(single.compared.is_equal, false) then 'equal'
            when single.compared.ashby_value is null then 'missing'
            when single.is_found then 'by_rule'
            else 'differs'
        end as verdict

    from single
    where single.compared.lever_value is not null

    union all

    select
        alternate.lever_id,
        alternate.ashby_id,
        'email:' || alternate.place as field,
        alternate.email as lever_value,
        case when list_contains(alternate.held_emails, lower(trim(alternate.email))) then alternate.email end
            as ashby_value,
        case when list_contains(alternate.held_emails, lower(trim(alternate.email))) then 'equal' else 'missing' end
            as verdict

    from alternate

),

field as (

    select
        'candidate' as entity,
        judged.lever_id,
        judged.ashby_id,
        judged.field,
        judged.lever_value,
        judged.ashby_value,
        judged.verdict,
        case when judged.verdict = 'by_rule' then 'P3' end as rule

    from judged

)

select * from field
order by entity, lever_id, field
