-- parity__fields_job: one row is one field of one posting's job, compared with Ashby's.
-- Grain: entity, lever_id, field. Fields of which Lever says nothing make no row.
-- A1: a job that a person chose may have another title; one of the same name is equal, spelling apart. Of a job that we
-- made its department, location and interview plan are those that it was made with, and its status is what the
-- posting's state asks for (ashby__job_close); of a posting in a state that we don't know, no status is asked for.
with

state as (select * from parity__states),

posting as (select * from stg_lever__posting),

ready as (select * from ashby__job),

result as (select * from result__job),

job as (select * from stg_ashby__job),

department as (select * from stg_ashby__department),

location as (select * from stg_ashby__location),

interview_plan as (select * from stg_ashby__interview_plan),

-- The ids of what was made for jobs; while a load goes on, a write may show twice.
made as (

    select
        result.write_key,
        max(result.ashby_id) as ashby_id

    from result
    group by result.write_key

),

body as (

    select
        ready.write_key,
        ready.payload ->> '$.teamId' as department_id,
        ready.payload ->> '$.locationId' as location_id,
        ready.payload ->> '$.defaultInterviewPlanId' as interview_plan_id,
        list_filter(ready.refs, lambda ref: ref.path = 'teamId')[1].write_key as department_write_key,
        list_filter(ready.refs, lambda ref: ref.path = 'locationId')[1].write_key as location_write_key

    from ready

),

expected as (

    select
        state.lever_id,
        state.ashby_id,
        state.outcome = 'found' as is_chosen,
        posting.title,
        coalesce(posting.team, posting.department) as department_name,
        posting.location as location_name,
        coalesce(body.department_id, made_department.ashby_id) as department_id,
        coalesce(body.location_id, made_location.ashby_id) as location_id,
        body.interview_plan_id,
        case
            when state.outcome = 'found' then null
            when posting.state in ('published', 'internal') then 'Open'
            when posting.state = 'closed' then 'Closed'
            when posting.state = 'rejected' then 'Archived'
            when posting.state in ('draft', 'pending') then 'Draft'
        end as status

    from state
    left join posting
        on state.lever_id = posting.posting_id
    left join body
        on
            state.outcome <> 'found'
            and state.write_key = body.write_key
    left join made as made_department
        on body.department_write_key = made_department.write_key
    left join made as made_location
        on body.location_write_key = made_location.write_key
    where state.entity = 'job' and state.state = 'written'

),

compared as (

    select
        expected.lever_id,
        expected.ashby_id,
        expected.is_chosen,
        unnest([
            {
                'field': 'title',
                'expected': coalesce(normal_name(expected.title), ''),
                'lever_value': expected.title,
                'found': coalesce(normal_name(job.title), ''),
                'ashby_value': job.title
            },
            {
                'field': 'department',
                'expected': expected.department_id,
                'lever_value': coalesce(lever_department.name, expected.department_name),
                'found': job.department_id,
                'ashby_value': case
                    when expected.department_id = job.department_id
                        then coalesce(ashby_department.name, expected.department_name)
                    else coalesce(ashby_department.name, job.department_id)
                end
            },
            {
                'field': 'location',
                'expected': expected.location_id,
                'lever_value': coalesce(lever_location.name, expected.location_name),
                'found': job.location_id,
                'ashby_value': case
                    when expected.location_id = job.location_id
                        then coalesce(ashby_location.name, expected.location_name)
                    else coalesce(ashby_location.name, job.location_id)
                end
            },
            {
                'field': 'interview_plan',
                'expected': expected.interview_plan_id,
                'lever_value': coalesce(lever_plan.title, expected.interview_plan_id),
                'found': job.default_interview_plan_id,
                'ashby_value': coalesce(ashby_plan.title, job.default_interview_plan_id)
            },
            {
                'field': 'status',
                'expected': expected.status,
                'lever_value': expected.status,
                'found': job.status,
                'ashby_value': job.status
            }
        ]) as one

    from expected
    left join job
        on expected.ashby_id = job.job_id
    left join department as lever_department
        on expected.department_id = lever_department.department_id
    left join department as ashby_department
        on job.department_id = ashby_department.department_id
    left join location as lever_location
        on expected.location_id = lever_location.location_id
    left join location as ashby_location
        on job.location_id = ashby_location.location_id
    left join interview_plan as lever_plan
        on expected.interview_plan_id = lever_plan.interview_plan_id
    left join interview_plan as ashby_plan
        on job.default_interview_plan_id = ashby_plan.interview_plan_id
    where job.job_id is not null

),

judged as (

    select
        compared.lever_id,
        compared.ashby_id,
        compared.one.field,
        compared.one.lever_value,
        compared.one.ashby_value,
        case
            when compared.one.expected = compared.one.found then 'equal'
            when compared.one.field = 'title' and compared.is_chosen then 'by_rule'
            when compared.one.found is null then 'missing'
            else 'differs'
        end as verdict

    from compared
    where compared.one.expected is not null

),

field as (

    select
        'job' as entity,
        judged.lever_id,
        judged.ashby_id,
        judged.field,
        judged.lever_value,
        judged.ashby_value,
        judged.verdict,
        case when judged.verdict = 'by_rule' then 'A1' end as rule

    from judged

)

select * from field
order by entity, lever_id, field
