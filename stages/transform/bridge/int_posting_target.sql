-- int_posting_target: one row is one posting, the job in Ashby that it becomes, and its fate.
-- Grain: posting_id. Every posting has a row; one without a job says why.
-- A1: the job is decided in mappings/job.csv: one that is there (found), one to create (write), or none (excluded). One
-- to create needs a department and a location, which may be created themselves.
-- A7: only a job that a person has marked confidential in Ashby takes confidential applications; we can't mark one.
with

posting as (select * from stg_lever__posting),

mapping as (select * from int_mapping_job),

department as (select * from int_mapping_department),

location as (select * from int_mapping_location),

job as (select * from stg_ashby__job),

judged as (

    select
        posting.posting_id,
        job.job_id,
        job.default_interview_plan_id,
        job.is_confidential,
        mapping.ashby_id,
        case
            when mapping.decision = 'leave_out' then { 'fate': 'excluded', 'reason_code': 'left_out' }
            when mapping.decision in ('exact', 'chosen') and job.job_id is null
                then { 'fate': 'held', 'reason_code': 'job_gone' }
            when mapping.decision in ('exact', 'chosen') and job.status = 'Archived'
                then { 'fate': 'held', 'reason_code': 'job_gone' }
            when mapping.decision in ('exact', 'chosen') then { 'fate': 'found', 'reason_code': null }
            when mapping.decision = 'create' and coalesce(trim(posting.title), '') = ''
                then { 'fate': 'held', 'reason_code': 'posting_untitled' }
            when
                mapping.decision = 'create'
                and not coalesce(department.decision in ('exact', 'chosen', 'create'), false)
                then { 'fate': 'held', 'reason_code': 'department_undecided' }
            when
                mapping.decision = 'create'
                and not coalesce(location.decision in ('exact', 'chosen', 'create'), false)
                then { 'fate': 'held', 'reason_code': 'location_undecided' }
            when mapping.decision = 'create' then { 'fate': 'write', 'reason_code': null }
            else { 'fate': 'held', 'reason_code': 'job_undecided' }
        end as verdict

    from posting
    left join mapping
        on posting.posting_id = mapping.lever_id
    left join job
        on mapping.ashby_id = job.job_id
    left join department
        on coalesce(posting.team, posting.department) = department.lever_id
    left join location
        on posting.location = location.lever_id

),

posting_target as (

    select
        judged.posting_id,
        judged.verdict.fate,
        'A1' as rule,
        judged.verdict.reason_code,
        case judged.verdict.reason_code
            when 'left_out' then 'left out by decision in mappings/job.csv'
            when 'job_gone'
                then 'The job that mappings/job.csv names is archived in Ashby or not there: choose another.'
            when 'posting_untitled' then 'A job needs a title and Lever gives none: choose a job in mappings/job.csv.'
            when 'department_undecided'
                then 'The job to create needs a department: decide in mappings/department.csv.'
            when 'location_undecided' then 'The job to create needs a location: decide in mappings/location.csv.'
            when 'job_undecided' then 'No job in Ashby is decided for this posting: decide in mappings/job.csv.'
        end as reason,
        case when judged.verdict.fate = 'found' then judged.job_id end as ashby_job_id,
        case when judged.verdict.fate = 'write' then 'job/' || judged.posting_id end as job_write_key,
        case judged.verdict.fate
            when 'found' then judged.default_interview_plan_id
            when 'write' then judged.ashby_id
        end as interview_plan_id,
        judged.verdict.fate = 'found' and coalesce(judged.is_confidential, false) as is_confidential_job

    from judged

)

select * from posting_target
order by posting_id
