-- unproved_file: one row is one file of ours that a candidate in Ashby shows and whose bytes are not proved yet.
-- Grain: file_id. Found by its name on the candidate of its person (R1), or by the id that Ashby told.
-- Proved: an earlier reconcile got bytes of this file id with the very hash that we sent. All others are asked again.
with

file as (select * from int_file),

child as (select * from int_child),

result as (select * from every_result),

candidate as (select * from stg_ashby__candidate),

raw_file as (select * from raw_ashby__file),

merged as (select * from parity__merged),

asked as (select distinct id from asked_file),

owner as (

    select
        result.lever_id as person_id,
        max(coalesce(merged.merged_into, result.ashby_id)) as candidate_id

    from result
    left join merged on result.ashby_id = merged.ashby_id
    where result.write_key = 'candidate/' || result.lever_id and result.ashby_id is not null
    group by result.lever_id

),

told as (

    select
        result.lever_id as attachment_id,
        max(result.ashby_id) as file_id

    from result
    where result.write_key = 'file/' || result.lever_id
    group by result.lever_id

),

ours as (

    select
        owner.candidate_id,
        file.file_name,
        told.file_id,
        file.sha256

    from file
    left join child
        on
            child.entity = 'file'
            and file.attachment_id = child.lever_id
    left join owner
        on child.person_id = owner.person_id
    left join told
        on file.attachment_id = told.attachment_id
    where owner.candidate_id is not null

),

listed as (

    select
        candidate.candidate_id,
        unnest(candidate.files) as item

    from candidate

),

shown as (

    select
        listed.item.file_id,
        listed.candidate_id,
        listed.item.name,
        min(listed.item.handle) as handle

    from listed
    where listed.item.handle is not null
    group by listed.item.file_id, listed.candidate_id, listed.item.name

),

wanted as (

    select
        shown.file_id,
        shown.candidate_id,
        shown.name,
        shown.handle,
        coalesce(named.sha256, numbered.sha256) as sha256

    from shown
    left join ours as named
        on
            shown.candidate_id = named.candidate_id
            and nfc_normalize(shown.name) = named.file_name
    left join ours as numbered
        on
            shown.candidate_id = numbered.candidate_id
            and shown.file_id = numbered.file_id
    where named.file_name is not null or numbered.file_name is not null

),

proved as (

    select distinct
        raw_file.id,
        json_extract_string(raw_file.json, '$.sha256') as sha256

    from raw_file
    where json_extract_string(raw_file.json, '$.outcome') = 'given'

)

select
    wanted.file_id,
    wanted.candidate_id,
    wanted.name,
    wanted.handle
from wanted
left join proved
    on
        wanted.file_id = proved.id
        and wanted.sha256 = proved.sha256
left join asked on wanted.file_id = asked.id
where proved.id is null and asked.id is null
order by wanted.file_id
