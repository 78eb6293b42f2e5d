-- stg_ashby__interview_plan: one row is one Ashby interview plan, newest copy.
-- Grain: interview_plan_id.
-- No rule: typing only. Archived ones stay.
with

raw_interview_plan as (

    select
        id,
        json
    from raw_ashby__interview_plan
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        unnest(from_json(json, '{"title": "VARCHAR", "isArchived": "BOOLEAN"}')) as key_of_ashby
    from raw_interview_plan

),

ashby_interview_plan as (

    select
        id as interview_plan_id,
        nullif(title, '') as title,
        coalesce(isArchived, false) as is_archived
    from parsed

)

select * from ashby_interview_plan
order by interview_plan_id
