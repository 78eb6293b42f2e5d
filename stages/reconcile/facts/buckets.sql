-- buckets: one row is one bucket of one entity.
-- Grain: entity, bucket.
-- C1: the sums that must close.
with

bucket as (select * from parity__buckets)

select
    bucket.entity,
    bucket.bucket,
    bucket.records
from bucket
order by bucket.entity, bucket.bucket
