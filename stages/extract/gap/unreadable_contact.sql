-- unreadable_contact: one row is one contact that Lever neither expanded nor gives by itself.
-- Grain: lever_id.
-- No rule: lever-api 2.2: contacts are in no list. Contacts that Lever refused as a whole have a gap of their own.
-- Known: each one is named by its id; the opportunity has a copy of most of its fields.
with

opportunity as (select json_extract(json, '$.contact') as contact from raw_lever__opportunity),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'contact/%'
    group by split_part(id, '/', 2)
),

-- One pass over the opportunities: what is looked at twice is held in memory, all of it.
unexpanded as (
    select lever_reference(contact) as id
    from opportunity
    group by lever_reference(contact)
    having bool_and(json_type(contact) = 'VARCHAR')
),

named as (
    select id
    from unexpanded
    where not exists (select 1 from raw_lever__unreadable as whole where whole.id = 'contact')
    union all
    -- Also where it was expanded: Lever was asked because that was not the whole of it.
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    select id from raw_lever__contact
)

select
    'unreadable_contact' as gap,
    'contact' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it was not given whole: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
