-- int_person_link: one row is one link of one person, and the field of the candidate that it fits.
-- Grain: person_id, link.
-- P4: LinkedIn and GitHub have fields of their own, any other web address is a website. A link without a scheme gets
-- https://. What is no web address (kind null) fits none and is told in a custom field.
with

person_opportunity as (select * from int_person_opportunity),

opportunity as (select * from stg_lever__opportunity),

listed as (

    select
        opportunity.opportunity_id,
        unnest(opportunity.links) as written,
        generate_subscripts(opportunity.links, 1) - 1 as position

    from opportunity

),

mentioned as (

    select
        person_opportunity.person_id,
        trim(listed.written) as written,
        case
            when regexp_full_match(trim(listed.written), '(?i)https?://[^\s/?#]+([/?#]\S*)?')
                then trim(listed.written)
            when regexp_full_match(trim(listed.written), '(?i)([a-z0-9\pL-]+\.)+[a-z\pL]{2,}(:[0-9]+)?([/?#]\S*)?')
                then 'https://' || trim(listed.written)
        end as url,
        -- One number to order by: no list of links is a million long.
        person_opportunity.recency * 1000000 + listed.position as place

    from listed
    left join person_opportunity
        on listed.opportunity_id = person_opportunity.opportunity_id
    where person_opportunity.person_id is not null and trim(listed.written) <> ''

),

person_link as (

    select
        mentioned.person_id,
        coalesce(mentioned.url, mentioned.written) as link,
        case
            when any_value(mentioned.url) is null then null
            when regexp_matches(any_value(mentioned.url), '(?i)^https?://([a-z0-9-]+\.)*linkedin\.com([:/?#]|$)')
                then 'linkedin'
            when regexp_matches(any_value(mentioned.url), '(?i)^https?://(www\.)?github\.com([:/?#]|$)')
                then 'github'
            else 'website'
        end as kind,
        min(mentioned.place) as place

    from mentioned
    group by mentioned.person_id, coalesce(mentioned.url, mentioned.written)

)

select * from person_link
order by person_id, link
