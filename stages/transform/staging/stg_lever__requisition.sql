-- stg_lever__requisition: one row is one Lever requisition, newest copy.
-- Grain: requisition_id.
-- No rule: typing only; people's ids come plain or expanded (lever-api 1.7). Empty entries of postings are dropped.
with

raw_requisition as (

    select
        id,
        json
    from raw_lever__requisition
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(
            json,
            '{"requisitionCode": "VARCHAR", "name": "VARCHAR", "status": "VARCHAR", "confidentiality": "VARCHAR",
            "backfill": "BOOLEAN", "employmentStatus": "VARCHAR", "team": "VARCHAR", "department": "VARCHAR",
            "location": "VARCHAR", "postings": ["JSON"], "owner": "JSON", "hiringManager": "JSON",
            "createdAt": "VARCHAR", "closedAt": "VARCHAR"}'
        )) as key_of_lever
    from raw_requisition

),

requisition as (

    select
        id as requisition_id,
        nullif(nullif(requisitionCode, ''), '[]') as code,
        nullif(nullif(name, ''), '[]') as name,
        nullif(nullif(status, ''), '[]') as status,
        coalesce(nullif(nullif(confidentiality, ''), '[]'), 'non-confidential') <> 'non-confidential'
            as is_confidential,
        coalesce(backfill, false) as is_backfill,
        nullif(nullif(employmentStatus, ''), '[]') as employment_status,
        nullif(nullif(team, ''), '[]') as team,
        nullif(nullif(department, ''), '[]') as department,
        nullif(nullif(location, ''), '[]') as location,
        coalesce(
            [lever_reference(posting) for posting in postings if lever_reference(posting) is not null], []
        ) as posting_ids,
        lever_reference(owner) as owner_user_id,
        lever_reference(hiringManager) as hiring_manager_user_id,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(closedAt)) as closed_at
    from parsed

)

select * from requisition
order by requisition_id
