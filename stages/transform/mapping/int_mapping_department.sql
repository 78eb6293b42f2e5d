-- int_mapping_department: one row is one team or department of Lever's postings, and its Ashby department.
-- Grain: lever_id (the department's name).
-- A1: a job that is created needs a team (ashby-api 9.7); Ashby's departments and teams are one kind of object, so the
-- posting's team is asked for, else its department. `records` counts the postings whose job waits for it. Ashby's API
-- can make one (ashby-api 9.6): a person writes `create`, or accepts it with all proposals.
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
    from mapping__department
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

waiting as (

    -- A department is asked for by a job that is created, or may still be.
    select
        coalesce(posting.team, posting.department) as name,
        coalesce(job.decision, 'create') = 'create' and posting.is_readable as is_waiting
    from stg_lever__posting as posting
    left join int_mapping_job as job on posting.posting_id = job.lever_id

),

used as (

    select
        name as lever_id,
        name as lever_name,
        count(*) filter (where is_waiting) as records
    from waiting
    where name is not null
    group by name

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
        department_id as ashby_id,
        name as ashby_name,
        nullif(normal_name(name), '') as name,
        is_archived
    from stg_ashby__department

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

option as (select coalesce(bool_or(accept_proposals), false) as accept_proposals from int_run_option),

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
            -- A name of nothing but spaces names nothing that Ashby could show.
            when option.accept_proposals and trim(thing.lever_name) <> '' then 'create'
            else 'none'
        end as verdict
    from thing
    left join former on thing.lever_id = former.lever_id
    left join target as standing on former.ashby_id = standing.ashby_id
    left join named on nullif(normal_name(thing.lever_name), '') = named.name
    cross join option

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
            when verdict = 'create' then 'create'
        end as decision,
        case when verdict in ('kept', 'exact') then 1.0::double end as score,
        case
            when verdict = 'several' then count_targets || ' departments in Ashby have this name'
            when verdict = 'none' then 'no department in Ashby has this name'
            when former_decision = 'chosen' and standing_id is null then 'the chosen department is not in Ashby'
            when former_decision = 'chosen' and is_standing_archived
                then 'the chosen department is archived in Ashby'
            else former_note
        end as note
    from judged

)

select * from mapping
order by lever_id
