-- int_mapping_job: one row is one Lever posting, and the Ashby job that its opportunities go to.
-- Grain: lever_id (the posting's id). Every posting has a row.
-- A1: an opportunity becomes an application to its posting's job. For `create`, ashby_id and ashby_name are the
-- interview plan that the new job gets: the person's choice, else the live plan with most of the Lever stages that
-- the posting's opportunities use (A5). A7: no job is created for a confidential posting, since Ashby's API can't
-- make a confidential one; nor for a posting that Lever doesn't show, since it has no title.
-- People's decisions (chosen, leave_out, create) stay, also about what is no longer there; the rest is decided anew,
-- but an exact target stays while it is there. Drops `create` decisions about what is no longer there.
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
            when not regexp_matches(note, '^(\d+|no|the chosen|the new) .*(in Ashby|interview plan|in Lever)')
                then note
        end as note
    from mapping__job
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

waiting as (

    select
        posting_id,
        count(*) as records
    from stg_lever__opportunity
    where posting_id is not null and not is_anonymized and deleted_at is null
    group by posting_id

),

thing as (

    select
        posting.posting_id as lever_id,
        posting.title as lever_name,
        coalesce(waiting.records, 0) as records,
        coalesce(trim(posting.title), '') <> '' and posting.is_readable as has_title,
        posting.is_confidential
    from stg_lever__posting as posting
    left join waiting on posting.posting_id = waiting.posting_id

    union all

    select
        former.lever_id,
        former.lever_name,
        0 as records,
        true as has_title,
        false as is_confidential
    from former
    anti join stg_lever__posting as posting on former.lever_id = posting.posting_id
    where former.decision in ('chosen', 'leave_out')

),

target as (

    select
        job_id as ashby_id,
        title as ashby_name,
        nullif(normal_name(title), '') as name,
        coalesce(status, '') = 'Archived' as is_archived
    from stg_ashby__job

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

plan as (select * from stg_ashby__interview_plan),

plan_stage as (

    select distinct
        interview_plan_id,
        normal_name(title) as stage_name
    from stg_ashby__interview_stage
    where normal_name(title) <> ''

),

used_stage as (

    select distinct
        stage_use.posting_id,
        normal_name(lever_stage.name) as stage_name
    from int_stage_use as stage_use
    left join stg_lever__stage as lever_stage on stage_use.lever_stage_id = lever_stage.lever_stage_id

),

covered as (

    select
        used_stage.posting_id,
        plan_stage.interview_plan_id,
        count(*) as count_stages
    from used_stage
    left join plan_stage on used_stage.stage_name = plan_stage.stage_name
    group by used_stage.posting_id, plan_stage.interview_plan_id

),

best_plan as (

    select
        thing.lever_id,
        plan.interview_plan_id,
        plan.title
    from thing
    cross join plan
    left join former on thing.lever_id = former.lever_id and former.decision = 'create'
    left join covered on thing.lever_id = covered.posting_id and plan.interview_plan_id = covered.interview_plan_id
    where not plan.is_archived
    qualify
        row_number() over (
            partition by thing.lever_id
            order by
                -- A person may name the plan without its id.
                coalesce(normal_name(plan.title) = normal_name(former.ashby_name), false) desc,
                coalesce(covered.count_stages, 0) desc,
                plan.title asc,
                plan.interview_plan_id asc
        ) = 1

),

former_plan as (

    select
        former.lever_id,
        former.ashby_id,
        plan.title,
        plan.is_archived
    from former
    left join plan on former.ashby_id = plan.interview_plan_id
    where former.decision = 'create' and former.ashby_id is not null

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
        coalesce(former_plan.ashby_id, best_plan.interview_plan_id) as plan_id,
        case when former_plan.ashby_id is null then best_plan.title else former_plan.title end as plan_title,
        former_plan.ashby_id is not null and former_plan.title is null as is_plan_missing,
        former_plan.is_archived as is_plan_archived,
        case
            when former.decision in ('chosen', 'leave_out') then 'people'
            when former.decision = 'create' and thing.has_title then 'create'
            when former.decision = 'exact' and not standing.is_archived then 'kept'
            when named.count_targets = 1 then 'exact'
            when named.count_targets > 1 then 'several'
            when not thing.has_title then 'untitled'
            when thing.is_confidential then 'confidential'
            when best_plan.interview_plan_id is null then 'no_plan'
            when option.accept_proposals then 'create'
            else 'none'
        end as verdict
    from thing
    left join former on thing.lever_id = former.lever_id
    left join target as standing on former.ashby_id = standing.ashby_id
    left join named on nullif(normal_name(thing.lever_name), '') = named.name
    left join best_plan on thing.lever_id = best_plan.lever_id
    left join former_plan on thing.lever_id = former_plan.lever_id
    cross join option

),

mapping as (

    select
        lever_id,
        lever_name,
        records,
        case verdict
            when 'people' then former_id
            when 'kept' then standing_id
            when 'exact' then named_id
            when 'create' then plan_id
        end as ashby_id,
        case verdict
            when 'people' then former_name
            when 'kept' then standing_name
            when 'exact' then named_name
            when 'create' then plan_title
        end as ashby_name,
        case
            when verdict = 'people' then former_decision
            when verdict in ('kept', 'exact') then 'exact'
            when verdict = 'create' then 'create'
        end as decision,
        case when verdict in ('kept', 'exact') then 1.0::double end as score,
        case
            when verdict = 'several' then count_targets || ' jobs in Ashby have this name'
            when verdict = 'untitled' then 'no title of this posting is seen in Lever: choose a job or leave it out'
            when verdict = 'confidential' then 'no confidential job can be made in Ashby by API: make one by hand'
            when verdict = 'no_plan' then 'no job in Ashby has this name, and no interview plan is there for a new one'
            when verdict = 'none'
                then 'no job in Ashby has this name; a new one would get the interview plan ' || plan_title
            when verdict = 'create' and plan_id is null then 'no interview plan in Ashby is there for the new job'
            when verdict = 'create' and is_plan_missing then 'the chosen interview plan is not in Ashby'
            when verdict = 'create' and is_plan_archived then 'the chosen interview plan is archived in Ashby'
            when verdict = 'create' then 'the new job gets the interview plan ' || plan_title
            when former_decision = 'chosen' and standing_id is null then 'the chosen job is not in Ashby'
            when former_decision = 'chosen' and is_standing_archived then 'the chosen job is archived in Ashby'
            else former_note
        end as note
    from judged

)

select * from mapping
order by lever_id
