-- int_person_source: one row is one source of one person, in the order in which the person came by them.
-- Grain: person_id, source.
-- P7: the oldest opportunity's come first, each in Lever's order. Drops blank sources.
with

person_opportunity as (select * from int_person_opportunity),

opportunity as (select * from stg_lever__opportunity),

listed as (

    select
        opportunity.opportunity_id,
        unnest(opportunity.sources) as source,
        generate_subscripts(opportunity.sources, 1) - 1 as position

    from opportunity

),

mentioned as (

    select
        person_opportunity.person_id,
        listed.source,
        -- One number to order by: no list of sources is a million long.
        person_opportunity.age * 1000000 + listed.position as place

    from listed
    left join person_opportunity
        on listed.opportunity_id = person_opportunity.opportunity_id
    where person_opportunity.person_id is not null and trim(listed.source) <> ''

),

person_source as (

    select
        mentioned.person_id,
        mentioned.source,
        min(mentioned.place) as place

    from mentioned
    group by mentioned.person_id, mentioned.source

)

select * from person_source
order by person_id, source
