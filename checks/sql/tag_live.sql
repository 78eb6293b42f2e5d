-- tag_live: one row is one tag on a candidate that Ashby does not have, or has archived.
-- critical: Rule P7: a tag that is gone is refused, or can't be searched for.
-- Grain: table_name, row_key.
with

candidate_tag as (select * from body__candidate_tag),

tag as (select * from stg_ashby__tag),

gone as (

    select
        'ashby__candidate_tag' as table_name,
        candidate_tag.write_key as row_key

    from candidate_tag
    left join tag
        on candidate_tag.tag_id = tag.tag_id
    where candidate_tag.tag_id is not null and coalesce(tag.is_archived, true)

)

select * from gone
