-- int_opening: one row is one requisition and the opening in Ashby that it is or becomes.
-- Grain: requisition_id. Every requisition has a row.
-- A1: an opening stands under its jobs, which are those of the requisition's postings: it waits until all of them are
-- decided, since nothing is added to it later; it is excluded if all of them are left out. One that Ashby has under the
-- same identifier is found and stays as it is; one of ours stays a write, so that a lost answer is looked up.
-- A7: a confidential requisition, or one with a confidential posting, only becomes an opening if all of its jobs are
-- confidential in Ashby.
-- identifier: the requisition's code, else its id. Of several with one code the oldest keeps it, the others carry the
-- beginning of their id: an opening is found by its identifier, and whether Ashby takes one twice is not documented.
-- An opening is no entity of its own: no bucket counts it, and nothing waits for it.
with

requisition as (select * from stg_lever__requisition),

posting as (select * from stg_lever__posting),

posting_target as (select * from int_posting_target),

ashby_opening as (select * from stg_ashby__opening),

result as (select * from result__job),

listed as (

    select
        requisition.requisition_id,
        unnest(requisition.posting_ids) as posting_id

    from requisition

),

linked as (

    select
        listed.requisition_id,
        bool_and(coalesce(posting_target.fate = 'excluded', false)) as are_left_out,
        bool_or(coalesce(posting_target.fate = 'held', false)) as has_held_job,
        bool_and(coalesce(posting_target.is_confidential_job, false)) as are_jobs_confidential,
        bool_or(coalesce(posting.is_confidential, false)) as has_confidential_posting

    from listed
    left join posting
        on listed.posting_id = posting.posting_id
    left join posting_target
        on listed.posting_id = posting_target.posting_id
    group by listed.requisition_id

),

coded as (

    select
        requisition.requisition_id,
        requisition.is_confidential,
        coalesce(nullif(trim(requisition.code), ''), requisition.requisition_id) as code,
        row_number() over (
            partition by coalesce(nullif(trim(requisition.code), ''), requisition.requisition_id)
            order by requisition.created_at asc nulls last, requisition.requisition_id asc
        ) as place

    from requisition

),

named as (

    select
        coded.requisition_id,
        coded.is_confidential,
        coded.code
        || case when coded.place = 1 then '' else ' (' || left(coded.requisition_id, 8) || ')' end as identifier

    from coded

),

known as (

    -- Of several with one identifier, one that is not archived.
    select
        ashby_opening.identifier,
        arg_min(
            ashby_opening.opening_id,
            { 'is_archived': coalesce(ashby_opening.is_archived, false), 'id': ashby_opening.opening_id }
        ) as opening_id

    from ashby_opening
    where ashby_opening.identifier is not null
    group by ashby_opening.identifier

),

judged as (

    select
        named.requisition_id,
        named.identifier,
        known.opening_id,
        case
            when coalesce(linked.are_left_out, false) then { 'fate': 'excluded', 'reason_code': 'left_out' }
            when known.opening_id is not null and result.write_key is null
                then { 'fate': 'found', 'reason_code': null }
            when
                (coalesce(named.is_confidential, false) or coalesce(linked.has_confidential_posting, false))
                and not coalesce(linked.are_jobs_confidential, false)
                then { 'fate': 'held', 'reason_code': 'confidential' }
            when coalesce(linked.has_held_job, false) then { 'fate': 'held', 'reason_code': 'job_held' }
            else { 'fate': 'write', 'reason_code': null }
        end as verdict

    from named
    left join linked
        on named.requisition_id = linked.requisition_id
    left join known
        on named.identifier = known.identifier
    left join result
        on 'opening/' || named.requisition_id = result.write_key

),

opening as (

    select
        judged.requisition_id,
        judged.identifier,
        judged.verdict.fate,
        case when judged.verdict.reason_code = 'confidential' then 'A7' else 'A1' end as rule,
        judged.verdict.reason_code,
        case judged.verdict.reason_code
            when 'left_out' then 'All of its postings are left out by decision in mappings/job.csv.'
            when 'confidential'
                then 'It is confidential and not all of its jobs are: mark them confidential in Ashby.'
            when 'job_held' then 'A job of its postings is held: held__job tells what to decide.'
        end as reason,
        case when judged.verdict.fate = 'found' then judged.opening_id end as ashby_opening_id,
        case when judged.verdict.fate = 'write' then 'opening/' || judged.requisition_id end as opening_write_key

    from judged

)

select * from opening
order by requisition_id
