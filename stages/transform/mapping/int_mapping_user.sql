-- int_mapping_user: one row is one Lever user that opportunities name, and the Ashby user with the same e-mail.
-- Grain: lever_id (the user's id). Ids that Lever no longer lists have a row too, without a name (lever-api 2.18).
-- A6: owner, sourcer and referrer. A3: whoever changed a stage. N1: authors of notes and comments. Ashby's API can't
-- create users (ashby-api 9.5). Exact: one enabled user in Ashby has the e-mail.
-- People's decisions (chosen, leave_out, create) stay, also about what is no longer in use; the rest is decided anew,
-- but an exact target stays while it is enabled. Drops `create` decisions about what is no longer in use.
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
    from mapping__user
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

opportunity as (

    -- What anonymised and deleted ones name, nobody need decide about (P6).
    select *
    from stg_lever__opportunity
    where not is_anonymized and deleted_at is null

),

mentioned as (

    select
        opportunity_id,
        unnest([
            owner_user_id,
            sourced_by_user_id,
            case when application_type = 'referral' then application_user_id end
        ]) as user_id
    from opportunity

    union all

    select
        opportunity_id,
        user_id
    from stg_lever__stage_change

    union all

    select
        opportunity_id,
        user_id
    from stg_lever__note

    union all

    select
        opportunity_id,
        user_id
    from stg_lever__feedback

    union all

    select
        note.opportunity_id,
        note_comment.user_id
    from stg_lever__note_comment as note_comment
    left join stg_lever__note as note on note_comment.note_id = note.note_id

),

used as (

    select
        mentioned.user_id as lever_id,
        any_value(lever_user.name) as lever_name,
        any_value(lever_user.email) as email,
        count(distinct mentioned.opportunity_id) as records
    from mentioned
    semi join opportunity on mentioned.opportunity_id = opportunity.opportunity_id
    left join stg_lever__user as lever_user on mentioned.user_id = lever_user.user_id
    where mentioned.user_id is not null
    group by mentioned.user_id

),

thing as (

    select
        lever_id,
        lever_name,
        email,
        records
    from used

    union all

    select
        former.lever_id,
        former.lever_name,
        null as email,
        0 as records
    from former
    anti join used on former.lever_id = used.lever_id
    where former.decision in ('chosen', 'leave_out')

),

target as (

    select
        user_id as ashby_id,
        name as ashby_name,
        email,
        is_enabled
    from stg_ashby__user

),

named as (

    select
        email,
        count(*) as count_targets,
        min(ashby_id) as ashby_id,
        min(ashby_name) as ashby_name
    from target
    where is_enabled and email is not null
    group by email

),

judged as (

    select
        thing.lever_id,
        thing.lever_name,
        thing.email,
        thing.records,
        former.ashby_id as former_id,
        former.ashby_name as former_name,
        former.decision as former_decision,
        former.note as former_note,
        standing.ashby_id as standing_id,
        standing.ashby_name as standing_name,
        standing.is_enabled as is_standing_enabled,
        named.ashby_id as named_id,
        named.ashby_name as named_name,
        named.count_targets,
        case
            when former.decision in ('chosen', 'leave_out', 'create') then 'people'
            when former.decision = 'exact' and standing.is_enabled then 'kept'
            when named.count_targets = 1 then 'exact'
            when named.count_targets > 1 then 'several'
            else 'none'
        end as verdict
    from thing
    left join former on thing.lever_id = former.lever_id
    left join target as standing on former.ashby_id = standing.ashby_id
    left join named on thing.email = named.email

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
            when verdict = 'several' then count_targets || ' enabled users in Ashby have this e-mail'
            when verdict = 'none' and email is null then 'no e-mail is known to look for in Ashby'
            when verdict = 'none' then 'no enabled user in Ashby has this e-mail'
            when former_decision = 'create' then 'no user can be made in Ashby by API'
            when former_decision = 'chosen' and standing_id is null then 'the chosen user is not in Ashby'
            when former_decision = 'chosen' and not is_standing_enabled
                then 'the chosen user is deactivated in Ashby'
            else former_note
        end as note
    from judged

)

select * from mapping
order by lever_id
