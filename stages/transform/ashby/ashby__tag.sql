-- ashby__tag: one row is one candidate tag to create in Ashby.
-- Grain: write_key; one for all Lever tags of one name, case and punctuation apart.
-- P7: tags go along. Only those that mappings/tag.csv creates and that somebody has. A2 brings `Lever: no posting`.
with

tag as (select * from int_tag),

used as (

    select
        tag.tag_write_key as write_key,
        min(tag.tag) as title

    from tag
    where tag.fate = 'write' and tag.tag_write_key is not null
    group by tag.tag_write_key

),

body as (

    select
        used.write_key,
        []::struct(path varchar, write_key varchar)[] as refs,
        to_json({ 'title': used.title })::varchar as payload

    from used

),

candidate_tag as (

    select
        body.write_key,
        'tag' as entity,
        -- The key of the name, not the name: a tag may say something about a person, and ids are kept in the ledger.
        split_part(body.write_key, '/', 2) as lever_id,
        null::varchar as person_id,
        'candidateTag.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.write_key) as position

    from body

)

select * from candidate_tag
order by write_key
