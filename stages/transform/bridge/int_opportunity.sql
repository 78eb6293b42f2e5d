-- int_opportunity: one row is one opportunity and its fate; only `write` becomes an application.
-- Grain: opportunity_id. Every opportunity has a row.
-- P6: excluded. A2: merged into the person. A1, A4, A5, A7: held with the reason. P4: active_at.
-- is_visible: what the opportunity says may stand on the candidate; never if excluded, and a confidential one only
-- if it becomes an application of a confidential job (A7).
with

opportunity as (select * from stg_lever__opportunity),

verdict as (select * from int_opportunity_verdict),

contact_person as (select * from int_contact_person),

posting_target as (select * from int_posting_target),

interview_plan as (select * from stg_ashby__interview_plan),

judged as (

    select
        opportunity.opportunity_id,
        opportunity.contact_id,
        contact_person.person_id,
        opportunity.posting_id,
        verdict.is_confidential,
        case
            when verdict.reason_code is null then 'write'
            when verdict.reason_code in ('anonymised', 'deleted', 'left_out') then 'excluded'
            when verdict.reason_code = 'no_posting' then 'merged'
            else 'held'
        end as fate,
        case
            when verdict.reason_code in ('anonymised', 'deleted') then 'P6'
            when verdict.reason_code in ('no_contact', 'problem_in_record') then 'C1'
            when verdict.reason_code = 'no_posting' then 'A2'
            when verdict.reason_code = 'confidential' then 'A7'
            when verdict.reason_code = 'stage_not_in_plan' then 'A5'
            when verdict.reason_code in ('archive_reason_undecided', 'no_hired_stage', 'no_archived_stage') then 'A4'
            else 'A1'
        end as rule,
        verdict.reason_code,
        case verdict.reason_code
            when 'anonymised' then 'Anonymised in Lever.'
            when 'deleted' then 'Deleted in Lever.'
            when 'no_contact' then 'Lever names no contact, so nobody can tell whose it is.'
            when 'problem_in_record' then 'What Lever gave can''t be read: ' || opportunity.problem
            when 'application_not_readable'
                then 'Lever names an application and did not give it, so its posting is not known.'
            when 'no_posting' then 'Without a posting there is no application: what it holds goes to the candidate.'
            when 'confidential' then 'It is confidential and its job is not: mark the job confidential in Ashby.'
            when 'stage_not_in_plan'
                then concat(
                    'The Lever stage ', coalesce('"' || verdict.unplaced_stage || '"', 'is not given, so it'),
                    ' has no place in the interview plan ',
                    coalesce('"' || interview_plan.title || '"', '(the job has none)'),
                    ': decide in mappings/stage.csv.'
                )
            when 'archive_reason_undecided'
                then 'Its archive reason has none in Ashby: decide in mappings/archive_reason.csv.'
            when 'no_hired_stage' then 'The interview plan of its job has no single stage of type Hired.'
            when 'no_archived_stage' then 'The interview plan of its job has no single stage of type Archived.'
            else coalesce(posting_target.reason, 'No job is decided for its posting: decide in mappings/job.csv.')
        end as reason,
        opportunity.created_at,
        coalesce(opportunity.last_interaction_at, opportunity.created_at) as active_at

    from opportunity
    left join verdict
        on opportunity.opportunity_id = verdict.opportunity_id
    left join contact_person
        on opportunity.contact_id = contact_person.contact_id
    left join posting_target
        on opportunity.posting_id = posting_target.posting_id
    left join interview_plan
        on verdict.interview_plan_id = interview_plan.interview_plan_id

),

fated as (

    select
        judged.opportunity_id,
        judged.contact_id,
        judged.person_id,
        judged.posting_id,
        judged.is_confidential,
        judged.fate,
        judged.rule,
        judged.reason_code,
        case when judged.fate <> 'write' then judged.reason end as reason,
        judged.fate <> 'excluded' and (judged.fate = 'write' or not judged.is_confidential) as is_visible,
        judged.created_at,
        judged.active_at

    from judged

)

select * from fated
order by opportunity_id
