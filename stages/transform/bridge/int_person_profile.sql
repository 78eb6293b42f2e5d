-- int_person_profile: one row is one person with the name, headlines, sources and times of its visible opportunities.
-- Grain: person_id. People without a visible opportunity have no row: nothing may be said about them (P6, A7).
-- P4: name of the most recently active opportunity that has one; every headline, that one's first.
-- P5: created when the oldest opportunity was. P7: sources, oldest opportunity first.
with

person_opportunity as (select * from int_person_opportunity),

opportunity as (select * from stg_lever__opportunity),

source as (select * from int_person_source),

visible as (

    select
        person_opportunity.person_id,
        person_opportunity.recency,
        opportunity.created_at,
        coalesce(opportunity.last_interaction_at, opportunity.created_at) as active_at,
        nullif(trim(opportunity.name), '') as name,
        nullif(trim(opportunity.headline), '') as headline

    from person_opportunity
    left join opportunity
        on person_opportunity.opportunity_id = opportunity.opportunity_id

),

plain as (

    select
        visible.person_id,
        min(visible.created_at) as created_at,
        max(visible.active_at) as active_at,
        arg_min(visible.name, visible.recency) filter (where visible.name is not null) as name

    from visible
    group by visible.person_id

),

headline as (

    select
        visible.person_id,
        visible.headline,
        min(visible.recency) as place

    from visible
    where visible.headline is not null
    group by visible.person_id, visible.headline

),

headlines as (

    select
        headline.person_id,
        list_sort(list({ 'place': headline.place, 'headline': headline.headline })) as headlines

    from headline
    group by headline.person_id

),

sources as (

    select
        source.person_id,
        list_sort(list({ 'place': source.place, 'source': source.source })) as sources

    from source
    group by source.person_id

),

person_profile as (

    select
        plain.person_id,
        plain.name,
        array_to_string([entry['headline'] for entry in headlines.headlines], '; ') as headline,
        coalesce([entry['source'] for entry in sources.sources], []) as sources,
        plain.created_at,
        plain.active_at

    from plain
    left join headlines
        on plain.person_id = headlines.person_id
    left join sources
        on plain.person_id = sources.person_id

)

select * from person_profile
order by person_id
