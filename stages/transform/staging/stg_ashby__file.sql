-- stg_ashby__file: one row is one file of ours on an Ashby candidate, and what came when its bytes were asked for.
-- Grain: file_id.
-- No rule: typing only; R1 is compared by it. The newest asking counts.
with

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"name": "VARCHAR", "outcome": "VARCHAR", "sha256": "VARCHAR", "bytes": "VARCHAR", "why": "VARCHAR"}'
        )) as key_of_ours
    from raw_ashby__file

),

file as (

    select
        id as file_id,
        nullif(parent_id, '') as candidate_id,
        nullif(name, '') as name,
        nullif(outcome, '') as outcome,
        nullif(sha256, '') as sha256,
        try_cast(bytes as bigint) as bytes,
        nullif(why, '') as why
    from parsed
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from file
order by file_id
