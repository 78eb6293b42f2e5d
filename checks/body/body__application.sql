-- body__application: one row is one row of ashby__application, with what its body says as columns.
-- Grain: write_key.
-- application.create with its whole history (ashby-api.md 9.2): stageNumber 0 is the first, the highest the current.
with

write as (select * from ashby__application),

opened as (

    select
        *,
        is_object(payload) as payload_is_object,
        case
            when json_valid(payload)
                then json_transform(
                    payload,
                    '{"candidateId": "VARCHAR", "jobId": "VARCHAR", "interviewPlanId": "VARCHAR",
                    "interviewStageId": "VARCHAR", "sourceId": "VARCHAR", "creditedToUserId": "VARCHAR",
                    "createdAt": "VARCHAR", "applicationHistory": [{"stageId": "VARCHAR", "stageNumber": "BIGINT",
                    "enteredStageAt": "VARCHAR", "archiveReasonId": "VARCHAR"}]}'
                )
        end as body
    from write

),

judged as (

    select
        ---------- keys
        write_key,
        entity,
        lever_id,
        person_id,
        operation,
        payload_sha256,
        position,

        ---------- what other tables are asked about
        body.jobId as job_id,
        list_filter(coalesce(refs, []), lambda ref: ref.path = 'jobId')[1].write_key as job_write_key,
        body.interviewPlanId as interview_plan_id,
        body.interviewStageId as interview_stage_id,
        body.sourceId as source_id,
        body.creditedToUserId as credited_to_user_id,
        body.applicationHistory as history,

        ---------- true or false
        payload_is_object,
        has_only(payload, [
            'candidateId', 'jobId', 'interviewPlanId', 'interviewStageId', 'sourceId', 'creditedToUserId', 'createdAt',
            'applicationHistory'
        ]) as parameters_are_known,
        has_id(body.candidateId, refs, 'candidateId') as has_candidate,
        has_id(body.jobId, refs, 'jobId') as has_job,
        is_uuid(body.interviewPlanId) as interview_plan_id_is_uuid,
        is_uuid(body.interviewStageId) as interview_stage_id_is_uuid,
        is_uuid(body.sourceId) as source_id_is_uuid,
        is_uuid(body.creditedToUserId) as credited_to_user_id_is_uuid,
        coalesce(is_time(body.createdAt), false) as created_at_is_time,
        is_plausible_time(body.createdAt) as created_at_is_plausible,
        coalesce(len(body.applicationHistory), 0) > 0 as has_history,
        list_sort(list_transform(body.applicationHistory, lambda event: event.stageNumber))
        = range(len(body.applicationHistory)) as stage_numbers_are_contiguous,
        len(list_filter(
            body.applicationHistory, lambda event: not coalesce(is_uuid(event.stageId), false)
        )) = 0 as history_stages_are_uuids,
        len(list_filter(
            body.applicationHistory, lambda event: not coalesce(is_time(event.enteredStageAt), false)
        )) = 0 as history_times_are_times,
        len(list_filter(
            body.applicationHistory, lambda event: not coalesce(is_plausible_time(event.enteredStageAt), true)
        )) = 0 as history_times_are_plausible,
        len(list_filter(
            body.applicationHistory, lambda event: not coalesce(is_uuid(event.archiveReasonId), true)
        )) = 0 as history_archive_reasons_are_uuids
    from opened

)

select * from judged
