-- int_contact: one row is one contact that any opportunity names, and whether a former load named a person after it.
-- Grain: contact_id.
-- P1, P3: a person's id is the key of its candidate for ever, so what was one once is told here; also where Ashby gave
-- no answer, since the candidate may be there. A refused create and one undone left nothing behind.
-- Drops opportunities without a contact: they can't be anybody's (int_opportunity holds them: no_contact).
with

opportunity as (select * from stg_lever__opportunity),

result as (select * from result__candidate),

former_person as (

    select distinct result.lever_id as contact_id

    from result
    where
        result.outcome in ('created', 'found', 'updated', 'unknown')
        -- a refused update: the candidate is there all the same
        or (result.outcome = 'refused' and result.ashby_id is not null)

),

contact as (

    select distinct opportunity.contact_id

    from opportunity
    where opportunity.contact_id is not null

),

known_contact as (

    select
        contact.contact_id,
        former_person.contact_id is not null as was_person

    from contact
    left join former_person
        on contact.contact_id = former_person.contact_id

)

select * from known_contact
order by contact_id
