-- unread_opportunity: one row is one opportunity whose notes, feedback, files and so on were never read.
-- Grain: lever_id.
-- No rule: lever-api 3a: everything that hangs on an opportunity has to be asked for one by one. A reading that found
-- it gone read nothing.
-- Critical: nobody knows what hangs on it.
with

unread as (
    select id from raw_lever__opportunity
    except
    select id
    from raw_lever__reading
    where json_extract_string(json, '$.gone') is distinct from 'true'
)

select
    'unread_opportunity' as gap,
    'opportunity' as resource,
    id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'what hangs on it was not read. Extract again.' as says
from unread
order by lever_id
