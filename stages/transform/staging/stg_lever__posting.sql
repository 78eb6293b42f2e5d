-- stg_lever__posting: one row is one Lever posting, newest copy, or one that applications name and Lever won't show.
-- Grain: posting_id.
-- No rule: typing only. A1 needs a row for every posting that an application names: in a recorded account 20 of 21
-- were in no list (lever-api 2.13). Those that Lever refused one by one have is_readable false and no title.
with

raw_posting as (

    select
        id,
        json
    from raw_lever__posting
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

named as (

    select distinct posting_id
    from stg_lever__opportunity

),

refused as (

    select distinct id[len('posting/') + 1:] as posting_id
    from raw_lever__unreadable
    where starts_with(id, 'posting/')

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"text": "VARCHAR", "state": "VARCHAR", "confidentiality": "VARCHAR", "owner": "VARCHAR",
            "hiringManager": "VARCHAR", "createdAt": "VARCHAR", "updatedAt": "VARCHAR"}'
        )) as key_of_lever,
        unnest(from_json(
            coalesce(json -> '$.categories', '{}'),
            '{"department": "VARCHAR", "team": "VARCHAR", "location": "VARCHAR", "commitment": "VARCHAR"}'
        )) as category_of_lever
    from raw_posting

),

filled as (

    select
        id,
        nullif(nullif(columns(* exclude (id)), ''), '[]')
    from parsed

),

posting as (

    select
        id as posting_id,
        text as title,
        state,
        coalesce(confidentiality, 'non-confidential') <> 'non-confidential' as is_confidential,
        true as is_readable,
        department,
        team,
        location,
        commitment,
        case when owner like '{%' then try(owner ->> '$.id') else owner end as owner_user_id,
        case when hiringManager like '{%' then try(hiringManager ->> '$.id') else hiringManager end
            as hiring_manager_user_id,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(updatedAt)) as updated_at
    from filled

    union all

    select
        refused.posting_id,
        null as title,
        null as state,
        false as is_confidential,
        false as is_readable,
        null as department,
        null as team,
        null as location,
        null as commitment,
        null as owner_user_id,
        null as hiring_manager_user_id,
        null as created_at,
        null as updated_at
    from refused
    semi join named on refused.posting_id = named.posting_id
    anti join raw_posting on refused.posting_id = raw_posting.id

)

select * from posting
order by posting_id
