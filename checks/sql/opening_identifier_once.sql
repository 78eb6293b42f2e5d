-- opening_identifier_once: one row is one opening to create under an identifier that another one to create has too.
-- critical: Whether Ashby takes an identifier twice is not documented, and a lost answer is looked up by it.
-- Grain: table_name, row_key.
-- Not asked: one that is in Ashby, since it may be our own of a former load; int_opening finds those of others.
with

opening as (select * from body__opening),

counted as (

    select
        opening.write_key,
        count(*) over (partition by opening.identifier) as count_openings

    from opening
    where opening.identifier is not null

),

shared as (

    select
        'ashby__opening' as table_name,
        counted.write_key as row_key

    from counted
    where counted.count_openings > 1

)

select * from shared
