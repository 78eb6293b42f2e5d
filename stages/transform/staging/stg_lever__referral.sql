-- stg_lever__referral: one row is one referral, newest copy.
-- Grain: referral_id.
-- No rule: typing only; R2 credits the referrer and makes a note of it. The same form stands in the application, with
-- other times (lever-api 2.3); it is read here alone. What can't be read stays, and `problem` says what it is.
with

raw_referral as (select * from raw_lever__referral),

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
            '{"text": "VARCHAR", "createdAt": "VARCHAR", "completedAt": "VARCHAR", "referrer": "JSON",
            "user": "JSON"}'
        )) as key_of_lever
    from raw_referral

),

filled as (

    select
        id,
        parent_id,
        fetched_at,
        digest,
        is_not_a_list,
        unreadable_fields,
        lever_reference(referrer) as referrer_user_id,
        lever_reference(user) as user_id,
        nullif(nullif(columns(['text', 'createdAt', 'completedAt']), ''), '[]')
    from parsed

),

typed as (

    select
        *,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(completedAt)) as completed_at
    from filled

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when createdAt is not null and created_at is null then 'createdAt' end,
            case when completedAt is not null and completed_at is null then 'completedAt' end
        ) as bad_times
    from typed

),

referral as (

    select
        id as referral_id,
        parent_id as opportunity_id,
        text as title,
        referrer_user_id,
        user_id,
        created_at,
        completed_at,
        nullif(
            concat_ws(
                '; ',
                case when createdAt is null then 'createdAt is missing' end,
                case when bad_times <> '' then bad_times || ' is not a number of milliseconds' end,
                case when is_not_a_list then 'fields is not a list' end,
                case when unreadable_fields > 0 then 'a field is not an object' end
            ),
            ''
        ) as problem
    from judged
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from referral
order by referral_id
