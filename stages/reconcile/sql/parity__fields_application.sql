-- parity__fields_application: one row is one field of one opportunity, compared with the application in Ashby.
-- Grain: entity, lever_id, field. Fields of which Lever says nothing make no row.
-- A1, A3, A4, A6: job, candidate, times, where it stands, reason, source and credit. History has a file of its own.
-- A6: the owner is on the hiring team in the role that was found for owners; one who can't join is told as lossy.
with

state as (select * from parity__states),

opportunity as (select * from int_opportunity),

history as (select * from int_history),

owner as (select * from int_owner),

lever_opportunity as (select * from stg_lever__opportunity),

lever_user as (select * from stg_lever__user),

ready as (select * from ashby__application),

application as (select * from stg_ashby__application),

interview_stage as (select * from stg_ashby__interview_stage),

archive_reason as (select * from stg_ashby__archive_reason),

source as (select * from stg_ashby__source),

ashby_user as (select * from stg_ashby__user),

job as (select * from stg_ashby__job),

last_event as (

    select
        history.opportunity_id,
        arg_max(history.interview_stage_id, history.position) as interview_stage_id,
        arg_max({ 'id': history.ashby_archive_reason_id }, history.position).id as archive_reason_id

    from history
    group by history.opportunity_id

),

expected as (

    select
        state.lever_id,
        state.ashby_id,
        job_state.ashby_id as job_id,
        candidate_state.ashby_id as candidate_id,
        opportunity.created_at,
        last_event.interview_stage_id,
        last_event.archive_reason_id,
        interview_stage.type as stage_type,
        case
            when interview_stage.type in ('Lead', 'Hired', 'Archived') then interview_stage.type
            when interview_stage.type is not null then 'Active'
        end as status,
        ready.payload ->> '$.sourceId' as source_id,
        ready.payload ->> '$.creditedToUserId' as credited_to_user_id

    from state
    left join opportunity
        on state.lever_id = opportunity.opportunity_id
    left join state as job_state
        on
            job_state.entity = 'job'
            and opportunity.posting_id = job_state.lever_id
    left join state as candidate_state
        on
            candidate_state.entity = 'candidate'
            and state.person_id = candidate_state.lever_id
    left join last_event
        on state.lever_id = last_event.opportunity_id
    left join interview_stage
        on last_event.interview_stage_id = interview_stage.interview_stage_id
    left join ready
        on state.write_key = ready.write_key
    where state.entity = 'application' and state.state = 'written'

),

compared as (

    select
        expected.lever_id,
        expected.ashby_id,
        unnest([
            {
                'field': 'job',
                'expected': expected.job_id,
                'lever_value': coalesce(lever_job.title, expected.job_id),
                'found': application.job_id,
                'ashby_value': coalesce(ashby_job.title, application.job_id)
            },
            {
                'field': 'candidate',
                'expected': expected.candidate_id,
                'lever_value': expected.candidate_id,
                'found': application.candidate_id,
                'ashby_value': application.candidate_id
            },
            {
                'field': 'created_at',
                'expected': iso_time(expected.created_at),
                'lever_value': iso_time(expected.created_at),
                'found': iso_time(application.created_at),
                'ashby_value': iso_time(application.created_at)
            },
            {
                'field': 'status',
                'expected': expected.status,
                'lever_value': expected.status,
                'found': application.status,
                'ashby_value': application.status
            },
            {
                'field': 'interview_stage',
                'expected': expected.interview_stage_id,
                'lever_value': coalesce(lever_stage.title, expected.interview_stage_id),
                'found': application.interview_stage_id,
                'ashby_value': coalesce(ashby_stage.title, application.interview_stage_id)
            },
            {
                'field': 'archive_reason',
                'expected': expected.archive_reason_id,
                'lever_value': coalesce(lever_reason.name, expected.archive_reason_id),
                'found': application.archive_reason_id,
                'ashby_value': coalesce(ashby_reason.name, application.archive_reason_id)
            },
            {
                'field': 'source',
                'expected': expected.source_id,
                'lever_value': coalesce(lever_source.title, expected.source_id),
                'found': application.source_id,
                'ashby_value': coalesce(ashby_source.title, application.source_id)
            },
            {
                'field': 'credited_to',
                'expected': expected.credited_to_user_id,
                'lever_value': coalesce(lever_credit.name, expected.credited_to_user_id),
                'found': application.credited_to_user_id,
                'ashby_value': coalesce(ashby_credit.name, application.credited_to_user_id)
            }
        ]) as one

    from expected
    left join application
        on expected.ashby_id = application.application_id
    left join job as lever_job
        on expected.job_id = lever_job.job_id
    left join job as ashby_job
        on application.job_id = ashby_job.job_id
    left join interview_stage as lever_stage
        on expected.interview_stage_id = lever_stage.interview_stage_id
    left join interview_stage as ashby_stage
        on application.interview_stage_id = ashby_stage.interview_stage_id
    left join archive_reason as lever_reason
        on expected.archive_reason_id = lever_reason.archive_reason_id
    left join archive_reason as ashby_reason
        on application.archive_reason_id = ashby_reason.archive_reason_id
    left join source as lever_source
        on expected.source_id = lever_source.source_id
    left join source as ashby_source
        on application.source_id = ashby_source.source_id
    left join ashby_user as lever_credit
        on expected.credited_to_user_id = lever_credit.user_id
    left join ashby_user as ashby_credit
        on application.credited_to_user_id = ashby_credit.user_id
    where application.application_id is not null

),

owned as (

    select
        expected.lever_id,
        expected.ashby_id,
        owner.reason_code,
        case
            when owner.reason_code is null
                then coalesce(ashby_user.name, owner.ashby_user_id) || ' (' || owner.role || ')'
            else coalesce(lever_user.name, lever_opportunity.owner_user_id)
        end as lever_value,
        owner.ashby_user_id,
        coalesce(ashby_user.name, owner.ashby_user_id) as user_name,
        owner.role,
        application.hiring_team

    from expected
    left join application
        on expected.ashby_id = application.application_id
    left join owner
        on expected.lever_id = owner.opportunity_id
    left join ashby_user
        on owner.ashby_user_id = ashby_user.user_id
    left join lever_opportunity
        on expected.lever_id = lever_opportunity.opportunity_id
    left join lever_user
        on lever_opportunity.owner_user_id = lever_user.user_id
    where application.application_id is not null and owner.opportunity_id is not null

),

teamed as (

    select
        owned.lever_id,
        owned.ashby_id,
        owned.reason_code,
        owned.lever_value,
        owned.user_name,
        owned.role,
        list_filter(owned.hiring_team, lambda member: member.user_id = owned.ashby_user_id) as memberships

    from owned

),

owner_field as (

    select
        teamed.lever_id,
        teamed.ashby_id,
        teamed.lever_value,
        case
            when teamed.reason_code is not null then 'lossy'
            when
                list_contains(
                    list_transform(teamed.memberships, lambda member: normal_name(member.role)),
                    normal_name(teamed.role)
                )
                then 'equal'
            when len(teamed.memberships) > 0 then 'differs'
            else 'missing'
        end as verdict,
        concat(
            teamed.user_name,
            ' (',
            array_to_string(list_transform(teamed.memberships, lambda member: coalesce(member.role, '')), ', '),
            ')'
        ) as other_role

    from teamed

),

field as (

    select
        'application' as entity,
        compared.lever_id,
        compared.ashby_id,
        compared.one.field,
        compared.one.lever_value,
        compared.one.ashby_value,
        case
            when compared.one.expected = compared.one.found then 'equal'
            when compared.one.found is null then 'missing'
            else 'differs'
        end as verdict,
        null::varchar as rule

    from compared
    where compared.one.expected is not null

    union all

    select
        'application' as entity,
        owner_field.lever_id,
        owner_field.ashby_id,
        'owner' as field,
        owner_field.lever_value,
        case owner_field.verdict
            when 'equal' then owner_field.lever_value
            when 'differs' then owner_field.other_role
        end as ashby_value,
        owner_field.verdict,
        case when owner_field.verdict = 'lossy' then 'A6' end as rule

    from owner_field

)

select * from field
order by entity, lever_id, field
