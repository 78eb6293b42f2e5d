-- int_mapping_custom_field: one row is one custom field that takes what Ashby has no field for.
-- Grain: lever_id (`<object type>/<title>`); lever_name is the title that the field has or gets.
-- P8: the two Lever ids always have a row and are created without asking. P4: headline, further phones and links,
-- e-mails that are no candidate's own. P7: further sources. Those have a row as soon as one person has such a value.
-- Exact: one live field of the title, of this object, of a type that takes text; people may choose one of another type,
-- if its values can be written by API. `records` are opportunities.
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
    from mapping__custom_field
    where lever_id is not null
    qualify row_number() over (partition by lever_id order by decision, ashby_id, note) = 1

),

relevant as (

    select
        count(*) as records,
        count(posting_id) as applications
    from stg_lever__opportunity
    where not is_anonymized and deleted_at is null

),

opportunity as (

    select
        person_id,
        count(*) as records
    from int_person_opportunity
    group by person_id

),

valued as (

    select
        person.person_id,
        unnest([
            case when person.headline <> '' then 'Lever headline' end,
            case when len(person.other_phones) > 0 then 'Lever other phones' end,
            case when len(person.other_links) > 0 then 'Lever other links' end,
            case when len(person.other_sources) > 0 then 'Lever other sources' end,
            case when len(reach.other_emails) > 0 then 'Lever other e-mails' end
        ]) as title
    from int_person as person
    left join int_person_reach as reach on person.person_id = reach.person_id
    where person.fate <> 'excluded'

),

used as (

    select
        'Candidate' as object_type,
        'Lever contact id' as title,
        records
    from relevant

    union all

    select
        'Application' as object_type,
        'Lever opportunity id' as title,
        applications as records
    from relevant

    union all

    select
        'Candidate' as object_type,
        valued.title,
        coalesce(sum(opportunity.records), 0)::bigint as records
    from valued
    left join opportunity on valued.person_id = opportunity.person_id
    where valued.title is not null
    group by valued.title

),

thing as (

    select
        object_type || '/' || title as lever_id,
        title as lever_name,
        records,
        title in ('Lever contact id', 'Lever opportunity id') as is_id
    from used

    union all

    select
        former.lever_id,
        former.lever_name,
        0 as records,
        false as is_id
    from former
    anti join used on former.lever_id = used.object_type || '/' || used.title
    where former.decision in ('chosen', 'leave_out')

),

target as (

    select
        custom_field_id as ashby_id,
        title as ashby_name,
        object_type,
        object_type || '/' || normal_name(title) as name,
        not is_archived and field_type in ('String', 'LongText') as is_fit,
        not is_archived and field_type not in (
            'Currency', 'NumberRange', 'CompensationRange', 'Location', 'EducationHistory'
        ) as is_choosable
    from stg_ashby__custom_field

),

named as (

    select
        name,
        count(*) as count_targets,
        min(ashby_id) as ashby_id,
        min(ashby_name) as ashby_name
    from target
    where is_fit
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
        standing.is_choosable and standing.object_type = split_part(thing.lever_id, '/', 1) as is_standing_fit,
        named.ashby_id as named_id,
        named.ashby_name as named_name,
        named.count_targets,
        case
            when former.decision in ('chosen', 'leave_out', 'create') then 'people'
            when former.decision = 'exact' and standing.is_fit then 'kept'
            when named.count_targets = 1 then 'exact'
            when named.count_targets > 1 then 'several'
            when thing.is_id or option.accept_proposals then 'create'
            else 'none'
        end as verdict
    from thing
    left join former on thing.lever_id = former.lever_id
    left join target as standing on former.ashby_id = standing.ashby_id
    left join named on split_part(thing.lever_id, '/', 1) || '/' || normal_name(thing.lever_name) = named.name
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
            when verdict = 'several' then count_targets || ' text fields in Ashby have this name'
            when verdict = 'none' then 'no text field in Ashby has this name'
            when former_decision = 'chosen' and standing_id is null then 'the chosen field is not in Ashby'
            when former_decision = 'chosen' and not is_standing_fit
                then 'the chosen field is archived in Ashby or takes no such value'
            else former_note
        end as note
    from judged

)

select * from mapping
order by lever_id
