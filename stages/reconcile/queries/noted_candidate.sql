-- noted_candidate: one row is one Ashby candidate on whom the load wrote or may have written a note, not read back yet.
-- Grain: id. A candidate of ours without any note of Lever's has none to read back; the notes of one whom a recruiter
-- merged into another are there.
with

candidate as (select * from result__candidate),

note as (select * from ashby__note),

merged as (select * from parity__merged),

finished as (select id from finished_parent)

select distinct coalesce(merged.merged_into, candidate.ashby_id) as id
from candidate
left join note on candidate.lever_id = note.person_id
left join merged on candidate.ashby_id = merged.ashby_id
left join finished on coalesce(merged.merged_into, candidate.ashby_id) = finished.id
where
    candidate.ashby_id is not null
    and note.write_key is not null
    and finished.id is null
order by id
