-- int_fate: one row is one Lever record of one entity, and what transform decided about it.
-- Grain: entity, lever_id.
-- C1: every posting, contact and opportunity, everything that hangs on one, every tag and custom value of a person or
-- application is here once, merged (P1, A2) and excluded ones (P6) too. A child of a held person keeps its own fate:
-- load tells it is blocked.
with

posting_target as (select * from int_posting_target),

contact_fate as (select * from int_contact_fate),

opportunity as (select * from int_opportunity),

child as (select * from int_child),

tag as (select * from int_tag),

custom_value as (select * from int_custom_value),

fate as (

    select
        'job' as entity,
        posting_target.posting_id as lever_id,
        null as person_id,
        posting_target.fate,
        posting_target.rule,
        posting_target.reason_code,
        posting_target.reason,
        posting_target.job_write_key as write_key

    from posting_target

    union all

    select
        'candidate' as entity,
        contact_fate.contact_id as lever_id,
        contact_fate.person_id,
        contact_fate.fate,
        contact_fate.rule,
        contact_fate.reason_code,
        contact_fate.reason,
        case when contact_fate.fate = 'write' then 'candidate/' || contact_fate.person_id end as write_key

    from contact_fate

    union all

    select
        'application' as entity,
        opportunity.opportunity_id as lever_id,
        opportunity.person_id,
        opportunity.fate,
        opportunity.rule,
        opportunity.reason_code,
        opportunity.reason,
        case when opportunity.fate = 'write' then 'application/' || opportunity.opportunity_id end as write_key

    from opportunity

    union all

    select
        child.entity,
        child.lever_id,
        child.person_id,
        child.fate,
        child.rule,
        child.reason_code,
        child.reason,
        child.write_key

    from child

    union all

    select
        'tag' as entity,
        tag.person_id || '/' || text_key(tag.tag) as lever_id,
        tag.person_id,
        tag.fate,
        tag.rule,
        tag.reason_code,
        tag.reason,
        case when tag.fate = 'write' then 'candidate_tag/' || tag.person_id || '/' || tag.tag_key end as write_key

    from tag

    union all

    select
        'custom_value' as entity,
        custom_value.owner_id || '/' || custom_value.title as lever_id,
        custom_value.owner_id as person_id,
        custom_value.fate,
        custom_value.rule,
        custom_value.reason_code,
        custom_value.reason,
        case when custom_value.fate = 'write' then 'candidate_value/' || custom_value.owner_id end as write_key

    from custom_value
    where custom_value.entity_of = 'candidate'

    union all

    select
        'custom_value' as entity,
        custom_value.owner_id || '/' || custom_value.title as lever_id,
        opportunity.person_id,
        custom_value.fate,
        custom_value.rule,
        custom_value.reason_code,
        custom_value.reason,
        case when custom_value.fate = 'write' then 'application_value/' || custom_value.owner_id end as write_key

    from custom_value
    left join opportunity
        on custom_value.owner_id = opportunity.opportunity_id
    where custom_value.entity_of = 'application'

)

select * from fate
order by entity, lever_id
