-- int_stage_use: one row is one Lever stage that opportunities of one posting are or were in, and how many (A5).
-- Grain: posting_id, lever_stage_id.
-- Drops what anonymised and deleted opportunities used (P6): nobody need decide about it.
with

opportunity as (select * from stg_lever__opportunity),

stage_change as (select * from stg_lever__stage_change),

relevant as (

    select
        opportunity.opportunity_id,
        opportunity.posting_id,
        opportunity.lever_stage_id

    from opportunity
    where
        opportunity.posting_id is not null
        and not coalesce(opportunity.is_anonymized, false)
        and opportunity.deleted_at is null

),

used as (

    select
        relevant.posting_id,
        relevant.lever_stage_id,
        relevant.opportunity_id

    from relevant
    where relevant.lever_stage_id is not null

    union distinct

    select
        relevant.posting_id,
        stage_change.lever_stage_id,
        relevant.opportunity_id

    from stage_change
    left join relevant
        on stage_change.opportunity_id = relevant.opportunity_id
    where relevant.opportunity_id is not null and stage_change.lever_stage_id is not null

),

stage_use as (

    select
        used.posting_id,
        used.lever_stage_id,
        count(*) as records

    from used
    group by used.posting_id, used.lever_stage_id

)

select * from stage_use
order by posting_id, lever_stage_id
