-- stg_lever__source: one row is one Lever source with Lever's own count of its opportunities, newest copy.
-- Grain: source (its text: Lever's sources have no id, lever-api 2.17).
-- No rule: typing only. The count is a control total for the opportunities we copied.
with

raw_source as (

    select
        id,
        json
    from raw_lever__source
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

lever_source as (

    select
        id as source,
        try_cast(json ->> '$.count' as bigint) as count_opportunities
    from raw_source

)

select * from lever_source
order by source
