-- stg_lever__note: one row is one Lever note (a thread of comments), newest copy.
-- Grain: note_id.
-- No rule: typing only; N1 makes one text of a thread. A note that is told to be neither secret nor not secret counts
-- as secret, because visibility never widens. What can't be read stays, and `problem` says what it is.
with

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"user": "VARCHAR", "secret": "VARCHAR", "createdAt": "VARCHAR", "deletedAt": "VARCHAR",
            "fields": "VARCHAR"}'
        )) as key_of_lever
    from raw_lever__note

),

filled as (

    select
        id,
        parent_id,
        fetched_at,
        digest,
        nullif(nullif(columns(* exclude (id, parent_id, fetched_at, digest)), ''), '[]')
    from parsed

),

typed as (

    select
        *,
        try_cast(secret as boolean) as is_secret,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(deletedAt)) as deleted_at,
        try(from_json(fields, '[{"createdAt": "VARCHAR"}]')) as comments,
        [said for said in comments if said.createdAt <> '' and try(lever_time(said.createdAt)) is null]
            as undated_comments
    from filled

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when createdAt is not null and created_at is null then 'createdAt' end,
            case when deletedAt is not null and deleted_at is null then 'deletedAt' end,
            case when len(undated_comments) > 0 then 'createdAt of a comment' end
        ) as bad_times
    from typed

),

note as (

    select
        id as note_id,
        parent_id as opportunity_id,
        case when user like '{%' then try(user ->> '$.id') else user end as user_id,
        coalesce(is_secret, secret is not null) as is_secret,
        created_at,
        deleted_at,
        nullif(
            concat_ws(
                '; ',
                case when createdAt is null then 'createdAt is missing' end,
                case when bad_times <> '' then bad_times || ' is not a number of milliseconds' end,
                case when secret is not null and is_secret is null then 'secret is not a boolean' end,
                case when fields is not null and comments is null then 'fields is not a list' end
            ),
            ''
        ) as problem
    from judged
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from note
order by note_id
