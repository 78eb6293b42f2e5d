-- int_child: one row is one thing that hangs on an opportunity, what it becomes, who may see it, and its fate.
-- Grain: entity, lever_id. Everything has a row; the first reason that fits wins. Its person is the opportunity's.
-- P6, A1: excluded with its opportunity. N1, F1, R2: what is deleted and feedback never handed in are excluded.
-- C1: what can't be placed or read is held. A7: what hangs on a confidential opportunity is private, and held where the
-- opportunity can't be seen on the candidate; a file can't be private, so it is held either way.
-- F1: feedback goes onto the form that int_feedback_target names, if its application is written; else it is a private
-- note; F2: so is secret feedback. A2: without an application it is a note. O1: offers are private, their documents
-- files. R1: secret files, and what Lever did not deliver whole, are held. R2: secret forms are private notes.
-- I1: a panel that starts after the newest extraction is held, for a person to plan.
-- What is not written becomes nothing.
with

note as (select * from stg_lever__note),

feedback as (select * from stg_lever__feedback),

panel as (select * from stg_lever__panel),

offer as (select * from stg_lever__offer),

form as (select * from stg_lever__form),

question as (select * from stg_lever__question),

referral as (select * from stg_lever__referral),

attachment as (select * from stg_lever__attachment),

opportunity as (select * from int_opportunity),

feedback_target as (select * from int_feedback_target),

fetched as (

    select fetched_at from raw_lever__panel
    union all
    select fetched_at from raw_lever__interview

),

newest as (

    select max(fetched_at) as fetched_at from fetched

),

-- O1: the documents of an offer are files, though the offer is private.
told_file as (

    select
        attachment.*,
        coalesce(attachment.is_secret, false)
        and coalesce(attachment.kind, '') not in ('offer_sent', 'offer_signed') as is_kept_secret

    from attachment

),

file as (

    select
        told_file.*,
        case
            when told_file.outcome = 'none' then 'no_file'
            when told_file.is_kept_secret then 'secret_file'
            when told_file.outcome = 'refused' then 'not_delivered'
            when told_file.outcome = 'doubtful' then 'doubtful_bytes'
            when coalesce(told_file.outcome, '') <> 'kept' or told_file.sha256 is null then 'not_fetched'
            when coalesce(told_file.bytes, 0) = 0 then 'empty_file'
        end as own_code

    from told_file

),

-- gone_code: excluded for what it is. own_code: held (or excluded, if there is nothing) for what it is.
listed as (

    select
        'note' as entity,
        note.note_id as lever_id,
        note.opportunity_id,
        'N1' as own_rule,
        coalesce(note.is_secret, false) as is_secret,
        note.created_at,
        note.problem,
        case when note.deleted_at is not null then 'deleted' end as gone_code,
        null as own_code,
        null as own_reason

    from note

    union all

    select
        'feedback' as entity,
        feedback.feedback_id as lever_id,
        feedback.opportunity_id,
        case when feedback.is_secret then 'F2' else 'F1' end as own_rule,
        coalesce(feedback.is_secret, false) as is_secret,
        coalesce(feedback.completed_at, feedback.created_at) as created_at,
        feedback.problem,
        case
            when feedback.deleted_at is not null then 'deleted'
            when feedback.completed_at is null then 'draft'
        end as gone_code,
        null as own_code,
        null as own_reason

    from feedback

    union all

    select
        'interview' as entity,
        panel.panel_id as lever_id,
        panel.opportunity_id,
        'I1' as own_rule,
        false as is_secret,
        coalesce(panel.created_at, panel.starts_at) as created_at,
        panel.problem,
        null as gone_code,
        case when panel.starts_at > newest.fetched_at then 'ahead' end as own_code,
        case
            when panel.canceled_at is null then 'It is still to come: plan it in Ashby by hand.'
            else 'Its time is still to come, and it is cancelled: it becomes a note once it is past.'
        end as own_reason

    from panel
    cross join newest

    union all

    select
        'offer' as entity,
        offer.offer_id as lever_id,
        offer.opportunity_id,
        'O1' as own_rule,
        true as is_secret,
        offer.created_at,
        offer.problem,
        null as gone_code,
        null as own_code,
        null as own_reason

    from offer

    union all

    select
        'form' as entity,
        form.form_id as lever_id,
        form.opportunity_id,
        'R2' as own_rule,
        coalesce(form.is_secret, true) as is_secret,
        coalesce(form.completed_at, form.created_at) as created_at,
        form.problem,
        case when form.deleted_at is not null then 'deleted' end as gone_code,
        null as own_code,
        null as own_reason

    from form

    union all

    select
        'form' as entity,
        question.question_id as lever_id,
        question.opportunity_id,
        'R2' as own_rule,
        false as is_secret,
        question.created_at,
        question.problem,
        null as gone_code,
        null as own_code,
        null as own_reason

    from question

    union all

    select
        'referral' as entity,
        referral.referral_id as lever_id,
        referral.opportunity_id,
        'R2' as own_rule,
        false as is_secret,
        coalesce(referral.completed_at, referral.created_at) as created_at,
        referral.problem,
        null as gone_code,
        null as own_code,
        null as own_reason

    from referral

    union all

    select
        'file' as entity,
        file.attachment_id as lever_id,
        file.opportunity_id,
        'R1' as own_rule,
        file.is_kept_secret as is_secret,
        coalesce(file.uploaded_at, file.created_at) as created_at,
        null as problem,
        null as gone_code,
        file.own_code,
        case file.own_code
            when 'no_file' then 'A resume without a file: there is nothing to upload.'
            when 'secret_file'
                then 'It is secret, and a file can''t be private: add it by hand if it may be seen.'
            when 'not_delivered'
                then 'Lever did not deliver it' || coalesce(': ' || file.why, '') || '. Add it by hand.'
            when 'doubtful_bytes'
                then concat(
                    'Lever delivered ', file.bytes, ' bytes and lists ', coalesce(file.listed_bytes::varchar, 'others'),
                    ': look at it in Lever, and add it by hand.'
                )
            when 'not_fetched' then 'Its bytes were never asked for: run extract again.'
            when 'empty_file' then 'It has no bytes: look at it in Lever, and add it by hand.'
        end as own_reason

    from file

),

placed as (

    select
        listed.*,
        opportunity.person_id,
        opportunity.rule as opportunity_rule,
        listed.is_secret or coalesce(opportunity.is_confidential, false) as is_closed,
        coalesce(
            listed.entity = 'feedback'
            and feedback_target.form_id is not null
            and not listed.is_secret
            and not opportunity.is_confidential
            and opportunity.fate = 'write',
            false
        ) as takes_form,
        case
            when opportunity.fate = 'excluded' then 'opportunity_excluded'
            when listed.gone_code is not null then listed.gone_code
            when opportunity.opportunity_id is null then 'opportunity_unknown'
            when opportunity.contact_id is null then 'no_contact'
            when listed.problem is not null then 'problem_in_record'
            when not coalesce(opportunity.is_visible, false) then 'confidential'
            when listed.entity = 'file' and opportunity.is_confidential then 'confidential_file'
            else listed.own_code
        end as reason_code

    from listed
    left join opportunity
        on listed.opportunity_id = opportunity.opportunity_id
    left join feedback_target
        on
            listed.entity = 'feedback'
            and listed.lever_id = feedback_target.feedback_id

),

judged as (

    select
        placed.*,
        case
            when placed.reason_code is null then 'write'
            when placed.reason_code in ('opportunity_excluded', 'deleted', 'draft', 'no_file') then 'excluded'
            else 'held'
        end as fate

    from placed

),

child as (

    select
        judged.entity,
        judged.lever_id,
        judged.opportunity_id,
        judged.person_id,
        case
            when judged.fate <> 'write' then null
            when judged.entity = 'file' then 'file'
            when judged.takes_form then 'form'
            else 'note'
        end as becomes,
        judged.fate,
        case
            when judged.reason_code = 'opportunity_excluded' then judged.opportunity_rule
            when judged.reason_code in ('confidential', 'confidential_file') then 'A7'
            when judged.reason_code in ('opportunity_unknown', 'no_contact', 'problem_in_record') then 'C1'
            else judged.own_rule
        end as rule,
        judged.reason_code,
        case judged.reason_code
            when 'opportunity_excluded' then 'Its opportunity is excluded.'
            when 'deleted' then 'deleted in Lever'
            when 'draft' then 'a draft in Lever, never handed in'
            when 'opportunity_unknown' then 'Lever did not give its opportunity, so nobody can tell whose it is.'
            when 'no_contact' then 'Its opportunity names no contact, so nobody can tell whose it is.'
            when 'problem_in_record' then 'What Lever gave can''t be read: ' || judged.problem
            when 'confidential' then 'Its opportunity is confidential and does not become an application in Ashby.'
            when 'confidential_file'
                then 'Its opportunity is confidential, and a file can''t be private: add it by hand if it may be seen.'
            when judged.own_code then judged.own_reason
        end as reason,
        case when judged.fate = 'write' then judged.entity || '/' || judged.lever_id end as write_key,
        judged.is_closed or (judged.entity = 'feedback' and not judged.takes_form) as is_private,
        judged.created_at

    from judged

)

select * from child
order by entity, lever_id
