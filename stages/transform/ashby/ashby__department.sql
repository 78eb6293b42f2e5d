-- ashby__department: one row is one department to create in Ashby, because mappings/department.csv says so.
-- Grain: write_key; one for all names of Lever's that are equal, case and punctuation apart.
-- A1: a job that is created needs its posting's team, else its department, so only what such a job waits for is made.
-- It is part of setting up jobs and no record of Lever's: lever_id is a key of the name, and no bucket counts it.
with

posting_target as (select * from int_posting_target),

posting as (select * from stg_lever__posting),

department as (select * from int_mapping_department),

needed as (

    select
        name_key(department.lever_id) as department_key,
        min(trim(department.lever_id)) as name

    from posting_target
    left join posting
        on posting_target.posting_id = posting.posting_id
    left join department
        on coalesce(posting.team, posting.department) = department.lever_id
    where posting_target.fate = 'write' and department.decision = 'create'
    group by department_key

),

body as (

    select
        needed.department_key,
        []::struct(path varchar, write_key varchar)[] as refs,
        to_json({ 'name': needed.name })::varchar as payload

    from needed

),

department_write as (

    select
        'department/' || body.department_key as write_key,
        'job' as entity,
        'department/' || body.department_key as lever_id,
        null::varchar as person_id,
        'department.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        null::timestamptz as active_at,
        row_number() over (order by body.department_key) as position

    from body

)

select * from department_write
order by write_key
