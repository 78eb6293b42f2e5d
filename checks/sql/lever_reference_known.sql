-- lever_reference_known: one row is one staged Lever record that names another one which Lever did not give.
-- warning: Deleted or unreadable at Lever, or lost by us; what depends on it falls back to a rule or is held.
-- Grain: table_name, row_key.
with

opportunity as (select * from stg_lever__opportunity),

stage as (select * from stg_lever__stage),

archive_reason as (select * from stg_lever__archive_reason),

lever_user as (select * from stg_lever__user),

posting as (select * from stg_lever__posting),

note as (select * from stg_lever__note),

of_opportunity as (

    select
        'stg_lever__opportunity' as table_name,
        opportunity.opportunity_id as row_key

    from opportunity
    left join stage
        on opportunity.lever_stage_id = stage.lever_stage_id
    left join archive_reason
        on opportunity.archive_reason_id = archive_reason.archive_reason_id
    left join lever_user
        on opportunity.owner_user_id = lever_user.user_id
    left join posting
        on opportunity.posting_id = posting.posting_id
    where
        (opportunity.lever_stage_id is not null and stage.lever_stage_id is null)
        or (opportunity.archive_reason_id is not null and archive_reason.archive_reason_id is null)
        or (opportunity.owner_user_id is not null and lever_user.user_id is null)
        or (opportunity.posting_id is not null and not coalesce(posting.is_readable, false))

),

of_note as (

    select
        'stg_lever__note' as table_name,
        note.note_id as row_key

    from note
    left join opportunity
        on note.opportunity_id = opportunity.opportunity_id
    left join lever_user
        on note.user_id = lever_user.user_id
    where
        (note.opportunity_id is not null and opportunity.opportunity_id is null)
        or (note.user_id is not null and lever_user.user_id is null)

),

dangling as (

    select
        of_opportunity.table_name,
        of_opportunity.row_key
    from of_opportunity

    union all

    select
        of_note.table_name,
        of_note.row_key
    from of_note

)

select * from dangling
