-- stg_ashby__department: one row is one Ashby department or team (one kind of object), newest copy.
-- Grain: department_id.
-- No rule: typing only. Archived ones stay.
with

raw_department as (

    select
        id,
        json
    from raw_ashby__department
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(json, '{"name": "VARCHAR", "parentId": "VARCHAR", "isArchived": "BOOLEAN"}')) as key_of_ashby
    from raw_department

),

department as (

    select
        id as department_id,
        nullif(name, '') as name,
        nullif(parentId, '') as parent_id,
        coalesce(isArchived, false) as is_archived
    from parsed

)

select * from department
order by department_id
