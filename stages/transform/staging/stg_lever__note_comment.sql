-- stg_lever__note_comment: one row is one comment of a Lever note's newest copy, in Lever's order.
-- Grain: note_id, position (from 0).
-- No rule: typing only; N1 joins the comments of a thread. A thread is one note with one field per comment
-- (lever-api 2.9). Drops older copies of a note; an empty comment stays, with a null text.
with

parsed as (

    select
        id,
        fetched_at,
        hash(json) as digest,
        from_json(
            json,
            '{"fields": [{"value": "VARCHAR", "user": "VARCHAR", "score": "VARCHAR", "createdAt": "VARCHAR"}]}'
        ).fields as comments
    from raw_lever__note

),

newest as (

    select * from parsed
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

),

listed as (

    select
        id,
        generate_subscripts(comments, 1) - 1 as position,
        unnest(comments) as said
    from newest

),

note_comment as (

    select
        id as note_id,
        position,
        case when said.user like '{%' then try(said.user ->> '$.id') else nullif(said.user, '') end as user_id,
        nullif(nullif(said.value, ''), '[]') as text,
        try_cast(said.score as bigint) as score,
        try(lever_time(said.createdAt)) as created_at
    from listed

)

select * from note_comment
order by note_id, position
