-- stg_lever__tag: one row is one Lever tag with Lever's own count of its opportunities, newest copy.
-- Grain: tag (its text: Lever's tags have no id, lever-api 2.17).
-- No rule: typing only. The count is a control total for the opportunities we copied.
with

raw_tag as (

    select
        id,
        json
    from raw_lever__tag
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

lever_tag as (

    select
        id as tag,
        try_cast(json ->> '$.count' as bigint) as count_opportunities
    from raw_tag

)

select * from lever_tag
order by tag
