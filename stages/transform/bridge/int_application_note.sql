-- int_application_note: one row is one application as text, in case Ashby takes only one of a person to a job.
-- Grain: opportunity_id.
-- A1: of several applications of a person to one job the newest is the application, each older one becomes a note if
-- refused. N3: last line the marker. A7: private if confidential. Drops applications that are the only or newest one.
with

opportunity as (select * from int_opportunity),

lever_opportunity as (select * from stg_lever__opportunity),

posting as (select * from stg_lever__posting),

posting_target as (select * from int_posting_target),

lever_stage as (select * from stg_lever__stage),

archive_reason as (select * from stg_lever__archive_reason),

history as (select * from int_history),

ordered as (

    select
        opportunity.opportunity_id,
        opportunity.person_id,
        opportunity.posting_id,
        opportunity.is_confidential,
        opportunity.created_at,
        row_number() over (
            partition by
                opportunity.person_id, coalesce(posting_target.ashby_job_id, posting_target.job_write_key)
            order by opportunity.created_at desc, opportunity.opportunity_id asc
        ) as place

    from opportunity
    left join posting_target
        on opportunity.posting_id = posting_target.posting_id
    where opportunity.fate = 'write'

),

older as (

    select
        ordered.opportunity_id,
        ordered.person_id,
        ordered.posting_id,
        ordered.is_confidential,
        ordered.created_at

    from ordered
    where ordered.place > 1

),

told_event as (

    select
        history.opportunity_id,
        history.position,
        history.lever_stage_id is null as is_closing,
        coalesce(
            '- ' || coalesce(lever_stage.name, history.lever_stage_id),
            case when archive_reason.is_hired then 'Outcome: hired' else 'Outcome: archived' end
            || coalesce(' (' || archive_reason.name || ')', '')
        )
        || coalesce(' on ' || strftime(timezone('UTC', history.entered_at), '%-d %B %Y, %H:%M UTC'), '') as told

    from history
    left join older
        on history.opportunity_id = older.opportunity_id
    left join lever_opportunity
        on history.opportunity_id = lever_opportunity.opportunity_id
    left join lever_stage
        on history.lever_stage_id = lever_stage.lever_stage_id
    left join archive_reason
        on lever_opportunity.archive_reason_id = archive_reason.archive_reason_id
    where older.opportunity_id is not null

),

told as (

    select
        told_event.opportunity_id,
        string_agg(told_event.told, chr(10) order by told_event.position)
        || case when bool_or(told_event.is_closing) then '' else chr(10) || 'Outcome: still open' end as events

    from told_event
    group by told_event.opportunity_id

),

application_note as (

    select
        older.opportunity_id,
        older.person_id,
        concat_ws(
            chr(10),
            'Earlier application to ' || coalesce('"' || posting.title || '"', 'a job without a title')
            || ' in Lever, created on '
            || strftime(timezone('UTC', older.created_at), '%-d %B %Y, %H:%M UTC') || '. Its stages:',
            told.events,
            '[lever:note:' || older.opportunity_id || ']'
        ) as content,
        older.is_confidential as is_private,
        older.created_at

    from older
    left join told
        on older.opportunity_id = told.opportunity_id
    left join posting
        on older.posting_id = posting.posting_id

)

select * from application_note
order by opportunity_id
