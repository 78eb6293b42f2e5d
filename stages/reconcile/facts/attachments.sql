-- attachments: one row, how many files were written, how many of them are proved by hash, and how many only by name.
-- Grain: the one row.
-- R1: proved is a file whose bytes came back from Ashby with the SHA-256 of what Lever gave.
with

state as (select * from parity__states),

field as (select * from parity__fields),

written as (

    select count(*) as files

    from state
    where state.entity = 'file' and state.state = 'written'

),

compared as (

    select
        count(*) filter (where field.field = 'bytes' and field.verdict = 'equal') as proved,
        count(*) filter (where field.field = 'name' and field.verdict = 'by_rule') as by_name

    from field
    where field.entity = 'file'

)

select
    written.files,
    compared.proved,
    compared.by_name
from written
cross join compared
