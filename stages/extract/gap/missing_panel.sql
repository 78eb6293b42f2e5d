-- missing_panel: one row is one panel that an interview names and no list brought.
-- Grain: lever_id.
-- No rule: the dangling references of lever-api 3d (2.7, 2.8). Canceled panels stay listed, so it is not that. A list
-- of panels that Lever refused has a gap of its own.
-- Critical: where one is missing without a word, others may be that no interview names.
with

interview as (
    select
        parent_id,
        lever_reference(json_extract(json, '$.panel')) as panel_id
    from raw_lever__interview
),

unreadable as (select * from raw_lever__unreadable),

missing as (
    select interview.panel_id as id
    from interview
    left join unreadable on interview.parent_id || '/panel' = unreadable.id
    where
        unreadable.id is null
        and interview.panel_id is not null
        and not exists (select 1 from unreadable as whole where whole.id = 'panel')
    except
    select id from raw_lever__panel
)

select
    'missing_panel' as gap,
    'panel' as resource,
    id as lever_id,
    1::bigint as records,
    'critical' as weight,
    'an interview names this panel and Lever lists it nowhere. Ask Lever''s support what became of it.' as says
from missing
order by lever_id
