-- confidential_access: one row is one resource whose confidential records this key may not see.
-- Grain: resource.
-- No rule: hole 1 of lever-api 3d. Lever leaves confidential records out without a sign (1.3); there are two proofs:
-- it refused the list when everything was asked for, or it answered that and refuses single ones that others name.
-- Critical: nobody knows how much is missing. `records` counts the refused ones; null where the list was refused.
with

unreadable as (
    select
        id,
        parent_id,
        json_extract_string(json, '$.status') as status
    from raw_lever__unreadable
),

listed as (
    select 'opportunity/' || id as id from raw_lever__opportunity
    union all
    select 'posting/' || id as id from raw_lever__posting
    union all
    select 'requisition/' || id as id from raw_lever__requisition
),

refused_list as (
    select split_part(id, '?', 1) as resource
    from unreadable
    where id like '%?confidential'
),

refused_whole as (select id as resource from unreadable),

refused_one as (
    select id from unreadable
    where
        status = '403' and parent_id is null
        and (id like 'opportunity/%' or id like 'posting/%' or id like 'requisition/%')
    except
    select id from listed
),

counted as (
    select
        split_part(id, '/', 1) as resource,
        count(*) as records
    from refused_one
    group by split_part(id, '/', 1)
),

proof as (
    select
        resource,
        null::bigint as records,
        'Lever refused this list when it was asked for confidential records too' as says
    from refused_list
    union all
    select
        counted.resource,
        counted.records,
        'Lever answered this list and refuses single records that others name' as says
    from counted
    left join refused_list on counted.resource = refused_list.resource
    left join refused_whole on counted.resource = refused_whole.resource
    where refused_list.resource is null and refused_whole.resource is null
)

select
    'confidential_access' as gap,
    resource,
    null::varchar as lever_id,
    records,
    'critical' as weight,
    says || '. Make a key with access to confidential data and extract again.' as says
from proof
order by resource
