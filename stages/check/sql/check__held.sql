-- check__held: one row is one record of any entity that we hold back, with its reason.
-- Grain: entity, lever_id.
-- C1: held by the transform (int_fate says why), or because its write breaks a critical expectation. One write may
-- carry several records (all values of an object): each of them is held. A write without a record of its own (a
-- further e-mail, a definition, the note that an application becomes if refused) stands under its write key. A
-- requisition that can't become an opening stands among the jobs, by its own id: no bucket counts it.
with

fate as (select * from int_fate),

opening as (select * from int_opening),

failure as (

    select * from check__failures
    where severity = 'critical'

),

write as (select * from every_ready),

failing as (

    select
        write.entity,
        write.write_key,
        arg_min({ 'name': failure.check_name, 'why': failure.why }, failure.check_name) as check_failed

    from failure
    left join write
        on
            failure.table_name = write.table_name
            and failure.row_key = write.write_key
    where write.write_key is not null
    group by write.entity, write.write_key

),

counted as (

    select
        fate.entity,
        fate.lever_id,
        null as write_key,
        fate.rule,
        fate.reason_code,
        fate.reason

    from fate
    where fate.fate = 'held'

    union all

    select
        'job' as entity,
        opening.requisition_id as lever_id,
        null as write_key,
        opening.rule,
        opening.reason_code,
        opening.reason

    from opening
    where opening.fate = 'held'

    union all

    select
        coalesce(fate.entity, failing.entity) as entity,
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
        counted.entity,
        counted.lever_id,
        counted.write_key,
        counted.rule,
        counted.reason_code,
        counted.reason

    from counted

)

select * from held
order by entity, lever_id
