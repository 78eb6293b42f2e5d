-- gone_is_never_written: one row is one write of what is anonymised or deleted in Lever, or hangs on what is.
-- critical: Rule P6: who asked to be forgotten is not carried on; N1, F1, R2: what was deleted is not brought back,
-- what was never handed in is not shown. Told from Lever's own words once more.
-- Grain: table_name, row_key.
with

application as (select * from body__application),

note as (select * from body__note),

feedback_write as (select * from ashby__feedback),

file_write as (select * from ashby__file),

opportunity as (select * from stg_lever__opportunity),

thing as (

    select
        'application' as entity,
        opportunity_id as lever_id,
        opportunity_id,
        false as is_gone
    from opportunity

    union all

    select
        'note' as entity,
        note_id as lever_id,
        opportunity_id,
        deleted_at is not null as is_gone
    from stg_lever__note

    union all

    select
        'feedback' as entity,
        feedback_id as lever_id,
        opportunity_id,
        deleted_at is not null or completed_at is null as is_gone
    from stg_lever__feedback

    union all

    select
        'interview' as entity,
        panel_id as lever_id,
        opportunity_id,
        false as is_gone
    from stg_lever__panel

    union all

    select
        'offer' as entity,
        offer_id as lever_id,
        opportunity_id,
        false as is_gone
    from stg_lever__offer

    union all

    select
        'form' as entity,
        form_id as lever_id,
        opportunity_id,
        deleted_at is not null as is_gone
    from stg_lever__form

    union all

    select
        'form' as entity,
        question_id as lever_id,
        opportunity_id,
        false as is_gone
    from stg_lever__question

    union all

    select
        'referral' as entity,
        referral_id as lever_id,
        opportunity_id,
        false as is_gone
    from stg_lever__referral

    union all

    select
        'file' as entity,
        attachment_id as lever_id,
        opportunity_id,
        false as is_gone
    from stg_lever__attachment

),

judged as (

    select
        thing.entity,
        thing.lever_id,
        thing.is_gone
        or coalesce(opportunity.is_anonymized, false)
        or opportunity.deleted_at is not null as is_gone

    from thing
    left join opportunity
        on thing.opportunity_id = opportunity.opportunity_id

),

write as (

    select
        'ashby__application' as table_name,
        write_key,
        entity,
        lever_id
    from application

    union all

    select
        'ashby__note' as table_name,
        write_key,
        entity,
        lever_id
    from note

    union all

    select
        'ashby__feedback' as table_name,
        write_key,
        entity,
        lever_id
    from feedback_write

    union all

    select
        'ashby__file' as table_name,
        write_key,
        entity,
        lever_id
    from file_write

),

gone as (

    select
        write.table_name,
        write.write_key as row_key

    from write
    left join judged
        on
            write.entity = judged.entity
            and write.lever_id = judged.lever_id
    where judged.is_gone

)

select * from gone
