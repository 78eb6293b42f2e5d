-- gone_is_never_written: one row is one write for an opportunity or note that is anonymised or deleted in Lever.
-- critical: Rule P6: who asked to be forgotten is not carried on. Told from Lever's own words once more.
-- Grain: table_name, row_key.
with

application as (select * from body__application),

note as (select * from body__note),

opportunity as (select * from stg_lever__opportunity),

lever_note as (select * from stg_lever__note),

gone as (

    select
        'ashby__application' as table_name,
        application.write_key as row_key

    from application
    left join opportunity
        on application.lever_id = opportunity.opportunity_id
    where coalesce(opportunity.is_anonymized, false) or opportunity.deleted_at is not null

    union all

    select
        'ashby__note' as table_name,
        note.write_key as row_key

    from note
    left join lever_note
        on note.lever_id = lever_note.note_id
    left join opportunity
        on lever_note.opportunity_id = opportunity.opportunity_id
    where
        lever_note.deleted_at is not null
        or coalesce(opportunity.is_anonymized, false)
        or opportunity.deleted_at is not null

)

select * from gone
