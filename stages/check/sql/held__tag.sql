-- held__tag: one row is one tag that we hold back, with its reason.
-- Grain: lever_id.
-- P7, C1: held by the transform (int_fate says why), or because its write breaks a critical expectation.
-- A tag to create that is held has no record of its own: it stands here under its write key.
with

fate as (

    select * from int_fate
    where entity = 'tag'

),

failure as (

    select * from check__failures
    where severity = 'critical'

),

write as (

    select
        'ashby__candidate_tag' as table_name,
        write_key,
        lever_id
    from ashby__candidate_tag
    union all
    select
        'ashby__tag' as table_name,
        write_key,
        lever_id
    from ashby__tag

),

failing as (

    select
        write.write_key,
        write.lever_id,
        arg_min({ 'name': failure.check_name, 'why': failure.why }, failure.check_name) as check_failed

    from failure
    left join write
        on
            failure.table_name = write.table_name
            and failure.row_key = write.write_key
    where write.write_key is not null
    group by write.write_key, write.lever_id

),

counted as (

    select
        fate.lever_id,
        null as write_key,
        fate.rule,
        fate.reason_code,
        fate.reason

    from fate
    where fate.fate = 'held'

    union all

    select
        -- A write without a record of its own is named by its key.
        coalesce(fate.lever_id, failing.write_key) as lever_id,
        failing.write_key,
        null as rule,
        'check:' || failing.check_failed.name as reason_code,
        failing.check_failed.why as reason

    from failing
    left join fate
        on failing.write_key = fate.write_key

),

held as (

    select
        'tag' as entity,
        counted.lever_id,
        counted.write_key,
        counted.rule,
        counted.reason_code,
        counted.reason

    from counted

)

select * from held
order by lever_id
