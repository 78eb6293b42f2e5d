-- stg_lever__stage: one row is one Lever stage, newest copy, with its place in the pipeline.
-- Grain: lever_stage_id.
-- No rule: typing only. Lever's stages carry no rank but come in rank order (lever-api 2.17), and raw keeps the
-- vendor's order within a file, so the order of the scan is the order of the pipeline.
with

raw_stage as (

    select
        id,
        fetched_at,
        json,
        -- No order by: DuckDB numbers the rows of a scan as they lie in the file (preserve_insertion_order).
        row_number() over () as scan_order
    from raw_lever__stage

),

newest as (

    select * from raw_stage
    qualify row_number() over (partition by id order by fetched_at desc, scan_order asc) = 1

),

lever_stage as (

    select
        id as lever_stage_id,
        nullif(json ->> '$.text', '') as name,
        row_number() over (order by scan_order) - 1 as position
    from newest

)

select * from lever_stage
order by lever_stage_id
