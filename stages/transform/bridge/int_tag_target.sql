-- int_tag_target: one row is one Lever tag that somebody has, and the tag in Ashby that it becomes.
-- Grain: tag.
-- P7: decided in mappings/tag.csv: one that is there, one to create, or none. A2: `Lever: no posting` is one of them.
-- tag_key stands for the name in write keys; of names that are equal and go to different targets each has its own.
with

opportunity as (select * from int_opportunity),

lever_opportunity as (select * from stg_lever__opportunity),

mapping as (select * from int_mapping_tag),

listed as (

    select unnest(lever_opportunity.tags) as tag
    from lever_opportunity

    union all

    select 'Lever: no posting' as tag
    from opportunity
    where opportunity.reason_code = 'no_posting'

),

used as (

    select
        listed.tag,
        -- A name of nothing but signs is its own name.
        coalesce(nullif(normal_name(listed.tag), ''), listed.tag) as name

    from listed
    where trim(listed.tag) <> ''
    group by listed.tag

),

decided as (

    select
        used.tag,
        used.name,
        case
            when mapping.decision in ('exact', 'chosen', 'create') then 'write'
            when mapping.decision = 'leave_out' then 'excluded'
            else 'held'
        end as fate,
        case when mapping.decision in ('exact', 'chosen') then mapping.ashby_id end as ashby_tag_id,
        case when mapping.decision = 'create' then 'tag/' || text_key(used.name) end as tag_write_key

    from used
    left join mapping
        on used.tag = mapping.lever_id

),

named as (

    select
        decided.name,
        count(distinct coalesce(decided.ashby_tag_id, decided.tag_write_key)) as count_targets

    from decided
    group by decided.name

),

tag_target as (

    select
        decided.tag,
        text_key(case when named.count_targets > 1 then decided.tag else decided.name end) as tag_key,
        decided.fate,
        decided.ashby_tag_id,
        decided.tag_write_key

    from decided
    left join named
        on decided.name = named.name

)

select * from tag_target
order by tag
