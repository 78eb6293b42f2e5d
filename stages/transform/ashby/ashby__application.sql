-- ashby__application: one row is one application with its whole history, in one call.
-- Grain: write_key; lever_id is the opportunity.
-- A1: one for every opportunity with fate write. A3, A4: its history says where it stands, so no stage is sent besides.
-- A6, P7: the first source; credit to the referrer, else to whoever sourced. Neither is sent if it maps to nothing.
with

opportunity as (select * from stg_lever__opportunity),

judged_opportunity as (select * from int_opportunity),

person as (select * from int_person),

posting_target as (select * from int_posting_target),

history as (select * from int_history),

mapping_source as (select * from int_mapping_source),

mapping_user as (select * from int_mapping_user),

events as (

    select
        history.opportunity_id,
        -- sorted by their first field; an ordered aggregate takes seven times as long
        list_sort(list({
            'stageNumber': history.position,
            'stageId': history.interview_stage_id,
            'enteredStageAt': iso_time(history.entered_at),
            'archiveReasonId': history.ashby_archive_reason_id
        })) as events

    from history
    group by history.opportunity_id

),

body as (

    select
        judged_opportunity.opportunity_id,
        judged_opportunity.person_id,
        row_number() over (
            partition by judged_opportunity.person_id
            order by judged_opportunity.created_at desc, judged_opportunity.opportunity_id asc
        ) - 1 as place,
        person.active_at,
        list_concat(
            [{ 'path': 'candidateId', 'write_key': 'candidate/' || judged_opportunity.person_id }],
            case
                when posting_target.job_write_key is not null
                    then [{ 'path': 'jobId', 'write_key': posting_target.job_write_key }]
                else []
            end
        ) as refs,
        to_json({
            'candidateId': null,
            'jobId': posting_target.ashby_job_id,
            'interviewPlanId': posting_target.interview_plan_id,
            'sourceId': mapping_source.ashby_id,
            'creditedToUserId': mapping_user.ashby_id,
            'createdAt': iso_time(judged_opportunity.created_at),
            'applicationHistory': events.events
        })::varchar as payload

    from judged_opportunity
    left join opportunity
        on judged_opportunity.opportunity_id = opportunity.opportunity_id
    left join person
        on judged_opportunity.person_id = person.person_id
    left join posting_target
        on judged_opportunity.posting_id = posting_target.posting_id
    left join events
        on judged_opportunity.opportunity_id = events.opportunity_id
    left join mapping_source
        on
            opportunity.sources[1] = mapping_source.lever_id
            and mapping_source.decision in ('exact', 'chosen')
    left join mapping_user
        on
            coalesce(
                case when opportunity.application_type = 'referral' then opportunity.application_user_id end,
                opportunity.sourced_by_user_id
            ) = mapping_user.lever_id
            and mapping_user.decision in ('exact', 'chosen')
    where judged_opportunity.fate = 'write'

),

application as (

    select
        'application/' || body.opportunity_id as write_key,
        'application' as entity,
        body.opportunity_id as lever_id,
        body.person_id,
        'application.create' as operation,
        null::varchar as ashby_id,
        body.refs,
        null::varchar as when_refused,
        body.payload,
        sha256(body.payload || to_json(body.refs)::varchar) as payload_sha256,
        body.active_at,
        3000000 + 2 * body.place as position

    from body

)

select * from application
order by write_key
