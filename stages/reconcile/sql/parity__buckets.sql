-- parity__buckets: one row is one bucket of one entity, 0 included.
-- Grain: entity, bucket.
-- C1: the sum over an entity's buckets is the number of Lever's records of it.
with

record as (select * from parity__records),

entity as (

    select unnest([
        'job', 'candidate', 'application', 'note', 'feedback', 'interview', 'offer', 'file', 'form', 'referral', 'tag',
        'custom_value'
    ]) as entity

),

bucket as (

    select unnest([
        'matched', 'differing', 'missing', 'merged', 'excluded', 'held', 'blocked', 'refused', 'unknown'
    ]) as bucket

),

counted as (

    select
        record.entity,
        record.bucket,
        count(*) as records

    from record
    group by record.entity, record.bucket

),

closing as (

    select
        entity.entity,
        bucket.bucket,
        coalesce(counted.records, 0) as records

    from entity
    cross join bucket
    left join counted
        on
            entity.entity = counted.entity
            and bucket.bucket = counted.bucket

)

select * from closing
order by entity, bucket
