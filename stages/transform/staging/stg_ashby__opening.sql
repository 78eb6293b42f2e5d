-- stg_ashby__opening: one row is one Ashby opening, newest copy.
-- Grain: opening_id.
-- No rule: typing only. What can change of an opening is in its latestVersion (ashby-api 9.7). Archived ones stay.
with

raw_opening as (

    select
        id,
        json
    from raw_ashby__opening
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"openingState": "VARCHAR", "isArchived": "BOOLEAN",
            "latestVersion": {"identifier": "VARCHAR", "jobIds": ["VARCHAR"]}}'
        )) as key_of_ashby
    from raw_opening

),

opening as (

    select
        id as opening_id,
        nullif(latestVersion.identifier, '') as identifier,
        nullif(openingState, '') as state,
        coalesce(isArchived, false) as is_archived,
        coalesce([job_id for job_id in latestVersion.jobIds if job_id <> ''], []) as job_ids
    from parsed

)

select * from opening
order by opening_id
