-- undecided: one row is one kind of mapping with decisions that a person must still take.
-- Grain: kind.
with

mapping as (
    select
        'job' as kind,
        decision,
        records
    from int_mapping_job
    union all
    select
        'stage' as kind,
        decision,
        records
    from int_mapping_stage
    union all
    select
        'archive_reason' as kind,
        decision,
        records
    from int_mapping_archive_reason
    union all
    select
        'source' as kind,
        decision,
        records
    from int_mapping_source
    union all
    select
        'user' as kind,
        decision,
        records
    from int_mapping_user
    union all
    select
        'tag' as kind,
        decision,
        records
    from int_mapping_tag
    union all
    select
        'custom_field' as kind,
        decision,
        records
    from int_mapping_custom_field
    union all
    select
        'department' as kind,
        decision,
        records
    from int_mapping_department
    union all
    select
        'location' as kind,
        decision,
        records
    from int_mapping_location
)

select
    kind,
    count(*) as undecided,
    sum(records)::bigint as records
from mapping
where decision is null and records > 0
group by kind
order by kind
