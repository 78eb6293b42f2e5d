-- int_person_opportunity: one row is one visible opportunity of one person, with its place among them.
-- Grain: opportunity_id.
-- P4: most recently active first (ties: smaller id). P5, P7: oldest first.
-- Drops opportunities that may not be seen on the candidate: excluded ones (P6, A1) and confidential ones that have
-- no confidential job (A7); and those without a contact, which are nobody's.
with

opportunity as (select * from int_opportunity),

person_opportunity as (

    select
        opportunity.person_id,
        opportunity.opportunity_id,
        row_number() over (
            partition by opportunity.person_id
            order by opportunity.active_at desc nulls last, opportunity.opportunity_id asc
        ) - 1 as recency,
        row_number() over (
            partition by opportunity.person_id
            order by opportunity.created_at nulls last, opportunity.opportunity_id
        ) - 1 as age

    from opportunity
    where opportunity.is_visible and opportunity.person_id is not null

)

select * from person_opportunity
order by opportunity_id
