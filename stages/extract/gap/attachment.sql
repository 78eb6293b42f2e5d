-- attachment: one row is one resume, file or offer document whose bytes Lever would not give.
-- Grain: resource (its kind), lever_id.
-- No rule: holes 17 and 18 of lever-api 3d: files that Lever could not process answer 422, files in custom answers have
-- no documented download.
-- Known: each one is named, and what Lever says of it is kept.
with

attachment as (
    select
        id,
        from_json(json, '{"outcome": "VARCHAR", "status": "VARCHAR", "why": "VARCHAR"}') as attachment
    from raw_lever__attachment
)

select
    'attachment' as gap,
    split_part(id, '/', 1) as resource,
    substr(id, instr(id, '/') + 1) as lever_id,
    1::bigint as records,
    'known' as weight,
    'its bytes could not be had: ' || concat_ws(', ', 'Lever answered ' || attachment.status, attachment.why) as says
from attachment
where attachment.outcome = 'refused'
order by resource, lever_id
