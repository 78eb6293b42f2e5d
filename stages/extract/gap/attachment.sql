-- attachment: one row is one resume, file or offer document whose bytes Lever would not give, or not whole.
-- Grain: resource (its kind), lever_id.
-- No rule: holes 17 and 18 of lever-api 3d: files that Lever could not process answer 422, files in custom answers have
-- no documented download.
-- Known: each one is named. Lever's own words may tell of a person: they stay in raw_lever__attachment.
with

attachment as (
    select
        id,
        from_json(
            json, '{"outcome": "VARCHAR", "status": "VARCHAR", "bytes": "BIGINT", "listed_bytes": "BIGINT"}'
        ) as attachment
    from raw_lever__attachment
)

select
    'attachment' as gap,
    split_part(id, '/', 1) as resource,
    substr(id, instr(id, '/') + 1) as lever_id,
    1::bigint as records,
    'known' as weight,
    concat(
        coalesce(
            'Lever answered ' || attachment.status || ' in place of it',
            'Lever lists ' || attachment.listed_bytes || ' bytes and sent ' || attachment.bytes || ', which are kept',
            'its bytes broke off each time'
        ),
        case attachment.status
            when '403' then ': this key may not read it'
            when '404' then ': it is named, and not there'
            when '422' then ': it could not process this file'
        end,
        '. Get it by hand while Lever is open.'
    ) as says
from attachment
where attachment.outcome != 'kept'
order by resource, lever_id
