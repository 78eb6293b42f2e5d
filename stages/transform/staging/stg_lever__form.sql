-- stg_lever__form: one row is one filled profile form, newest copy; unfinished and deleted ones too.
-- Grain: form_id.
-- No rule: typing only; R2 makes a note of it. Whether `secret` is in Lever's answer is not documented (lever-api
-- 2.16): a form that does not say is as secret as its template is by default, and secret if nobody knows, because
-- visibility never widens. A form without a title has its template's. What can't be read stays, and `problem` says
-- what it is.
with

raw_form as (select * from raw_lever__form),

form_template as (

    select
        id as template_id,
        nullif(nullif(json_extract_string(json, '$.text'), ''), '[]') as title,
        try_cast(json_extract_string(json, '$.secretByDefault') as boolean) as is_secret
    from raw_lever__form_template
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

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
            '{"text": "VARCHAR", "secret": "VARCHAR", "createdAt": "VARCHAR", "completedAt": "VARCHAR",
            "deletedAt": "VARCHAR", "baseTemplateId": "JSON", "user": "JSON"}'
        )) as key_of_lever
    from raw_form

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
        lever_reference(user) as user_id,
        nullif(nullif(columns(['text', 'secret', 'createdAt', 'completedAt', 'deletedAt']), ''), '[]')
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

newest as (

    select
        id,
        parent_id,
        template_id,
        text,
        user_id,
        secret,
        is_secret,
        created_at,
        completed_at,
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

),

form as (

    select
        newest.id as form_id,
        newest.parent_id as opportunity_id,
        newest.template_id,
        coalesce(newest.text, form_template.title) as title,
        newest.user_id,
        case
            when newest.secret is not null then coalesce(newest.is_secret, true)
            else coalesce(form_template.is_secret, true)
        end as is_secret,
        newest.created_at,
        newest.completed_at,
        newest.deleted_at,
        newest.problem

    from newest
    left join form_template
        on newest.template_id = form_template.template_id

)

select * from form
order by form_id
