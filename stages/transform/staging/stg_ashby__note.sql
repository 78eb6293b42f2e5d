-- stg_ashby__note: one row is one note of an Ashby candidate as read back, newest copy.
-- Grain: ashby_note_id.
-- N3: lever_marker is the <kind>:<id> of the marker that the load writes as a note's last line. Ashby may give a note
-- back as HTML (ashby-api 9.1), so tags, coded brackets and spaces after the marker are looked past; content stays.
with

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json, '{"content": "VARCHAR", "isPrivate": "BOOLEAN", "createdAt": "VARCHAR"}'
        )) as key_of_ashby
    from raw_ashby__note

),

ended as (

    select
        *,
        regexp_replace(right(content, 400), '<[^>]*>', ' ', 'g') as ending
    from parsed

),

note as (

    select
        id as ashby_note_id,
        parent_id as candidate_id,
        nullif(content, '') as content,
        coalesce(isPrivate, false) as is_private,
        nullif(
            regexp_extract(
                regexp_replace(regexp_replace(ending, '&#(91|x5[bB]);', '[', 'g'), '&#(93|x5[dD]);', ']', 'g'),
                '\[lever:([a-z_]+:[^\s\[\]]+)\](\s|&nbsp;|&#160;)*$',
                1
            ),
            ''
        ) as lever_marker,
        ashby_time(createdAt) as created_at
    from ended
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from note
order by ashby_note_id
