-- int_opportunity_email: one row is one e-mail as one opportunity lists it, with its canonical form (P1).
-- Grain: opportunity_id, position (from 0, in Lever's order).
-- Drops what anonymised and deleted opportunities still list (P6: they are never used), and blank entries.
-- A malformed e-mail has no canonical form; it joins nobody and stays as it is written.
with

opportunity as (select * from stg_lever__opportunity),

listed as (

    select
        opportunity.opportunity_id,
        opportunity.contact_id,
        unnest(opportunity.emails) as written,
        generate_subscripts(opportunity.emails, 1) - 1 as position

    from opportunity
    where not coalesce(opportunity.is_anonymized, false) and opportunity.deleted_at is null

),

opportunity_email as (

    select
        listed.opportunity_id,
        listed.position,
        listed.contact_id,
        trim(listed.written) as written,
        canonical_email(listed.written) as email

    from listed
    where trim(listed.written) <> ''

)

select * from opportunity_email
order by opportunity_id, position
