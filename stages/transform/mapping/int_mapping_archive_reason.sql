-- int_mapping_archive_reason: one row is one Lever archive reason but the hired one, and its Ashby reason.
-- Grain: lever_id (the reason's id).
-- A4: an application that was archived ends with the mapped reason; a hire needs none. Every reason that Lever lists
-- has a row, and every id that an opportunity names, listed or not.
-- People's decisions (chosen, leave_out, create) stay, also about what is no longer in use; the rest is decided anew,
-- but an exact target stays while it is there. Drops `create` decisions about what is no longer in use.
with

former as (

    -- Notes of ours are written anew, those of people stay.
    select
        lever_id,
        lever_name,
        ashby_id,
        ashby_name,
        decision,
        case
            when not regexp_matches(note, '^(\d+|no|the chosen|the new) .*(in Ashby|interview plan)') then note
        end as note
    from mapping__archive_reason
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

used_reason as (

    select
        archive_reason_id,
        count(*) as records
    from stg_lever__opportunity
    where archive_reason_id is not null and not is_anonymized and deleted_at is null
    group by archive_reason_id

),

named_reason as (

    select archive_reason_id from used_reason
    union distinct
    select archive_reason_id from stg_lever__archive_reason

),

used as (

    select
        named_reason.archive_reason_id as lever_id,
        lever_reason.name as lever_name,
        coalesce(used_reason.records, 0) as records
    from named_reason
    left join used_reason on named_reason.archive_reason_id = used_reason.archive_reason_id
    left join stg_lever__archive_reason as lever_reason
        on named_reason.archive_reason_id = lever_reason.archive_reason_id
    where not coalesce(lever_reason.is_hired, false)

),

thing as (

    select
        lever_id,
        lever_name,
        records
    from used

    union all

    select
        former.lever_id,
        former.lever_name,
        0 as records
    from former
    anti join used on former.lever_id = used.lever_id
    where former.decision in ('chosen', 'leave_out')

),

target as (

    select
        archive_reason_id as ashby_id,
        name as ashby_name,
        nullif(normal_name(name), '') as name,
        is_archived
    from stg_ashby__archive_reason

),

named as (

    select
        name,
        count(*) as count_targets,
        min(ashby_id) as ashby_id,
        min(ashby_name) as ashby_name
    from target
    where not is_archived
    group by name

),

judged as (

    select
        thing.lever_id,
        thing.lever_name,
        thing.records,
        former.ashby_id as former_id,
        former.ashby_name as former_name,
        former.decision as former_decision,
        former.note as former_note,
        standing.ashby_id as standing_id,
        standing.ashby_name as standing_name,
        standing.is_archived as is_standing_archived,
        named.ashby_id as named_id,
        named.ashby_name as named_name,
        named.count_targets,
        case
            when former.decision in ('chosen', 'leave_out', 'create') then 'people'
            when former.decision = 'exact' and not standing.is_archived then 'kept'
            when named.count_targets = 1 then 'exact'
            when named.count_targets > 1 then 'several'
            else 'none'
        end as verdict
    from thing
    left join former on thing.lever_id = former.lever_id
    left join target as standing on former.ashby_id = standing.ashby_id
    left join named on nullif(normal_name(thing.lever_name), '') = named.name

),

mapping as (

    select
        lever_id,
        lever_name,
        records,
        case verdict when 'people' then former_id when 'kept' then standing_id when 'exact' then named_id end
            as ashby_id,
        case verdict when 'people' then former_name when 'kept' then standing_name when 'exact' then named_name end
            as ashby_name,
        case
            when verdict = 'people' then former_decision
            when verdict in ('kept', 'exact') then 'exact'
        end as decision,
        case when verdict in ('kept', 'exact') then 1.0::double end as score,
        case
            when verdict = 'several' then count_targets || ' archive reasons in Ashby have this name'
            when verdict = 'none' then 'no archive reason in Ashby has this name'
            when former_decision = 'chosen' and standing_id is null then 'the chosen archive reason is not in Ashby'
            when former_decision = 'chosen' and is_standing_archived
                then 'the chosen archive reason is archived in Ashby'
            when former_decision = 'create' then 'no archive reason can be made in Ashby by API'
            else former_note
        end as note
    from judged

)

select * from mapping
order by lever_id
