-- parity__records: one row is one Lever record and its one bucket.
-- Grain: entity, lever_id.
-- C1: what was written and can't be read back is missing; what differs in any field is differing; the rest is matched.
-- A tag or a custom value has one field, a file is there by its name: without it, it is missing.
with

state as (select * from parity__states),

field as (select * from parity__fields),

compared as (

    select
        field.entity,
        field.lever_id,
        count(*) filter (where not starts_with(field.field, 'extra:')) as count_own,
        count(*) filter (where field.verdict in ('differs', 'missing', 'extra')) as count_differences,
        count(*) filter (where field.verdict = 'missing') as count_missing,
        min(field.field) filter (where field.verdict in ('differs', 'missing', 'extra')) as first_difference

    from field
    group by field.entity, field.lever_id

),

bucketed as (

    select
        state.entity,
        state.lever_id,
        state.rule,
        state.reason_code,
        state.reason,
        state.ashby_id,
        compared.count_differences,
        compared.first_difference,
        case
            when state.state = 'undone' then 'missing'
            when state.state <> 'written' then state.state
            when coalesce(compared.count_own, 0) = 0 then 'missing'
            when state.entity in ('tag', 'custom_value', 'file') and compared.count_missing > 0 then 'missing'
            when compared.count_differences > 0 then 'differing'
            else 'matched'
        end as bucket

    from state
    left join compared
        on
            state.entity = compared.entity
            and state.lever_id = compared.lever_id

),

record as (

    select
        bucketed.entity,
        bucketed.lever_id,
        bucketed.bucket,
        bucketed.rule,
        case bucketed.bucket
            when 'missing' then coalesce(bucketed.reason_code, 'not_read_back')
            when 'differing' then 'fields'
            else bucketed.reason_code
        end as reason_code,
        case bucketed.bucket
            when 'missing' then coalesce(bucketed.reason, 'It was written, and Ashby does not show it.')
            when 'differing'
                then case
                    when bucketed.count_differences = 1 then 'One difference: '
                    else bucketed.count_differences || ' differences, the first: '
                end || bucketed.first_difference || '.'
            else bucketed.reason
        end as reason,
        bucketed.ashby_id

    from bucketed

)

select * from record
order by entity, lever_id
