-- stg_lever__panel: one row is one panel of interviews, newest copy, or one that only its interviews name.
-- Grain: panel_id.
-- No rule: typing only; I1 makes one note of each row. A panel that is not listed (is_listed false) has the times of
-- its interviews, and is canceled if all of them are; its zone and author are those of the first. A listed one without
-- times has them from its interviews too. What can't be read in it or in one of its interviews, `problem` says.
with

interview as (select * from stg_lever__interview),

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"start": "VARCHAR", "end": "VARCHAR", "timezone": "VARCHAR", "note": "VARCHAR", "user": "JSON",
            "canceledAt": "VARCHAR", "createdAt": "VARCHAR", "interviews": "VARCHAR"}'
        )) as key_of_lever
    from raw_lever__panel

),

filled as (

    select
        id,
        fetched_at,
        digest,
        lever_reference(user) as user_id,
        nullif(nullif(columns(* exclude (id, fetched_at, digest, user)), ''), '[]')
    from parsed

),

typed as (

    select
        *,
        try(lever_time(start)) as starts_at,
        try(lever_time("end")) as ends_at,
        try(lever_time(canceledAt)) as canceled_at,
        try(lever_time(createdAt)) as created_at,
        try(from_json(interviews, '[{"id": "VARCHAR"}]')) as embedded
    from filled

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when start is not null and starts_at is null then 'start' end,
            case when "end" is not null and ends_at is null then 'end' end,
            case when canceledAt is not null and canceled_at is null then 'canceledAt' end,
            case when createdAt is not null and created_at is null then 'createdAt' end
        ) as bad_times,
        interviews is not null and embedded is null as has_bad_list,
        len([one for one in embedded if coalesce(one.id, '') = '']) > 0 as has_nameless
    from typed

),

listed as (

    select
        id as panel_id,
        parent_id as opportunity_id,
        start,
        starts_at,
        ends_at,
        timezone,
        note,
        user_id,
        canceled_at,
        created_at,
        bad_times,
        has_bad_list,
        has_nameless
    from judged
    qualify row_number() over (partition by id order by fetched_at desc, parent_id asc, digest asc) = 1

),

of_interviews as (

    select
        panel_id,
        first(opportunity_id order by starts_at asc nulls last, interview_id asc)
        filter (where opportunity_id is not null) as opportunity_id,
        min(starts_at) as starts_at,
        max(starts_at + to_minutes(coalesce(duration_minutes, 0))) as ends_at,
        first(timezone order by starts_at asc nulls last, interview_id asc)
        filter (where timezone is not null) as timezone,
        first(user_id order by starts_at asc nulls last, interview_id asc)
        filter (where user_id is not null) as user_id,
        if(count(*) = count(canceled_at), max(canceled_at), null) as canceled_at,
        min(created_at) as created_at,
        string_agg('interview ' || interview_id || ': ' || problem, '; ' order by interview_id asc) as problem
    from interview
    group by panel_id

),

named as (

    select panel_id from listed
    union
    select panel_id from of_interviews

),

panel as (

    select
        named.panel_id,
        coalesce(listed.opportunity_id, of_interviews.opportunity_id) as opportunity_id,
        coalesce(listed.starts_at, of_interviews.starts_at) as starts_at,
        coalesce(listed.ends_at, of_interviews.ends_at) as ends_at,
        coalesce(listed.timezone, of_interviews.timezone) as timezone,
        listed.note,
        coalesce(listed.user_id, of_interviews.user_id) as user_id,
        if(listed.panel_id is null, of_interviews.canceled_at, listed.canceled_at) as canceled_at,
        coalesce(listed.created_at, of_interviews.created_at) as created_at,
        listed.panel_id is not null as is_listed,
        nullif(
            concat_ws(
                '; ',
                case
                    when listed.start is null and of_interviews.starts_at is null and listed.panel_id is not null
                        then 'start is missing'
                end,
                case when listed.bad_times <> '' then listed.bad_times || ' is not a number of milliseconds' end,
                case when listed.has_bad_list then 'interviews is not a list' end,
                case when listed.has_nameless then 'one of its interviews has no id' end,
                of_interviews.problem
            ),
            ''
        ) as problem
    from named
    left join listed
        on named.panel_id = listed.panel_id
    left join of_interviews
        on named.panel_id = of_interviews.panel_id

)

select * from panel
order by panel_id
