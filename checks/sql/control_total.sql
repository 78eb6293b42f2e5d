-- control_total: one row is one tag or source of which Lever counts more opportunities than we have, or fewer.
-- warning: Lever's own count is the one control total there is; a difference means records missing, or changed since.
-- Grain: table_name, row_key.
-- Whether Lever counts confidential opportunities is not documented: any number between the two counts is right.
with

opportunity as (select * from stg_lever__opportunity),

tag as (select * from stg_lever__tag),

source as (select * from stg_lever__source),

counted as (

    select
        named.kind,
        named.name,
        count(*) as count_all,
        count(*) filter (where not coalesce(named.is_confidential, false)) as count_open
    from (
        select distinct
            'tag' as kind,
            opportunity_id,
            is_confidential,
            unnest(tags) as name
        from opportunity
        union all
        select distinct
            'source' as kind,
            opportunity_id,
            is_confidential,
            unnest(sources) as name
        from opportunity
    ) as named
    group by named.kind, named.name

),

different as (

    select
        'stg_lever__tag' as table_name,
        tag.tag as row_key

    from tag
    left join counted
        on
            counted.kind = 'tag'
            and tag.tag = counted.name
    where not tag.count_opportunities between coalesce(counted.count_open, 0) and coalesce(counted.count_all, 0)

    union all

    select
        'stg_lever__source' as table_name,
        source.source as row_key

    from source
    left join counted
        on
            counted.kind = 'source'
            and source.source = counted.name
    where not source.count_opportunities between coalesce(counted.count_open, 0) and coalesce(counted.count_all, 0)

)

select * from different
