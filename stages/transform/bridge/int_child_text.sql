-- int_child_text: one row is one thing of int_child that is or may become a note, as its text with the marker.
-- Grain: entity, lever_id. Files have no text.
-- N1, N3: each kind's text comes from a file of its own; its marker tells the kind.
with

child_text as (

    select
        'note' as entity,
        note_id as lever_id,
        content
    from int_note_text

    union all

    select
        'feedback' as entity,
        feedback_id as lever_id,
        content
    from int_feedback_text

    union all

    select
        'interview' as entity,
        panel_id as lever_id,
        content
    from int_interview_text

    union all

    select
        'offer' as entity,
        offer_id as lever_id,
        content
    from int_offer_text

    union all

    select
        'form' as entity,
        form_id as lever_id,
        content
    from int_form_text

    union all

    select
        'referral' as entity,
        referral_id as lever_id,
        content
    from int_referral_text

)

select * from child_text
order by entity, lever_id
