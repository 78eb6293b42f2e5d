-- int_contact_fate: one row is one contact and what becomes of it; a person's first contact stands for the person.
-- Grain: contact_id.
-- P1: every other contact of a person is merged into it. P6, A1: or excluded, where all of its opportunities are.
with

contact_person as (select * from int_contact_person),

person as (select * from int_person),

opportunity as (select * from int_opportunity),

contact as (

    select
        opportunity.contact_id,
        bool_and(opportunity.fate = 'excluded') as is_excluded,
        bool_and(opportunity.rule = 'P6') as is_gone

    from opportunity
    where opportunity.contact_id is not null
    group by opportunity.contact_id

),

contact_fate as (

    select
        contact_person.contact_id,
        contact_person.person_id,
        case
            when contact_person.contact_id = contact_person.person_id then person.fate
            when contact.is_excluded then 'excluded'
            else 'merged'
        end as fate,
        case
            when contact_person.contact_id = contact_person.person_id then person.rule
            when contact.is_gone then 'P6'
            when contact.is_excluded then 'A1'
            else 'P1'
        end as rule,
        case
            when contact_person.contact_id = contact_person.person_id then person.reason_code
            when contact.is_gone then 'gone'
            when contact.is_excluded then 'left_out'
            else 'same_person'
        end as reason_code,
        case
            when contact_person.contact_id = contact_person.person_id then person.reason
            when contact.is_gone then 'Every opportunity is anonymised or deleted in Lever.'
            when contact.is_excluded
                then 'Every opportunity is left out by decision in mappings/job.csv, or gone from Lever.'
            else 'An e-mail shared with another contact makes them one person.'
        end as reason

    from contact_person
    left join person
        on contact_person.person_id = person.person_id
    left join contact
        on contact_person.contact_id = contact.contact_id

)

select * from contact_fate
order by contact_id
