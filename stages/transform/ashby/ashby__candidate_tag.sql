-- ashby__candidate_tag: one row is one tag put on one candidate.
-- Grain: write_key; Lever tags of one target are one write. lever_id is the record of the first of them.
-- P7: tags of all opportunities. A2: `Lever: no posting`. Drops tags that are held or left out (int_tag says why).
with

tag as (select * from int_tag),

person as (select * from int_person),

wanted as (

    select
        tag.person_id,
        tag.tag_key,
        min(tag.tag) as tag,
        min(tag.ashby_tag_id) as ashby_tag_id,
        min(tag.tag_write_key) as tag_write_key

    from tag
    where tag.fate = 'write'
    group by tag.person_id, tag.tag_key

),

body as (

    select
        'candidate_tag/' || wanted.person_id || '/' || wanted.tag_key as write_key,
        wanted.person_id || '/' || text_key(wanted.tag) as lever_id,
        wanted.person_id,
        person.active_at,
        list_concat(
            [{ 'path': 'candidateId', 'write_key': 'candidate/' || wanted.person_id }],
            case
                when wanted.tag_write_key is not null then [{ 'path': 'tagId', 'write_key': wanted.tag_write_key }]
                else []
            end
        ) as refs,
        to_json({ 'candidateId': null, 'tagId': wanted.ashby_tag_id })::varchar as payload

    from wanted
    left join person
        on wanted.person_id = person.person_id

),

candidate_tag as (

    select
        body.write_key,
        'tag' as entity,
        body.lever_id,
        body.person_id,
        'candidate.addTag' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        5000000 + row_number() over (partition by body.person_id order by body.write_key) - 1 as position

    from body

)

select * from candidate_tag
order by write_key
