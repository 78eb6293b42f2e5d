-- unsettled: one row is one opportunity that moved after what hangs on it was read.
-- Grain: lever_id.
-- No rule: hole 6 of lever-api 3d, and 3b: while Lever is worked in, notes and feedback may be older than the listing.
-- A renamed posting or a maintenance (the quiet mark) moves nothing that hangs on an opportunity.
-- Critical: nobody knows what came with the change.
with

listing as (
    select
        id,
        fetched_at,
        lever_mark(json) as mark
    from raw_lever__opportunity
),

opportunity as (
    select
        id,
        arg_max(mark, fetched_at) as mark
    from listing
    group by id
),

reading as (
    select
        id,
        json_extract_string(json, '$.mark') as mark
    from raw_lever__reading
)

select
    'unsettled' as gap,
    'opportunity' as resource,
    opportunity.id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'it changed while it was being copied, so something that hangs on it may be older than it. Extract again.' as says
from opportunity
left join reading on opportunity.id = reading.id
where reading.mark <> opportunity.mark
order by lever_id
