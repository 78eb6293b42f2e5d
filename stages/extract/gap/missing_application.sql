-- missing_application: one row is one application that is named, was not read, and of which Lever said nothing.
-- Grain: lever_id.
-- No rule: the dangling references of lever-api 3d (2.3, 2.8). Those that Lever told as deleted are gone; those that it
-- refused to give have a gap of their own, unreadable_application.
-- Critical: where one is missing without a word, others may be that nothing names.
with

opportunity as (select from_json(json, '{"applications": ["JSON"]}') as opportunity from raw_lever__opportunity),

panel as (select from_json(json, '{"applications": ["JSON"]}') as panel from raw_lever__panel),

unreadable as (select * from raw_lever__unreadable),

named as (
    select
        unnest(opportunity.applications) as application,
        'opportunity' as named_by
    from opportunity
    union all
    select
        unnest(panel.applications) as application,
        'panel' as named_by
    from panel
),

-- One pass over the opportunities: what is looked at twice is held in memory, all of it.
unread as (
    select lever_reference(application) as id
    from named
    where
        lever_reference(application) is not null
        and not exists (select 1 from unreadable where unreadable.id = 'application')
    group by lever_reference(application)
    having not bool_or(named_by = 'opportunity' and json_type(application) = 'OBJECT')
),

missing as (
    select id from unread
    except
    (
        select id from raw_lever__application
        union all
        select id from raw_lever__deleted_application
        union all
        select split_part(id, '/', 2) as id
        from unreadable
        where id like 'application/%'
    )
)

select
    'missing_application' as gap,
    'application' as resource,
    id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'it is named and was not read. Extract again; if it stays, look for its opportunity in Lever.' as says
from missing
order by lever_id
