-- unread_opportunity: one row is one opportunity whose notes, feedback, files and so on were never read.
-- Grain: lever_id.
-- No rule: lever-api 3a: everything that hangs on an opportunity has to be asked for one by one. One that Lever has
-- deleted since its listing has nothing left to read.
-- Critical: nobody knows what hangs on it.
with

opportunity as (
    select
        id,
        max(fetched_at) as listed_at
    from raw_lever__opportunity
    group by id
),

reading as (select id from raw_lever__reading),

tombstone as (select * from raw_lever__tombstone)

select
    'unread_opportunity' as gap,
    'opportunity' as resource,
    opportunity.id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'what hangs on it was not read. Extract again.' as says
from opportunity
left join reading on opportunity.id = reading.id
left join tombstone on 'opportunity/' || opportunity.id = tombstone.id and opportunity.listed_at <= tombstone.fetched_at
where reading.id is null and tombstone.id is null
order by lever_id
