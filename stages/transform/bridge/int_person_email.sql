-- int_person_email: one row is one e-mail of one person, in the order in which the candidate gets them.
-- Grain: person_id, email.
-- P4: the most recently active opportunity's come first, each in Lever's order.
-- P2: an address that several people share never becomes a candidate's own (is_native false), since Ashby might take
-- strangers for one person by it; nor does a malformed one. Both are told in a custom field.
with

person_opportunity as (select * from int_person_opportunity),

opportunity_email as (select * from int_opportunity_email),

contact_email as (select * from int_contact_email),

mentioned as (

    select
        person_opportunity.person_id,
        coalesce(opportunity_email.email, opportunity_email.written) as email,
        coalesce(contact_email.is_joining, false) as is_native,
        -- One number to order by: no list of e-mails is a million long.
        person_opportunity.recency * 1000000 + opportunity_email.position as place

    from opportunity_email
    left join person_opportunity
        on opportunity_email.opportunity_id = person_opportunity.opportunity_id
    left join contact_email
        on
            opportunity_email.contact_id = contact_email.contact_id
            and opportunity_email.email = contact_email.email
    where person_opportunity.person_id is not null

),

person_email as (

    select
        mentioned.person_id,
        mentioned.email,
        bool_or(mentioned.is_native) as is_native,
        min(mentioned.place) as place

    from mentioned
    group by mentioned.person_id, mentioned.email

)

select * from person_email
order by person_id, email
