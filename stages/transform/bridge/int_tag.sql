-- int_tag: one row is one Lever tag that belongs on one person, and the tag in Ashby that it becomes.
-- Grain: person_id, tag.
-- P7: the union over the person's visible opportunities. A2: `Lever: no posting` for those without an application.
-- Tags of one target are put on a person once: they share the smallest tag_key, which names that write.
with

person_opportunity as (select * from int_person_opportunity),

opportunity as (select * from stg_lever__opportunity),

judged_opportunity as (select * from int_opportunity),

target as (select * from int_tag_target),

listed as (

    select
        opportunity.opportunity_id,
        unnest(opportunity.tags) as tag

    from opportunity

    union all

    select
        judged_opportunity.opportunity_id,
        'Lever: no posting' as tag

    from judged_opportunity
    where judged_opportunity.reason_code = 'no_posting'

),

of_person as (

    select distinct
        person_opportunity.person_id,
        listed.tag

    from listed
    left join person_opportunity
        on listed.opportunity_id = person_opportunity.opportunity_id
    where person_opportunity.person_id is not null and trim(listed.tag) <> ''

),

-- Few targets have tags of several keys; only for those must a person's tags be looked at together.
shared_target as (

    select target.ashby_tag_id

    from target
    where target.ashby_tag_id is not null
    group by target.ashby_tag_id
    having count(distinct target.tag_key) > 1

),

shared as (

    select
        of_person.person_id,
        target.ashby_tag_id,
        min(target.tag_key) as tag_key

    from of_person
    left join target
        on of_person.tag = target.tag
    left join shared_target
        on target.ashby_tag_id = shared_target.ashby_tag_id
    where shared_target.ashby_tag_id is not null
    group by of_person.person_id, target.ashby_tag_id

),

person_tag as (

    select
        of_person.person_id,
        of_person.tag,
        coalesce(shared.tag_key, target.tag_key) as tag_key,
        target.fate,
        case when of_person.tag = 'Lever: no posting' then 'A2' else 'P7' end as rule,
        case target.fate when 'excluded' then 'left_out' when 'held' then 'tag_undecided' end as reason_code,
        case target.fate
            when 'excluded' then 'left out by decision in mappings/tag.csv'
            when 'held' then 'No tag in Ashby is decided for this one: decide in mappings/tag.csv.'
        end as reason,
        target.ashby_tag_id,
        target.tag_write_key

    from of_person
    left join target
        on of_person.tag = target.tag
    left join shared
        on
            of_person.person_id = shared.person_id
            and target.ashby_tag_id = shared.ashby_tag_id

)

select * from person_tag
order by person_id, tag
