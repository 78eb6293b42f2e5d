-- one_candidate_per_email: one row is one candidate whose e-mail address another candidate to be written has too.
-- warning: Rules P1 and P2: it joined nobody, because many share it; in Ashby it will stand on several candidates.
-- Grain: table_name, row_key.
with

candidate as (select * from body__candidate),

shared as (

    select email
    from candidate
    where email is not null
    group by email
    having count(*) > 1

),

sharing as (

    select
        'ashby__candidate' as table_name,
        candidate.write_key as row_key

    from candidate
    left join shared
        on candidate.email = shared.email
    where shared.email is not null

)

select * from sharing
