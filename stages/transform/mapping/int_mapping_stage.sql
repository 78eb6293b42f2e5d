-- int_mapping_stage: one row is one Lever stage in use, and the interview stage that stands for it.
-- Grain: lever_id: the stage's id; or `<posting id>/<stage id>` where one posting's job needs a target of its own.
-- A5: a stage goes to the stage of that name in the interview plan of the posting's job, else where people say. It is
-- exact when every plan concerned has exactly one stage of that name; each posting whose plan has not gets a row of
-- its own besides. On the stage's row people may choose by ashby_name: then the stage of that name in every plan.
-- A row with the stage's id is left out where each of its postings has a row decided by people. Postings that are left
-- out need no stages. People's decisions (chosen, leave_out, create) stay, also about what is no longer in use; an
-- exact target stays while it is the plan's and only one plan is concerned. Drops `create` about what is not in use.
-- `automation` is what a person told of the stage; it stays.
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
        end as note,
        automation
    from mapping__stage
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

interview_stage as (select * from stg_ashby__interview_stage),

named as (

    select
        interview_plan_id,
        normal_name(title) as name,
        min(interview_stage_id) as interview_stage_id,
        min(title) as title
    from interview_stage
    where normal_name(title) <> ''
    group by interview_plan_id, normal_name(title)
    having count(*) = 1

),

posting as (

    select
        job.lever_id as posting_id,
        job.lever_name as posting_title,
        case
            when job.decision in ('exact', 'chosen') then ashby_job.default_interview_plan_id
            when job.decision = 'create' then job.ashby_id
        end as interview_plan_id
    from int_mapping_job as job
    left join stg_ashby__job as ashby_job on job.ashby_id = ashby_job.job_id
    where job.decision is distinct from 'leave_out'

),

used as (

    select
        stage_use.lever_stage_id,
        stage_use.posting_id || '/' || stage_use.lever_stage_id as own_id,
        stage_use.records,
        lever_stage.name as lever_name,
        posting.posting_title,
        plan.interview_plan_id,
        plan.title as plan_title,
        count(distinct plan.interview_plan_id) over (partition by stage_use.lever_stage_id) = 1 as is_only_plan
    from int_stage_use as stage_use
    left join posting on stage_use.posting_id = posting.posting_id
    left join stg_lever__stage as lever_stage on stage_use.lever_stage_id = lever_stage.lever_stage_id
    left join stg_ashby__interview_plan as plan on posting.interview_plan_id = plan.interview_plan_id
    where posting.posting_id is not null

),

tried as (

    select
        used.*,
        own.ashby_id as own_ashby_id,
        own.ashby_name as own_ashby_name,
        own.decision as own_decision,
        own.note as own_note,
        coalesce(own_by_id.interview_stage_id, own_by_name.interview_stage_id) as own_target_id,
        coalesce(by_id.interview_stage_id, by_name.interview_stage_id) as target_id,
        coalesce(by_id.title, by_name.title) as target_title,
        case
            when own.decision in ('chosen', 'leave_out', 'create') then 'own'
            when general.decision = 'leave_out' then 'covered'
            when used.interview_plan_id is null then 'unplanned'
            when coalesce(by_id.title, by_chosen_name.title, by_name.title) is not null then 'covered'
            else 'lacking'
        end as verdict
    from used
    left join former as own on used.own_id = own.lever_id
    left join former as general on used.lever_stage_id = general.lever_id
    left join interview_stage as own_by_id
        on used.interview_plan_id = own_by_id.interview_plan_id and own.ashby_id = own_by_id.interview_stage_id
    left join named as own_by_name
        on used.interview_plan_id = own_by_name.interview_plan_id and normal_name(own.ashby_name) = own_by_name.name
    left join interview_stage as by_id
        on
            used.interview_plan_id = by_id.interview_plan_id
            and general.ashby_id = by_id.interview_stage_id
            and (general.decision = 'chosen' or (general.decision = 'exact' and used.is_only_plan))
    left join named as by_chosen_name
        on
            used.interview_plan_id = by_chosen_name.interview_plan_id
            and normal_name(general.ashby_name) = by_chosen_name.name
            and general.decision = 'chosen'
    left join named as by_name
        on used.interview_plan_id = by_name.interview_plan_id and normal_name(used.lever_name) = by_name.name

),

counted as (

    select
        lever_stage_id,
        any_value(lever_name) as lever_name,
        sum(records)::bigint as records,
        count(distinct interview_plan_id) filter (where verdict <> 'own') as count_plans,
        count(distinct interview_plan_id) filter (where verdict = 'lacking') as count_lacking,
        count(*) filter (where verdict = 'covered') as count_covered,
        count(*) filter (where verdict <> 'own') as count_postings,
        min(target_id) filter (where verdict = 'covered') as target_id,
        min(target_title) filter (where verdict = 'covered') as target_title
    from tried
    group by lever_stage_id

),

of_stage as (

    select
        counted.*,
        former.ashby_id as former_id,
        former.ashby_name as former_name,
        former.decision as former_decision,
        former.note as former_note,
        case
            when former.decision in ('chosen', 'leave_out', 'create') then 'people'
            when counted.count_lacking = 0 and counted.count_covered > 0 then 'exact'
            else 'none'
        end as verdict
    from counted
    left join former on counted.lever_stage_id = former.lever_id
    where counted.count_postings > 0 or former.decision in ('chosen', 'leave_out', 'create')

),

decided as (

    select
        lever_stage_id as lever_id,
        lever_name,
        records,
        case verdict when 'people' then former_id when 'exact' then case when count_plans = 1 then target_id end end
            as ashby_id,
        case verdict when 'people' then former_name when 'exact' then target_title end as ashby_name,
        case verdict when 'people' then former_decision when 'exact' then 'exact' end as decision,
        case
            when former_decision = 'create' then 'no stage can be made in Ashby by API'
            when count_lacking > 0
                then count_lacking || ' of ' || count_plans || ' interview plans in Ashby have no single such stage'
            when verdict = 'none' then 'no interview plan is known yet: decide in job.csv first'
            else former_note
        end as note
    from of_stage

    union all

    select
        own_id as lever_id,
        lever_name,
        records,
        own_ashby_id as ashby_id,
        own_ashby_name as ashby_name,
        own_decision as decision,
        case
            when own_decision = 'create' then 'no stage can be made in Ashby by API'
            when own_decision = 'chosen' and own_target_id is null
                then 'the chosen stage is not in the interview plan ' || coalesce(plan_title, 'of the job')
            else own_note
        end as note
    from tried
    where verdict = 'own'

    union all

    select
        own_id as lever_id,
        lever_name,
        records,
        null as ashby_id,
        null as ashby_name,
        null as decision,
        'no single such stage is in the interview plan ' || coalesce(plan_title, interview_plan_id)
        || ', of the job for ' || coalesce(posting_title, 'a posting without a title') as note
    from tried
    where verdict = 'lacking'

),

mapping as (

    select
        decided.lever_id,
        decided.lever_name,
        decided.records,
        decided.ashby_id,
        decided.ashby_name,
        decided.decision,
        case when decided.decision = 'exact' then 1.0::double end as score,
        decided.note,
        former.automation
    from decided
    left join former on decided.lever_id = former.lever_id

    union all

    select
        former.lever_id,
        former.lever_name,
        0 as records,
        former.ashby_id,
        former.ashby_name,
        former.decision,
        null as score,
        former.note,
        former.automation
    from former
    anti join decided on former.lever_id = decided.lever_id
    where former.decision in ('chosen', 'leave_out') or former.automation <> ''

)

select * from mapping
order by lever_id
