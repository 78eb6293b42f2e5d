-- candidate_known: one row is one write to a candidate whom Ashby does not have.
-- critical: Rule P3: a candidate who was found is gone since: merged or deleted. A person must look.
-- Grain: table_name, row_key.
with

write as (

    select
        'ashby__candidate' as table_name,
        write_key,
        ashby_id
    from body__candidate
    union all
    select
        'ashby__candidate_email' as table_name,
        write_key,
        ashby_id
    from body__candidate_email
    union all
    select
        'ashby__candidate_value' as table_name,
        write_key,
        ashby_id
    from body__candidate_value

),

candidate as (select * from stg_ashby__candidate),

gone as (

    select
        write.table_name,
        write.write_key as row_key

    from write
    left join candidate
        on write.ashby_id = candidate.candidate_id
    where write.ashby_id is not null and candidate.candidate_id is null

)

select * from gone
