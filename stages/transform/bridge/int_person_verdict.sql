-- int_person_verdict: one row is one person and why it can't be written.
-- Grain: person_id. Every person has a row; the first reason that fits wins; no reason_code: it can be written.
-- P6, A1: everything is excluded. A7: everything is confidential without a confidential job. P3: not one candidate.
with

opportunity as (select * from int_opportunity),

match as (select * from int_person_match),

counted as (

    select
        opportunity.person_id,
        count(*) as opportunities,
        count(*) filter (where opportunity.rule = 'P6') as gone,
        count(*) filter (where opportunity.fate = 'excluded') as excluded,
        count(*) filter (where opportunity.is_visible) as visible,
        max(opportunity.active_at) filter (where opportunity.fate <> 'excluded') as active_at

    from opportunity
    where opportunity.person_id is not null
    group by opportunity.person_id

),

person_verdict as (

    select
        counted.person_id,
        case
            when counted.gone = counted.opportunities then 'gone'
            when counted.excluded = counted.opportunities then 'left_out'
            when counted.visible = 0 then 'confidential'
            when match.ashby_match = 'several' and match.count_candidates > 1 then 'two_candidates'
            when match.ashby_match = 'several' then 'two_persons'
        end as reason_code,
        counted.active_at

    from counted
    left join match
        on counted.person_id = match.person_id

)

select * from person_verdict
order by person_id
