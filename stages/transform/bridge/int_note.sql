-- int_note: one row is one note, its text, and its fate.
-- Grain: note_id. Every note has a row; the first reason that fits wins.
-- P6, A1: excluded with its opportunity. N1: deleted notes are excluded; secret ones become private notes.
-- A7: a confidential opportunity's notes are private, and held where the opportunity can't be seen on the candidate.
with

note as (select * from stg_lever__note),

note_text as (select * from int_note_text),

opportunity as (select * from int_opportunity),

judged as (

    select
        note.note_id,
        note.opportunity_id,
        opportunity.person_id,
        opportunity.rule as opportunity_rule,
        coalesce(note.is_secret, false) or coalesce(opportunity.is_confidential, false) as is_private,
        note.created_at,
        note.problem,
        case
            when opportunity.fate = 'excluded' then 'opportunity_excluded'
            when note.deleted_at is not null then 'deleted'
            when opportunity.opportunity_id is null then 'opportunity_unknown'
            when opportunity.contact_id is null then 'no_contact'
            when note.problem is not null then 'problem_in_record'
            when not opportunity.is_visible then 'confidential'
        end as reason_code

    from note
    left join opportunity
        on note.opportunity_id = opportunity.opportunity_id

),

fated as (

    select
        judged.note_id,
        judged.opportunity_id,
        judged.person_id,
        case
            when judged.reason_code is null then 'write'
            when judged.reason_code in ('opportunity_excluded', 'deleted') then 'excluded'
            else 'held'
        end as fate,
        case
            when judged.reason_code = 'opportunity_excluded' then judged.opportunity_rule
            when judged.reason_code = 'confidential' then 'A7'
            when judged.reason_code in ('opportunity_unknown', 'no_contact', 'problem_in_record') then 'C1'
            else 'N1'
        end as rule,
        judged.reason_code,
        case judged.reason_code
            when 'opportunity_excluded' then 'Its opportunity is excluded.'
            when 'deleted' then 'deleted in Lever'
            when 'opportunity_unknown' then 'Lever did not give its opportunity, so nobody can tell whose it is.'
            when 'no_contact' then 'Its opportunity names no contact, so nobody can tell whose it is.'
            when 'problem_in_record' then 'What Lever gave can''t be read: ' || judged.problem
            when 'confidential' then 'Its opportunity is confidential and does not become an application in Ashby.'
        end as reason,
        note_text.content,
        judged.is_private,
        judged.created_at

    from judged
    left join note_text
        on judged.note_id = note_text.note_id

)

select * from fated
order by note_id
