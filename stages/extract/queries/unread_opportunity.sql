-- unread_opportunity: one row is one opportunity whose children are to be read now, with its change marks.
-- Grain: id. Given: asked (the lists that this key can read) and share (of the rest that the sweep reads again).
-- New ones, those of which a list was not read, and those of which a mark moved are read. Where updatedAt and tags
-- alone moved on more than a fifth of all, nothing happened to each of them: Lever does so after a maintenance or when
-- a posting is renamed (lever-api 2.1, 3c). These wait for the sweep, and go first in it.
with

listed as (
    select
        id,
        fetched_at,
        {
            'mark': lever_mark(json),
            'quiet': lever_quiet_mark(json),
            'may_be_referred': coalesce(
                json_extract_string(json, '$.origin') = 'referred'
                or list_contains(json_extract_string(json, '$.applications[*].type'), 'referral')
                or json_type(json, '$.applications[0]') = 'VARCHAR',
                true
            )
        } as facts
    from raw_lever__opportunity
),

opportunity as (
    select
        id,
        arg_max(facts, fetched_at) as facts
    from listed
    group by id
),

reading as (
    select
        id,
        fetched_at as read_at,
        json_extract_string(json, '$.mark') as mark,
        json_extract_string(json, '$.quiet') as quiet,
        json_extract_string(json, '$.asked[*]') as asked,
        json_extract(json, '$.refused') is not null as is_refused
    from raw_lever__reading
    where json_extract_string(json, '$.gone') is null
),

compared as (
    select
        opportunity.id,
        opportunity.facts,
        reading.read_at,
        case
            when reading.id is null then 'new'
            when
                reading.is_refused or not list_has_all(reading.asked, getvariable('asked')::varchar[])
                then 'not read whole'
            when reading.mark != opportunity.facts.mark then 'moved'
            when reading.quiet != opportunity.facts.quiet then 'moved quietly'
            else 'the same'
        end as state
    from opportunity
    left join reading on opportunity.id = reading.id
),

many as (
    select
        count(*) filter (state = 'moved quietly') >= 20
        and count(*) filter (state = 'moved quietly') > 0.2 * count(*) as is_mass
    from compared
),

-- Nearly all of a later listing: ordered without the marks, which are long.
waiting as (
    select
        compared.id,
        compared.read_at,
        compared.state
    from compared
    cross join many
    where compared.state = 'the same' or (compared.state = 'moved quietly' and many.is_mass)
),

left_for_later as (
    select id
    from waiting
    qualify
        row_number() over (order by state != 'moved quietly', read_at, id)
        > ceil(getvariable('share')::double * count(*) over ())
),

already as (select id from harvested)

select
    compared.id,
    compared.facts.mark,
    compared.facts.quiet,
    compared.facts.may_be_referred
from compared
left join left_for_later on compared.id = left_for_later.id
left join already on compared.id = already.id
where already.id is null and left_for_later.id is null
order by compared.id
