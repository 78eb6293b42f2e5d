-- missing_permission: one row is one resource that Lever refused as a whole.
-- Grain: resource.
-- No rule: hole 2 of lever-api 3d. A key's permissions are chosen endpoint by endpoint and can't be read (1.2).
-- Critical: nobody knows how much is missing. Pipelines and the audit log are none: not every account has them, and
-- nothing that is migrated is in them.
with

unreadable as (select * from raw_lever__unreadable)

select
    'missing_permission' as gap,
    id as resource,
    null::varchar as lever_id,
    null::bigint as records,
    'critical' as weight,
    lever_answer(json) || ' to this list. Make a key with this permission and extract again.' as says
from unreadable
where
    parent_id is null
    and not contains(id, '/')
    and not contains(id, '?')
    and id not in ('disposition_stage', 'audit_event')
order by resource
