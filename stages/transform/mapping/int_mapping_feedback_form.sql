-- int_mapping_feedback_form: one row is one Lever feedback template in use, and the Ashby form that takes its feedback.
-- Grain: lever_id (the template's id). Feedback without a template counts by its title: `title/<normal name of it>`.
-- F1: exact is one live form of this name. Ashby's API can't make forms (ashby-api 9.3), so `create` makes nothing.
-- A template without a form has the answer of F1 as proposal, which --yes accepts: `proposed` with the generic form
-- `Migrated Feedback`, or, where that is not there, with no form: a note each. It needs no person and guesses nothing:
-- of several forms of one name none is taken. Without --yes such a row is undecided and stops the run.
-- People's decisions (chosen, leave_out, create) stay, also about what is no longer in use; leave_out means: a note
-- each, even where the generic form is there. What was once accepted stays accepted; the rest is decided anew, but an
-- exact target stays while it is there. Drops `create` decisions about what is no longer in use.
-- records: completed, undeleted feedback. Secret feedback (F2) and that of anonymised or deleted people (P6) never goes
-- on a form, so it asks for no decision.
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
    from mapping__feedback_form
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

opportunity as (

    select opportunity_id
    from stg_lever__opportunity
    where not is_anonymized and deleted_at is null

),

completed as (

    select
        feedback.feedback_id,
        coalesce(feedback.template_id, 'title/' || coalesce(normal_name(feedback.title), '')) as lever_id,
        feedback.template_id,
        nullif(trim(feedback.title), '') as title,
        feedback.completed_at
    from stg_lever__feedback as feedback
    semi join opportunity on feedback.opportunity_id = opportunity.opportunity_id
    where
        feedback.completed_at is not null
        and feedback.deleted_at is null
        and not coalesce(feedback.is_secret, true)

),

used as (

    select
        completed.lever_id,
        coalesce(
            any_value(nullif(trim(listed.title), '')),
            arg_max(
                completed.title,
                { 'completed_at': completed.completed_at, 'title': completed.title, 'id': completed.feedback_id }
            ) filter (where completed.title is not null)
        ) as lever_name,
        count(*) as records
    from completed
    left join stg_lever__feedback_template as listed on completed.template_id = listed.template_id
    group by completed.lever_id

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
        form_id as ashby_id,
        title as ashby_name,
        nullif(normal_name(title), '') as name,
        is_archived
    from stg_ashby__feedback_form

),

named as (

    select
        name,
        count(*) as count_targets,
        min(ashby_id) as ashby_id,
        arg_min(ashby_name, ashby_id) as ashby_name
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
        generic.ashby_id as generic_id,
        generic.ashby_name as generic_name,
        case
            when former.decision in ('chosen', 'leave_out', 'create') then 'people'
            when former.decision = 'exact' and not standing.is_archived then 'kept'
            when named.count_targets = 1 then 'exact'
            when option.accept_proposals or former.decision = 'proposed' then 'proposed'
            else 'undecided'
        end as verdict
    from thing
    left join former on thing.lever_id = former.lever_id
    left join target as standing on former.ashby_id = standing.ashby_id
    left join named on nullif(normal_name(thing.lever_name), '') = named.name
    left join named as generic on generic.name = 'migrated feedback'
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
            when 'proposed' then generic_id
        end as ashby_id,
        case verdict
            when 'people' then former_name
            when 'kept' then standing_name
            when 'exact' then named_name
            when 'proposed' then generic_name
        end as ashby_name,
        case
            when verdict = 'people' then former_decision
            when verdict in ('kept', 'exact') then 'exact'
            when verdict = 'proposed' then 'proposed'
        end as decision,
        case when verdict in ('kept', 'exact') then 1.0::double end as score,
        case
            when verdict in ('proposed', 'undecided')
                then concat(
                    case
                        when count_targets > 1 then count_targets || ' forms in Ashby have this name: '
                        else 'no form in Ashby has this name: '
                    end,
                    case when generic_id is null then 'told as notes' else 'the generic form takes it' end
                )
            when former_decision = 'chosen' and standing_id is null then 'the chosen form is not in Ashby'
            when former_decision = 'chosen' and is_standing_archived
                then 'the chosen form is archived in Ashby'
            when former_decision = 'create' then 'no form can be made in Ashby by API'
            else former_note
        end as note
    from judged

)

select * from mapping
order by lever_id
