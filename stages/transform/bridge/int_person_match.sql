-- int_person_match: one row is one person, and the candidate in Ashby that is this person already.
-- Grain: person_id.
-- P3: ours (a former load wrote it), found (it was there before us), several (a person must choose), none.
-- A candidate that a former load gave to one person is never found for another. A former person whose contact Lever
-- no longer knows (merged in Lever) gives its candidate free.
with

contact_person as (select * from int_contact_person),

person_email as (select * from int_person_email),

result as (select * from result__candidate),

candidate as (select * from stg_ashby__candidate),

person as (select distinct contact_person.person_id from contact_person),

former as (

    select
        result.lever_id as contact_id,
        result.ashby_id as candidate_id,
        -- Whether one whose update was refused or not answered is ours can't be told: what it holds stays.
        case when result.outcome in ('created', 'updated') then 'ours' else 'found' end as ashby_match

    from result
    where
        -- candidate_email rows are written to the same candidate and say nothing of where it came from
        result.write_key = 'candidate/' || result.lever_id
        and result.outcome <> 'undone' and result.ashby_id is not null

),

taken as (

    select distinct former.candidate_id

    from former
    left join contact_person
        on former.contact_id = contact_person.contact_id
    where contact_person.person_id is not null

),

candidate_email as (

    select
        candidate.candidate_id,
        unnest(list_append(candidate.emails, candidate.primary_email)) as written

    from candidate
    left join taken
        on candidate.candidate_id = taken.candidate_id
    where taken.candidate_id is null

),

shared as (

    select distinct
        person_email.person_id,
        candidate_email.candidate_id

    from candidate_email
    left join person_email
        on canonical_email(candidate_email.written) = person_email.email
    where person_email.is_native

),

claimed as (

    select
        shared.person_id,
        shared.candidate_id,
        -- Two persons' e-mails at one candidate: Ashby takes them for one, and only people can tell.
        count(*) over (partition by shared.candidate_id) as count_persons

    from shared

),

by_email as (

    select
        claimed.person_id,
        min(claimed.candidate_id) as candidate_id,
        count(*) as count_candidates,
        max(claimed.count_persons) as count_persons

    from claimed
    group by claimed.person_id

),

person_match as (

    select
        person.person_id,
        case
            when former.candidate_id is not null then former.candidate_id
            when by_email.count_candidates = 1 and by_email.count_persons = 1 then by_email.candidate_id
        end as ashby_candidate_id,
        case
            when former.candidate_id is not null then former.ashby_match
            when by_email.person_id is null then 'none'
            when by_email.count_candidates = 1 and by_email.count_persons = 1 then 'found'
            else 'several'
        end as ashby_match,
        coalesce(by_email.count_candidates, 0) as count_candidates

    from person
    left join former
        on person.person_id = former.contact_id
    left join by_email
        on person.person_id = by_email.person_id

)

select * from person_match
order by person_id
