-- int_custom_value: one row is one value of one custom field on a candidate or an application, and its fate.
-- Grain: entity_of, owner_id, title.
-- P8: the Lever ids. P4: headline and all phones, links and e-mails beyond the candidate's own fields. P7: sources.
-- A row for every value of every person who is not excluded, and for every opportunity that becomes an application.
with

person as (select * from int_person),

reach as (select * from int_person_reach),

opportunity as (select * from int_opportunity),

mapping as (select * from int_mapping_custom_field),

of_candidate as (

    select
        person.person_id as owner_id,
        unnest([
            {
                'title': 'Lever contact id', 'rule': 'P8', 'value': array_to_string(person.contact_ids, ', ')
            },
            { 'title': 'Lever headline', 'rule': 'P4', 'value': person.headline },
            { 'title': 'Lever other phones', 'rule': 'P4', 'value': array_to_string(person.other_phones, '; ') },
            { 'title': 'Lever other links', 'rule': 'P4', 'value': array_to_string(person.other_links, '; ') },
            { 'title': 'Lever other e-mails', 'rule': 'P4', 'value': array_to_string(reach.other_emails, '; ') },
            { 'title': 'Lever other sources', 'rule': 'P7', 'value': array_to_string(person.other_sources, '; ') }
        ]) as field

    from person
    left join reach
        on person.person_id = reach.person_id
    where person.fate <> 'excluded'

),

listed as (

    select
        'candidate' as entity_of,
        'Candidate' as object_type,
        of_candidate.owner_id,
        of_candidate.field.title,
        of_candidate.field.rule,
        of_candidate.field.value

    from of_candidate
    where of_candidate.field.value <> ''

    union all

    select
        'application' as entity_of,
        'Application' as object_type,
        opportunity.opportunity_id as owner_id,
        'Lever opportunity id' as title,
        'P8' as rule,
        opportunity.opportunity_id as value

    from opportunity
    where opportunity.fate = 'write'

),

custom_value as (

    select
        listed.entity_of,
        listed.owner_id,
        listed.title,
        listed.value,
        case
            when mapping.decision in ('exact', 'chosen', 'create') then 'write'
            when mapping.decision = 'leave_out' then 'excluded'
            else 'held'
        end as fate,
        listed.rule,
        case
            when mapping.decision in ('exact', 'chosen', 'create') then null
            when mapping.decision = 'leave_out' then 'left_out'
            else 'field_undecided'
        end as reason_code,
        case
            when mapping.decision in ('exact', 'chosen', 'create') then null
            when mapping.decision = 'leave_out' then 'left out by decision in mappings/custom_field.csv'
            else 'No field in Ashby is decided for this value: decide in mappings/custom_field.csv.'
        end as reason,
        case when mapping.decision in ('exact', 'chosen') then mapping.ashby_id end as ashby_custom_field_id,
        case
            when mapping.decision = 'create' then 'custom_field/' || listed.object_type || '/' || listed.title
        end as field_write_key

    from listed
    left join mapping
        on listed.object_type || '/' || listed.title = mapping.lever_id

)

select * from custom_value
order by entity_of, owner_id, title
