-- missing_offer: one row is one offer that a requisition names and no opportunity brought.
-- Grain: lever_id.
-- No rule: the dangling references of lever-api 3d (2.14: offerIds). Lists of offers that Lever refused have a gap of
-- their own.
-- Critical: its opportunity may be missing as well, and nobody can say which it is.
with

requisition as (select from_json(json, '{"offerIds": ["JSON"]}') as requisition from raw_lever__requisition),

unreadable as (select * from raw_lever__unreadable),

named as (select unnest(requisition.offerIds) as offer from requisition),

missing as (
    select lever_reference(offer) as id
    from named
    where
        lever_reference(offer) is not null
        and not exists (select 1 from unreadable where unreadable.id = 'offer')
    except
    select id from raw_lever__offer
)

select
    'missing_offer' as gap,
    'offer' as resource,
    id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'a requisition names this offer and no opportunity of this copy has it. Look it up in Lever: a confidential '
    || 'opportunity may be behind it.' as says
from missing
order by lever_id
