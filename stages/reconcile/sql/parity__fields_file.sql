-- parity__fields_file: one row is one field of one file that was written, compared with the file in Ashby.
-- Grain: entity, lever_id, field.
-- R1: a file is found by its name, which carries the Lever id, on the candidate of its person; or by the id that Ashby
-- told. bytes: by SHA-256, where Ashby gave them. name: where not, the file is there by name and not proved by hash
-- (by_rule), or it is missing. resume: the newest resume is the candidate's. One that was a file in Ashby before it
-- became the newest stays a file: nothing is sent twice (by_rule).
with

state as (select * from parity__states),

file as (select * from int_file),

result as (select * from every_result),

candidate as (select * from stg_ashby__candidate),

ashby_file as (select * from stg_ashby__file),

sent_as_resume as (

    select distinct result.write_key

    from result
    where result.operation = 'candidate.uploadResume'

),

listed as (

    select
        candidate.candidate_id,
        candidate.resume_file_id,
        unnest(candidate.files) as item

    from candidate

),

shown as (

    select
        listed.candidate_id,
        nfc_normalize(listed.item.name) as name,
        listed.item.file_id,
        coalesce(listed.item.file_id = listed.resume_file_id, false) as is_resume

    from listed

),

resume as (

    select
        shown.candidate_id,
        min(shown.name) as name

    from shown
    where shown.is_resume
    group by shown.candidate_id

),

written as (

    select
        state.lever_id,
        state.ashby_id,
        candidate_state.ashby_id as candidate_id,
        file.file_name,
        file.sha256,
        file.is_resume,
        sent_as_resume.write_key is not null as is_sent_as_resume

    from state
    left join file
        on state.lever_id = file.attachment_id
    left join state as candidate_state
        on
            candidate_state.entity = 'candidate'
            and state.person_id = candidate_state.lever_id
    left join sent_as_resume
        on state.write_key = sent_as_resume.write_key
    where state.entity = 'file' and state.state = 'written'

),

held as (

    select
        written.lever_id,
        shown.file_id,
        shown.name,
        shown.is_resume

    from written
    left join shown
        on
            written.candidate_id = shown.candidate_id
            and written.file_name = shown.name
    where shown.file_id is not null

    union

    -- One that Ashby calls by another name; only its id tells.
    select
        written.lever_id,
        shown.file_id,
        shown.name,
        shown.is_resume

    from written
    left join shown
        on
            written.candidate_id = shown.candidate_id
            and written.ashby_id = shown.file_id
    where shown.file_id is not null

),

-- A file that was written twice: the one whose bytes are ours stands for it, else one whose bytes are known.
found as (

    select
        held.lever_id,
        arg_min(
            { 'file_id': held.file_id, 'name': held.name, 'sha256': ashby_file.sha256 },
            {
                'rank': case
                    when ashby_file.sha256 = written.sha256 then 0
                    when ashby_file.sha256 is not null then 1
                    when held.name = written.file_name then 2
                    else 3
                end,
                'file_id': held.file_id
            }
        ) as one,
        bool_or(held.is_resume) as is_resume

    from held
    left join written
        on held.lever_id = written.lever_id
    left join ashby_file
        on
            held.file_id = ashby_file.file_id
            and ashby_file.outcome = 'given'
    group by held.lever_id

),

compared as (

    select
        written.lever_id,
        found.one.file_id as ashby_id,
        unnest([
            {
                'field': case when found.one.sha256 is not null then 'bytes' else 'name' end,
                'lever_value': case when found.one.sha256 is not null then written.sha256 else written.file_name end,
                'ashby_value': coalesce(found.one.sha256, found.one.name),
                'verdict': case
                    when found.lever_id is null then 'missing'
                    when found.one.sha256 is null and found.one.name = written.file_name then 'by_rule'
                    when found.one.sha256 = written.sha256 then 'equal'
                    else 'differs'
                end
            },
            {
                'field': 'resume',
                'lever_value': case when written.is_resume and found.lever_id is not null then written.file_name end,
                'ashby_value': resume.name,
                'verdict': case
                    when found.is_resume then 'equal'
                    when not written.is_sent_as_resume then 'by_rule'
                    else 'differs'
                end
            }
        ]) as one

    from written
    left join found
        on written.lever_id = found.lever_id
    left join resume
        on written.candidate_id = resume.candidate_id

),

field as (

    select
        'file' as entity,
        compared.lever_id,
        compared.ashby_id,
        compared.one.field,
        compared.one.lever_value,
        compared.one.ashby_value,
        compared.one.verdict,
        case when compared.one.verdict = 'by_rule' then 'R1' end as rule

    from compared
    where compared.one.lever_value is not null

)

select * from field
order by entity, lever_id, field
