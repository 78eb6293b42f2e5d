-- gap_decision: one row is one kind of gap of one resource, as mappings/gap.csv says it from now on.
-- Grain: gap, resource.
-- No rule: a name stands for the records beside it. Where there are more of them now, or nobody knows how many any
-- longer, or nobody knew and now they are counted, it is another gap: the name goes, and the note says whose it was.
-- A closed gap stays with 0 records where somebody accepted it, and goes otherwise.
with

found as (
    select
        gap,
        resource,
        min(weight) as weight,
        -- One row that nobody can count makes the sum unknown.
        case when count(records) = count(*) then sum(records)::bigint end as records,
        min(says) as says
    from raw_lever__gap
    group by gap, resource
),

decided as (
    select
        gap,
        resource,
        weight,
        records,
        nullif(trim(accepted_by), '') as accepted_by,
        nullif(trim(note), '') as note
    from mapping__gap
    qualify row_number() over (partition by gap, resource order by accepted_by asc nulls last) = 1
),

compared as (
    select
        coalesce(found.gap, decided.gap) as gap,
        coalesce(found.resource, decided.resource) as resource,
        coalesce(found.weight, decided.weight) as weight,
        case when found.gap is null then 0 else found.records end as records,
        found.says,
        decided.accepted_by,
        decided.note,
        decided.records as accepted_records,
        found.gap is null
        or found.records <= decided.records
        or (found.records is null and decided.records is null) as is_what_was_accepted
    from found
    full join decided on found.gap = decided.gap and found.resource = decided.resource
)

select
    gap,
    resource,
    weight,
    records,
    case when is_what_was_accepted then accepted_by end as accepted_by,
    case
        when is_what_was_accepted or accepted_by is null then note
        else concat_ws(
            '; ', note, accepted_by || ' took it when records was ' || coalesce(accepted_records::varchar, 'unknown')
        )
    end as note,
    says
from compared
where says is not null or accepted_by is not null
order by weight, gap, resource
