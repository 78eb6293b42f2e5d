-- stg_ashby__interview_stage: one row is one interview stage of one interview plan, newest copy.
-- Grain: interview_stage_id.
-- No rule: typing only. The plan is the one the stage names, else the one it was listed under.
with

raw_interview_stage as (

    select
        id,
        parent_id,
        json
    from raw_ashby__interview_stage
    qualify row_number() over (partition by id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    select
        id,
        parent_id,
        unnest(from_json(
            json,
            '{"interviewPlanId": "VARCHAR", "title": "VARCHAR", "type": "VARCHAR", "orderInInterviewPlan": "BIGINT"}'
        )) as key_of_ashby
    from raw_interview_stage

),

interview_stage as (

    select
        id as interview_stage_id,
        coalesce(nullif(interviewPlanId, ''), parent_id) as interview_plan_id,
        nullif(title, '') as title,
        nullif(type, '') as type,
        orderInInterviewPlan as position
    from parsed

)

select * from interview_stage
order by interview_stage_id
