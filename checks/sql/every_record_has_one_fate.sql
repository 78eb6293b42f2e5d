-- every_record_has_one_fate: one row is one Lever record that int_fate has not, or not once, or one that it made up.
-- critical: Rule C1: every record is in exactly one bucket; one that has no fate would be lost without a word.
-- Grain: table_name, row_key.
-- An interview is a panel; what an applicant wrote is a form, under the id of the application.
-- A tag and a custom value are Lever's own as often as they belong on somebody; int_tag and int_custom_value say so.
with

record as (

    select
        'job' as entity,
        posting_id as lever_id
    from stg_lever__posting

    union all

    select distinct
        'candidate' as entity,
        contact_id as lever_id
    from stg_lever__opportunity
    where contact_id is not null

    union all

    select
        'application' as entity,
        opportunity_id as lever_id
    from stg_lever__opportunity

    union all

    select
        'note' as entity,
        note_id as lever_id
    from stg_lever__note

    union all

    select
        'feedback' as entity,
        feedback_id as lever_id
    from stg_lever__feedback

    union all

    select
        'interview' as entity,
        panel_id as lever_id
    from stg_lever__panel

    union all

    select
        'offer' as entity,
        offer_id as lever_id
    from stg_lever__offer

    union all

    select
        'file' as entity,
        attachment_id as lever_id
    from stg_lever__attachment

    union all

    select
        'form' as entity,
        form_id as lever_id
    from stg_lever__form

    union all

    select
        'form' as entity,
        question_id as lever_id
    from stg_lever__question

    union all

    select
        'referral' as entity,
        referral_id as lever_id
    from stg_lever__referral

    union all

    select
        'tag' as entity,
        person_id || '/' || text_key(tag) as lever_id
    from int_tag

    union all

    select
        'custom_value' as entity,
        owner_id || '/' || title as lever_id
    from int_custom_value

),

fate as (

    select
        entity,
        lever_id,
        count(*) as count_fates
    from int_fate
    group by entity, lever_id

),

unclosed as (

    select
        'int_fate' as table_name,
        record.entity || '/' || record.lever_id as row_key

    from record
    left join fate
        on
            record.entity = fate.entity
            and record.lever_id = fate.lever_id
    where coalesce(fate.count_fates, 0) <> 1

    union all

    select
        'int_fate' as table_name,
        fate.entity || '/' || fate.lever_id as row_key

    from fate
    left join record
        on
            fate.entity = record.entity
            and fate.lever_id = record.lever_id
    where record.lever_id is null

)

select * from unclosed
