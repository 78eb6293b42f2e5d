-- vanished_without_trace: one row is one opportunity that was read once, that Lever has no longer, and of whose
-- deletion no feed tells.
-- Grain: lever_id.
-- No rule: holes 10, 20 and 22 of lever-api 3d: it was merged away, or the feed of deletions has forgotten it (how long
-- that remembers is not documented). One that is listed again is none.
-- Critical: what the feed forgets for one, it forgets for those that no earlier extraction had.
with

vanished as (
    select split_part(id, '/', 2) as id
    from raw_lever__tombstone
    where json_extract_string(json, '$.told_by') = '404'
    except
    select id from raw_lever__opportunity
)

select
    'vanished_without_trace' as gap,
    'opportunity' as resource,
    id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'an earlier extraction had it, Lever has it no longer, and no feed tells of its deletion. Look whether it was '
    || 'merged.' as says
from vanished
order by lever_id
