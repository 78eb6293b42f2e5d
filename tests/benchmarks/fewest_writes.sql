-- fewest_writes: one row: the people that a load wrote, and the fewest calls for all that it wrote.
-- Source: ashby-api 9: no endpoint takes two objects; an upload needs its address; a parsed resume is looked at once.
with

result as (select * from every_result)

select
    count(*) filter (starts_with(write_key, 'candidate/') and ashby_id is not null) as people,
    count(*) filter (write_key != 'private_note/trial')
    + count(*) filter (operation in ('candidate.uploadFile', 'candidate.uploadResume')) as calls
from result
