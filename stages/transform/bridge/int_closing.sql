-- int_closing: one row is one archived opportunity that has a job, and the event that ends its history.
-- Grain: opportunity_id.
-- A4: a hire ends at the plan's stage of type Hired, anything else at the one of type Archived with the mapped reason;
-- at archivedAt. Where the plan has no such stage or several, or no reason is decided, the column is null.
-- Drops what is not archived, and what has no job.
with

candidacy as (select * from int_candidacy),

opportunity as (select * from stg_lever__opportunity),

interview_stage as (select * from stg_ashby__interview_stage),

archive_reason as (select * from stg_lever__archive_reason),

mapping as (select * from int_mapping_archive_reason),

last_stage as (

    select
        interview_stage.interview_plan_id,
        interview_stage.type,
        case when count(*) = 1 then min(interview_stage.interview_stage_id) end as interview_stage_id

    from interview_stage
    where interview_stage.type in ('Hired', 'Archived')
    group by interview_stage.interview_plan_id, interview_stage.type

),

archived as (

    select
        candidacy.opportunity_id,
        candidacy.interview_plan_id,
        opportunity.archived_at,
        opportunity.archive_reason_id,
        coalesce(archive_reason.is_hired, false) as is_hired

    from candidacy
    left join opportunity
        on candidacy.opportunity_id = opportunity.opportunity_id
    left join archive_reason
        on opportunity.archive_reason_id = archive_reason.archive_reason_id
    where opportunity.is_archived

),

closing as (

    select
        archived.opportunity_id,
        archived.is_hired,
        last_stage.interview_stage_id,
        archived.archived_at as entered_at,
        case when not archived.is_hired then mapping.ashby_id end as ashby_archive_reason_id

    from archived
    left join last_stage
        on
            archived.interview_plan_id = last_stage.interview_plan_id
            and case when archived.is_hired then 'Hired' else 'Archived' end = last_stage.type
    left join mapping
        on
            archived.archive_reason_id = mapping.lever_id
            and mapping.decision in ('exact', 'chosen')

)

select * from closing
order by opportunity_id
