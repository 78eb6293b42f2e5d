-- confidential_access: one row is one resource whose confidential records this key may not see.
-- Grain: resource.
-- No rule: hole 1 of lever-api 3d. Lever leaves confidential records out without a sign (1.3); there are two proofs:
-- it refused the list when everything was asked for, or it answered that and refuses single ones that others name. A
-- list that is refused without confidential records as well is another gap, missing_permission. The switch is one for
-- the whole key: one confidential record that was read proves access; without any, and without a refusal, it is open.
-- Critical where it is proved: nobody knows how much is missing. Known where nothing proves it either way, as in an
-- account that has no confidential record. `records` counts the refused ones; null where nobody can count them.
with

unreadable as (
    select
        id,
        parent_id,
        json_extract_string(json, '$.status') as status
    from raw_lever__unreadable
),

listed as (
    select
        'opportunity/' || id as id,
        json_extract_string(json, '$.confidentiality') as confidentiality
    from raw_lever__opportunity
    union all
    select
        'posting/' || id as id,
        json_extract_string(json, '$.confidentiality') as confidentiality
    from raw_lever__posting
    union all
    select
        'requisition/' || id as id,
        json_extract_string(json, '$.confidentiality') as confidentiality
    from raw_lever__requisition
),

refused_list as (
    select split_part(id, '?', 1) as resource
    from unreadable
    where id like '%?confidential'
    except
    select id as resource from unreadable
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
        'critical' as weight,
        'Lever refused this list when it was asked for confidential records too. ' as says
    from refused_list
    union all
    select
        counted.resource,
        counted.records,
        'critical' as weight,
        'Lever answered this list and refuses single records that others name. ' as says
    from counted
    left join refused_list on counted.resource = refused_list.resource
    left join refused_whole on counted.resource = refused_whole.resource
    where refused_list.resource is null and refused_whole.resource is null
),

open_question as (
    select
        'opportunity' as resource,
        null::bigint as records,
        'known' as weight,
        'No record here is confidential, so nothing proves that this key may see such. If Lever has any: ' as says
    from listed
    where not exists (select 1 from proof)
    having count(*) > 0 and count(*) filter (confidentiality = 'confidential') = 0
),

answer as (
    from proof
    union all
    from open_question
)

select
    'confidential_access' as gap,
    resource,
    null::varchar as lever_id,
    records,
    weight,
    says || 'Make a key with access to confidential data and extract again.' as says
from answer
order by resource
