-- ashby__location: one row is one location to create in Ashby, because mappings/location.csv says so.
-- Grain: write_key; one for all names of Lever's that are equal, case and punctuation apart.
-- A1: a job that is created needs its posting's location, so only what such a job waits for is made; a place for jobs
-- to be at, not a region above others. It is part of setting up jobs and no record of Lever's: lever_id is a key of the
-- name, and no bucket counts it.
with

posting_target as (select * from int_posting_target),

posting as (select * from stg_lever__posting),

location as (select * from int_mapping_location),

needed as (

    select
        name_key(location.lever_id) as location_key,
        min(trim(location.lever_id)) as name

    from posting_target
    left join posting
        on posting_target.posting_id = posting.posting_id
    left join location
        on posting.location = location.lever_id
    where posting_target.fate = 'write' and location.decision = 'create'
    group by location_key

),

body as (

    select
        needed.location_key,
        []::struct(path varchar, write_key varchar)[] as refs,
        to_json({ 'name': needed.name, 'type': 'Location' })::varchar as payload

    from needed

),

location_write as (

    select
        'location/' || body.location_key as write_key,
        'job' as entity,
        'location/' || body.location_key as lever_id,
        null::varchar as person_id,
        'location.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.location_key) as position

    from body

)

select * from location_write
order by write_key
