-- int_custom_value: one row is one value of one custom field on a candidate or an application, and its fate.
-- Grain: entity_of, owner_id, title.
-- P8: the Lever ids. P4: headline and all phones, links and e-mails beyond the candidate's own fields. P7: sources.
-- A row for every value of every person who is not excluded, and for every opportunity that becomes an application.
-- field_value: the value as a field of this type takes it (ashby-api 8); what does not fit the field that a person
-- chose is held. A choice is the option of that value or name, else one of its own words, which the field then gets.
with

person as (select * from int_person),

reach as (select * from int_person_reach),

opportunity as (select * from int_opportunity),

mapping as (select * from int_mapping_custom_field),

custom_field as (select * from stg_ashby__custom_field),

of_candidate as (

    select
        person.person_id as owner_id,
        unnest([
            {
                'title': 'Lever contact id', 'rule': 'P8', 'parts': person.contact_ids
            },
            { 'title': 'Lever headline', 'rule': 'P4', 'parts': [person.headline] },
            { 'title': 'Lever other phones', 'rule': 'P4', 'parts': person.other_phones },
            { 'title': 'Lever other links', 'rule': 'P4', 'parts': person.other_links },
            { 'title': 'Lever other e-mails', 'rule': 'P4', 'parts': reach.other_emails },
            { 'title': 'Lever other sources', 'rule': 'P7', 'parts': person.other_sources }
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
        of_candidate.field.parts,
        case of_candidate.field.title
            when 'Lever contact id' then array_to_string(of_candidate.field.parts, ', ')
            else array_to_string(of_candidate.field.parts, '; ')
        end as value

    from of_candidate

    union all

    select
        'application' as entity_of,
        'Application' as object_type,
        opportunity.opportunity_id as owner_id,
        'Lever opportunity id' as title,
        'P8' as rule,
        [opportunity.opportunity_id] as parts,
        opportunity.opportunity_id as value

    from opportunity
    where opportunity.fate = 'write'

),

decided as (

    select
        listed.entity_of,
        listed.object_type,
        listed.owner_id,
        listed.title,
        listed.rule,
        listed.parts,
        listed.value,
        mapping.decision,
        case when mapping.decision in ('exact', 'chosen') then mapping.ashby_id end as custom_field_id,
        case
            when mapping.decision = 'create' and listed.title like 'Lever % id' then 'String'
            when mapping.decision = 'create' then 'LongText'
            when mapping.decision in ('exact', 'chosen') then coalesce(custom_field.field_type, 'String')
        end as field_type

    from listed
    left join mapping
        on listed.object_type || '/' || listed.title = mapping.lever_id
    left join custom_field
        on mapping.ashby_id = custom_field.custom_field_id
    where listed.value <> ''

),

-- The choices that our values name, and the option that each of them is or becomes: only of select fields.
choice as (

    select distinct
        decided.custom_field_id,
        unnest(decided.parts) as part

    from decided
    where decided.field_type in ('ValueSelect', 'MultiValueSelect')

),

option as (

    select
        custom_field.custom_field_id,
        unnest(custom_field.options) as item

    from custom_field

),

chosen as (

    select
        choice.custom_field_id,
        choice.part,
        coalesce(
            min(option.item.value) filter (option.item.value = choice.part),
            min(option.item.value) filter (normal_name(option.item.label) = normal_name(choice.part)),
            min(min(choice.part)) over (partition by choice.custom_field_id, normal_name(choice.part))
        ) as value

    from choice
    left join option
        on
            choice.custom_field_id = option.custom_field_id
            and (
                choice.part = option.item.value or normal_name(choice.part) = normal_name(option.item.label)
            )
    group by choice.custom_field_id, choice.part

),

chosen_of_field as (

    select
        chosen.custom_field_id,
        map_from_entries(list((chosen.part, chosen.value))) as value_of

    from chosen
    group by chosen.custom_field_id

),

converted as (

    select
        decided.*,
        case
            when decided.field_type in ('String', 'LongText', 'Phone', 'Email') then to_json(decided.value)
            when decided.field_type = 'Url' and regexp_full_match(decided.value, '(?i)https?://[^\s/?#]+\S*')
                then to_json(decided.value)
            when decided.field_type = 'Number'
                then coalesce(
                    to_json(case when decided.value !~ '\.' then try_cast(decided.value as bigint) end),
                    to_json(try_cast(decided.value as double))
                )
            when decided.field_type = 'Boolean'
                then to_json(case normal_name(decided.value)
                    when 'yes' then true when 'true' then true when 'no' then false when 'false' then false
                end)
            when decided.field_type = 'Date' then to_json(strftime(try_cast(decided.value as date), '%Y-%m-%d'))
            when decided.field_type = 'UUID' then to_json(try_cast(decided.value as uuid)::varchar)
            when decided.field_type = 'ValueSelect' and len(decided.parts) = 1
                then to_json(chosen_of_field.value_of[decided.parts[1]])
            when decided.field_type = 'MultiValueSelect'
                then to_json(list_sort(list_distinct([chosen_of_field.value_of[part] for part in decided.parts])))
        end::varchar as field_value

    from decided
    left join chosen_of_field
        on decided.custom_field_id = chosen_of_field.custom_field_id

),

judged as (

    select
        converted.*,
        case
            when converted.decision = 'leave_out' then 'left_out'
            when converted.decision is null or converted.decision not in ('exact', 'chosen', 'create')
                then 'field_undecided'
            when coalesce(converted.field_value, 'null') = 'null' then 'value_does_not_fit'
        end as reason_code

    from converted

),

custom_value as (

    select
        judged.entity_of,
        judged.owner_id,
        judged.title,
        judged.value,
        case
            when judged.reason_code is null then 'write'
            when judged.reason_code = 'left_out' then 'excluded'
            else 'held'
        end as fate,
        judged.rule,
        judged.reason_code,
        case judged.reason_code
            when 'left_out' then 'left out by decision in mappings/custom_field.csv'
            when 'field_undecided'
                then 'No field in Ashby is decided for this value: decide in mappings/custom_field.csv.'
            when 'value_does_not_fit'
                then concat(
                    'The field that mappings/custom_field.csv names is of type ', judged.field_type,
                    ', which does not take this value: choose another.'
                )
        end as reason,
        judged.custom_field_id as ashby_custom_field_id,
        case
            when judged.decision = 'create' then 'custom_field/' || judged.object_type || '/' || judged.title
        end as field_write_key,
        judged.field_type,
        case when judged.reason_code is null then judged.field_value end as field_value

    from judged

)

select * from custom_value
order by entity_of, owner_id, title
