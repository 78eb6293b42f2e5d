-- secret_stays_private: one row is one write that would show to all what Lever shows to some.
-- critical: Rules N1, F1, F2, O1, R1, R2, A7: visibility never widens. Told from Lever's own words once more, not from
-- the transform's verdict.
-- Grain: table_name, row_key.
-- Secret are notes, feedback and files that say so, forms and their templates that do not say they are not, and every
-- offer; whatever hangs on a confidential opportunity or posting. Feedback as a note is private, secret or not (F1). A
-- form and a file can't be private.
with

note as (select * from body__note),

feedback_write as (select * from ashby__feedback),

file_write as (select * from ashby__file),

opportunity as (select * from stg_lever__opportunity),

posting as (select * from stg_lever__posting),

thing as (

    select
        'note' as entity,
        note_id as lever_id,
        opportunity_id,
        coalesce(is_secret, false) as is_secret,
        false as is_private_note
    from stg_lever__note

    union all

    select
        'feedback' as entity,
        feedback_id as lever_id,
        opportunity_id,
        coalesce(is_secret, false) as is_secret,
        true as is_private_note
    from stg_lever__feedback

    union all

    select
        'interview' as entity,
        panel_id as lever_id,
        opportunity_id,
        false as is_secret,
        false as is_private_note
    from stg_lever__panel

    union all

    select
        'offer' as entity,
        offer_id as lever_id,
        opportunity_id,
        true as is_secret,
        true as is_private_note
    from stg_lever__offer

    union all

    select
        'form' as entity,
        form_id as lever_id,
        opportunity_id,
        coalesce(is_secret, true) as is_secret,
        false as is_private_note
    from stg_lever__form

    union all

    select
        'form' as entity,
        question_id as lever_id,
        opportunity_id,
        false as is_secret,
        false as is_private_note
    from stg_lever__question

    union all

    select
        'referral' as entity,
        referral_id as lever_id,
        opportunity_id,
        false as is_secret,
        false as is_private_note
    from stg_lever__referral

    union all

    -- O1: the documents of an offer are files all the same.
    select
        'file' as entity,
        attachment_id as lever_id,
        opportunity_id,
        coalesce(is_secret, false) and coalesce(kind, '') not in ('offer_sent', 'offer_signed') as is_secret,
        false as is_private_note
    from stg_lever__attachment

    union all

    select
        'application' as entity,
        opportunity_id as lever_id,
        opportunity_id,
        false as is_secret,
        false as is_private_note
    from opportunity

),

judged as (

    select
        thing.entity,
        thing.lever_id,
        thing.is_private_note,
        thing.is_secret
        or coalesce(opportunity.is_confidential, false)
        or coalesce(posting.is_confidential, false) as is_closed

    from thing
    left join opportunity
        on thing.opportunity_id = opportunity.opportunity_id
    left join posting
        on opportunity.posting_id = posting.posting_id

),

exposed as (

    select
        'ashby__note' as table_name,
        note.write_key as row_key

    from note
    left join judged
        on
            note.entity = judged.entity
            and note.lever_id = judged.lever_id
    where (judged.is_closed or judged.is_private_note) and not coalesce(note.is_private, false)

    union all

    select
        'ashby__feedback' as table_name,
        feedback_write.write_key as row_key

    from feedback_write
    left join judged
        on
            judged.entity = 'feedback'
            and feedback_write.lever_id = judged.lever_id
    where judged.is_closed

    union all

    select
        'ashby__file' as table_name,
        file_write.write_key as row_key

    from file_write
    left join judged
        on
            judged.entity = 'file'
            and file_write.lever_id = judged.lever_id
    where judged.is_closed

)

select * from exposed
