-- control_total: one row is one tag or source of which Lever counts other opportunities than we have.
-- warning: Lever's own count is the one control total there is; a difference means records missing, or changed since.
-- Grain: table_name, row_key.
with

opportunity as (select * from stg_lever__opportunity),

tag as (select * from stg_lever__tag),

source as (select * from stg_lever__source),

tagged as (

    select
        named.tag,
        count(*) as count_opportunities
    from (
        select distinct
            opportunity_id,
            unnest(tags) as tag
        from opportunity
    ) as named
    group by named.tag

),

sourced as (

    select
        named.source,
        count(*) as count_opportunities
    from (
        select distinct
            opportunity_id,
            unnest(sources) as source
        from opportunity
    ) as named
    group by named.source

),

different as (

    select
        'stg_lever__tag' as table_name,
        tag.tag as row_key

    from tag
    left join tagged
        on tag.tag = tagged.tag
    where tag.count_opportunities <> coalesce(tagged.count_opportunities, 0)

    union all

    select
        'stg_lever__source' as table_name,
        source.source as row_key

    from source
    left join sourced
        on source.source = sourced.source
    where source.count_opportunities <> coalesce(sourced.count_opportunities, 0)

)

select * from different
