-- parity__states: one row is one Lever record and what became of it before anything is compared.
-- Grain: entity, lever_id.
-- C1: the first that fits wins: excluded, merged, held, refused, unknown, undone, written (to be compared), blocked.
-- D1: of a candidate whom a recruiter merged into another, that other one counts, and as found: what it holds stays.
-- A1: an application that Ashby refused and that became a note is merged, and so is its feedback. N1: what must be
-- private is held where the key can't write private notes. A write that several records share is theirs together
-- (P7, P8). A blocked record tells which write it waits for.
with

fate as (select * from int_fate),

posting_target as (select * from int_posting_target),

child as (select * from int_child),

held as (select * from check__held),

-- While a load goes on, a write may show twice; the newest state is the one that holds.
result as (

    select
        write_key,
        outcome,
        ashby_id,
        reason_code,
        reason
    from every_result
    qualify row_number() over (
        partition by write_key order by coalesce(finished_at, first_sent_at) desc nulls last, outcome asc
    ) = 1

),

ready as (select * from every_ready),

merged as (select * from parity__merged),

-- A further e-mail that is held keeps its candidate from being whole: `candidate_email/<person>/<key>`.
held_write as (

    select
        case
            when starts_with(held.write_key, 'candidate_email/') then 'candidate/' || split_part(held.write_key, '/', 2)
            else held.write_key
        end as write_key,
        min({ 'reason_code': held.reason_code, 'reason': held.reason }) as why
    from held
    where held.write_key is not null
    group by all

),

-- Whether this key may write private notes was tried before the first of them; if not, all are held (N1).
closed_to_private as (

    select
        write_key,
        reason
    from result
    where write_key = 'private_note/trial' and outcome = 'refused'

),

-- What Ashby refused as an application and took as a note; the application's values went with it, its feedback too.
told as (

    select
        unnest(case
            when starts_with(note.write_key, 'feedback_note/')
                then [replace(note.write_key, 'feedback_note/', 'feedback/')]
            else [
                replace(note.write_key, 'application_note/', 'application/'),
                replace(note.write_key, 'application_note/', 'application_value/')
            ]
        end) as write_key,
        note.ashby_id

    from result as note
    where
        (starts_with(note.write_key, 'application_note/') or starts_with(note.write_key, 'feedback_note/'))
        and note.outcome in ('created', 'updated', 'found')

),

judged as (

    select
        fate.entity,
        fate.lever_id,
        fate.person_id,
        fate.write_key,
        case when fate.fate = 'found' then 'found' else result.outcome end as outcome,
        case
            when fate.fate = 'found' then posting_target.ashby_job_id
            else coalesce(told.ashby_id, result.ashby_id)
        end as ashby_id,
        case
            when fate.fate in ('excluded', 'merged', 'held') then fate.fate
            when fate.fate = 'found' then 'written'
            when held_write.write_key is not null then 'held'
            when told.write_key is not null then 'merged'
            when result.outcome is null and child.is_private and closed_to_private.write_key is not null then 'held'
            when result.outcome in ('refused', 'unknown', 'undone') then result.outcome
            when result.outcome in ('created', 'updated', 'found') then 'written'
            else 'blocked'
        end as state,
        case when told.write_key is not null then 'A1' else fate.rule end as rule,
        fate.reason_code,
        fate.reason,
        case
            when held_write.write_key is not null then held_write.why
            when result.outcome is null and child.is_private and closed_to_private.write_key is not null
                then {
                    'reason_code': 'private_not_allowed',
                    'reason': 'It must be private, and this key can''t write private notes: allow it private fields.'
                }
        end as held_why,
        result.reason_code as result_reason_code,
        result.reason as result_reason

    from fate
    left join posting_target
        on
            fate.entity = 'job'
            and fate.lever_id = posting_target.posting_id
    left join held_write
        on fate.write_key = held_write.write_key
    left join result
        on fate.write_key = result.write_key
    left join told
        on fate.write_key = told.write_key
    left join child
        on
            fate.entity = child.entity
            and fate.lever_id = child.lever_id
    left join closed_to_private
        on child.is_private

),

waiting as (

    select
        ready.write_key,
        unnest(ready.refs).write_key as parent_key

    from ready
    left join judged
        on ready.write_key = judged.write_key
    where judged.state = 'blocked'

),

parent as (

    select
        waiting.write_key,
        waiting.parent_key,
        case
            when fate.fate in ('held', 'excluded') then fate.fate
            when held_write.write_key is not null then 'held'
            when result.outcome is null then 'not in Ashby yet'
            when result.outcome in ('refused', 'unknown', 'undone') then result.outcome
        end as trouble

    from waiting
    left join fate
        on
            fate.entity in ('candidate', 'job', 'application')
            and waiting.parent_key = fate.entity || '/' || fate.lever_id
    left join held_write
        on waiting.parent_key = held_write.write_key
    left join result
        on waiting.parent_key = result.write_key

),

cause as (

    select
        parent.write_key,
        arg_min(
            {
                'reason_code': 'parent_' || replace(lower(parent.trouble), ' ', '_'),
                'reason': 'Its ' || replace(split_part(parent.parent_key, '/', 1), '_', ' ') || case parent.trouble
                    when 'refused' then ' was refused by Ashby.'
                    when 'unknown' then ' may or may not be in Ashby: its write had no answer.'
                    else ' is ' || parent.trouble || '.'
                end
            },
            case parent.trouble
                when 'held' then 0
                when 'excluded' then 1
                when 'refused' then 2
                when 'unknown' then 3
                when 'undone' then 4
                else 5
            end
        ) as why

    from parent
    where parent.trouble is not null
    group by parent.write_key

),

states as (

    select
        judged.entity,
        judged.lever_id,
        judged.person_id,
        judged.write_key,
        judged.state,
        case
            when judged.state in ('excluded', 'merged', 'written') then judged.rule
            when judged.state = 'held' and judged.held_why is null then judged.rule
            when judged.state = 'held' and judged.held_why.reason_code = 'private_not_allowed' then 'N1'
        end as rule,
        case
            when judged.state in ('excluded', 'merged', 'held')
                then coalesce(judged.held_why.reason_code, judged.reason_code, 'told_as_note')
            when judged.state in ('refused', 'unknown', 'undone')
                then coalesce(judged.result_reason_code, judged.state)
            when judged.state = 'blocked' then coalesce(cause.why.reason_code, 'not_loaded')
        end as reason_code,
        case
            when judged.state in ('excluded', 'merged', 'held')
                then coalesce(
                    judged.held_why.reason,
                    judged.reason,
                    'Ashby refused the application: what was to be told there is told as a note.'
                )
            when judged.state = 'refused' then coalesce(judged.result_reason, 'Ashby gave no reason.')
            when judged.state = 'unknown' then 'It was sent and had no answer: run load again, which looks for it.'
            when judged.state = 'undone' then 'It was written and taken back by undo.'
            when judged.state = 'blocked' then coalesce(cause.why.reason, 'Not loaded yet: run load.')
        end as reason,
        case when judged.entity = 'candidate' and merged.merged_into is not null then 'found' else judged.outcome end
            as outcome,
        coalesce(merged.merged_into, judged.ashby_id) as ashby_id

    from judged
    left join cause
        on
            judged.state = 'blocked'
            and judged.write_key = cause.write_key
    left join merged
        on judged.ashby_id = merged.ashby_id

)

select * from states
order by entity, lever_id
