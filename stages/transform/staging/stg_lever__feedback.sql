-- stg_lever__feedback: one row is one Lever feedback, newest copy; drafts and deleted ones too.
-- Grain: feedback_id.
-- No rule: typing only; F1 excludes drafts (no completed_at) and deleted ones. Feedback that is told to be neither
-- secret nor not secret counts as secret (F2); one whose completedAt can't be read is no draft, since drafts have none.
-- What can't be read stays, and `problem` says what it is. The fields are rows of stg_lever__answer.
with

raw_feedback as (select * from raw_lever__feedback),

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        case
            when json_type(json, '$.fields[*]') = []
                then
                    json_type(json, '$.fields') not in ('ARRAY', 'NULL')
                    and json_extract_string(json, '$.fields') <> ''
        end as is_not_a_list,
        len([kind for kind in json_type(json, '$.fields[*]') if kind not in ('OBJECT', 'NULL')]) as unreadable_fields,
        unnest(from_json(
            json,
            '{"type": "VARCHAR", "text": "VARCHAR", "secret": "VARCHAR", "createdAt": "VARCHAR",
            "completedAt": "VARCHAR", "deletedAt": "VARCHAR", "baseTemplateId": "JSON", "interview": "JSON",
            "panel": "JSON", "user": "JSON"}'
        )) as key_of_lever
    from raw_feedback

),

filled as (

    select
        id,
        parent_id,
        fetched_at,
        digest,
        is_not_a_list,
        unreadable_fields,
        lever_reference(baseTemplateId) as template_id,
        lever_reference(interview) as interview_id,
        lever_reference(panel) as panel_id,
        lever_reference(user) as user_id,
        nullif(nullif(
            columns(['type', 'text', 'secret', 'createdAt', 'completedAt', 'deletedAt']), ''
        ), '[]')
    from parsed

),

typed as (

    select
        *,
        try_cast(secret as boolean) as is_secret,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(completedAt)) as completed_at,
        try(lever_time(deletedAt)) as deleted_at
    from filled

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when createdAt is not null and created_at is null then 'createdAt' end,
            case when completedAt is not null and completed_at is null then 'completedAt' end,
            case when deletedAt is not null and deleted_at is null then 'deletedAt' end
        ) as bad_times
    from typed

),

feedback as (

    select
        id as feedback_id,
        parent_id as opportunity_id,
        template_id,
        text as title,
        type,
        user_id,
        interview_id,
        panel_id,
        coalesce(is_secret, secret is not null) as is_secret,
        created_at,
        coalesce(completed_at, case when completedAt is not null then created_at end) as completed_at,
        deleted_at,
        nullif(
            concat_ws(
                '; ',
                case when createdAt is null then 'createdAt is missing' end,
                case when bad_times <> '' then bad_times || ' is not a number of milliseconds' end,
                case when secret is not null and is_secret is null then 'secret is not a boolean' end,
                case when is_not_a_list then 'fields is not a list' end,
                case when unreadable_fields > 0 then 'a field is not an object' end
            ),
            ''
        ) as problem
    from judged
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from feedback
order by feedback_id
