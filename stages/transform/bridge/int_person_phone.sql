-- int_person_phone: one row is one phone number of one person, in the order in which the candidate gets them.
-- Grain: person_id, number.
-- P4: the most recently active opportunity's come first, each in Lever's order. Drops blank numbers.
with

person_opportunity as (select * from int_person_opportunity),

opportunity as (select * from stg_lever__opportunity),

listed as (

    select
        opportunity.opportunity_id,
        unnest(opportunity.phones) as phone,
        generate_subscripts(opportunity.phones, 1) - 1 as position

    from opportunity

),

mentioned as (

    select
        person_opportunity.person_id,
        trim(listed.phone.value) as number,
        nullif(trim(listed.phone.type), '') as type,
        -- One number to order by: no list of phones is a million long.
        person_opportunity.recency * 1000000 + listed.position as place

    from listed
    left join person_opportunity
        on listed.opportunity_id = person_opportunity.opportunity_id
    where person_opportunity.person_id is not null and trim(listed.phone.value) <> ''

),

person_phone as (

    select
        mentioned.person_id,
        mentioned.number,
        arg_min(mentioned.type, mentioned.place) as type,
        min(mentioned.place) as place

    from mentioned
    group by mentioned.person_id, mentioned.number

)

select * from person_phone
order by person_id, number
