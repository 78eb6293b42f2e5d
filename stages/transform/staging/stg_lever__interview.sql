-- stg_lever__interview: one row is one Lever interview, newest copy, listed or only named by its panel.
-- Grain: interview_id.
-- No rule: typing only; I1 makes one note of a panel. An interview is listed by itself and once more within its panel,
-- with fewer keys (lever-api 2.7, 2.8). Where both have a key the listed one wins. What is only within a panel has the
-- panel's zone, author and times; what has no panel is its own. Canceled ones stay. What can't be read stays, and
-- `problem` says what it is.
-- Drops empty entries of interviewers, and what a panel holds without an id (stg_lever__panel tells of it).
with

interview_copy as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"panel": "JSON", "subject": "VARCHAR", "note": "VARCHAR", "interviewers": "VARCHAR",
            "timezone": "VARCHAR", "createdAt": "VARCHAR", "date": "VARCHAR", "duration": "VARCHAR",
            "location": "VARCHAR", "user": "JSON", "canceledAt": "VARCHAR", "opportunityId": "VARCHAR"}'
        )) as key_of_lever
    from raw_lever__interview

),

listed as (

    select
        id as interview_id,
        lever_reference(panel) as panel_id,
        lever_reference(user) as user_id,
        nullif(nullif(columns(* exclude (id, fetched_at, digest, panel, user)), ''), '[]')
    from interview_copy
    qualify row_number() over (partition by id order by fetched_at desc, parent_id asc, digest asc) = 1

),

panel_copy as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"timezone": "VARCHAR", "user": "JSON", "canceledAt": "VARCHAR", "createdAt": "VARCHAR",
            "interviews": [{"id": "VARCHAR", "subject": "VARCHAR", "note": "VARCHAR", "interviewers": "VARCHAR",
            "date": "VARCHAR", "duration": "VARCHAR", "location": "VARCHAR"}]}'
        )) as key_of_lever
    from raw_lever__panel

),

panel as (

    select
        id as panel_id,
        parent_id,
        fetched_at,
        timezone,
        lever_reference(user) as user_id,
        canceledAt,
        createdAt,
        interviews
    from panel_copy
    qualify row_number() over (partition by id order by fetched_at desc, parent_id asc, digest asc) = 1

),

within_panel as (

    select
        panel_id,
        parent_id,
        fetched_at,
        timezone,
        user_id,
        canceledAt,
        createdAt,
        unnest(interviews) as interview
    from panel

),

embedded_copy as (

    select
        interview.id as interview_id,
        panel_id,
        user_id,
        parent_id,
        interview.subject,
        interview.note,
        interview.interviewers,
        timezone,
        createdAt,
        interview.date,
        interview.duration,
        interview.location,
        canceledAt
    from within_panel
    where interview.id <> ''
    qualify row_number() over (
        partition by interview.id
        order by fetched_at desc, panel_id asc, hash(interview) asc
    ) = 1

),

embedded as (

    select
        interview_id,
        panel_id,
        user_id,
        nullif(nullif(columns(* exclude (interview_id, panel_id, user_id)), ''), '[]')
    from embedded_copy

),

named as (

    select interview_id from listed
    union
    select interview_id from embedded

),

met as (

    select
        named.interview_id,
        coalesce(listed.parent_id, listed.opportunityId, embedded.parent_id) as opportunity_id,
        coalesce(listed.panel_id, embedded.panel_id, named.interview_id) as panel_id,
        coalesce(listed.subject, embedded.subject) as subject,
        coalesce(listed.note, embedded.note) as note,
        coalesce(listed.interviewers, embedded.interviewers) as interviewers,
        coalesce(listed.timezone, embedded.timezone) as timezone,
        coalesce(listed.date, embedded.date) as begins,
        coalesce(listed.duration, embedded.duration) as minutes,
        coalesce(listed.location, embedded.location) as location,
        coalesce(listed.user_id, embedded.user_id) as user_id,
        -- A panel that is canceled tells it of what only the panel names; a listed interview tells it itself.
        if(listed.interview_id is null, embedded.canceledAt, listed.canceledAt) as canceled,
        coalesce(listed.createdAt, embedded.createdAt) as created
    from named
    left join listed
        on named.interview_id = listed.interview_id
    left join embedded
        on named.interview_id = embedded.interview_id

),

typed as (

    select
        *,
        try(from_json(interviewers, '["JSON"]')) as people,
        try(lever_time(begins)) as starts_at,
        try_cast(minutes as bigint) as duration_minutes,
        try(lever_time(canceled)) as canceled_at,
        try(lever_time(created)) as created_at
    from met

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when begins is not null and starts_at is null then 'date' end,
            case when canceled is not null and canceled_at is null then 'canceledAt' end,
            case when created is not null and created_at is null then 'createdAt' end
        ) as bad_times
    from typed

),

interview as (

    select
        interview_id,
        opportunity_id,
        panel_id,
        subject,
        note,
        coalesce(
            list_filter(
                [
                    struct_pack(
                        user_id := lever_reference(person),
                        name := nullif(json_extract_string(person, '$.name'), ''),
                        email := nullif(json_extract_string(person, '$.email'), '')
                    )
                    for person in people
                ],
                lambda person: coalesce(person.user_id, person.name, person.email) is not null
            ),
            []
        ) as interviewers,
        timezone,
        starts_at,
        duration_minutes,
        location,
        user_id,
        canceled_at,
        created_at,
        nullif(
            concat_ws(
                '; ',
                case when begins is null then 'date is missing' end,
                case when bad_times <> '' then bad_times || ' is not a number of milliseconds' end,
                case
                    when minutes is not null and duration_minutes is null then 'duration is not a number of minutes'
                end,
                case when interviewers is not null and people is null then 'interviewers is not a list' end
            ),
            ''
        ) as problem
    from judged

)

select * from interview
order by interview_id
