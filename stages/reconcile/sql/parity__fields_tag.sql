-- parity__fields_tag: one row is one tag that belongs on one person, and whether the candidate in Ashby has it.
-- Grain: entity, lever_id, field.
-- P7: the tag's id in Ashby is what the load put on; several Lever tags may have become one.
with

state as (select * from parity__states),

tag as (select * from int_tag),

candidate as (select * from stg_ashby__candidate),

ashby_tag as (select * from stg_ashby__tag),

compared as (

    select
        state.lever_id,
        state.ashby_id,
        tag.tag as lever_value,
        -- A tag that the load made is not among those of the survey; then its id must do.
        case
            when list_contains(candidate.tag_ids, state.ashby_id) then coalesce(ashby_tag.title, state.ashby_id)
        end as ashby_value

    from state
    left join tag
        on
            state.person_id = tag.person_id
            and state.lever_id = tag.person_id || '/' || text_key(tag.tag)
    left join state as candidate_state
        on
            candidate_state.entity = 'candidate'
            and state.person_id = candidate_state.lever_id
    left join candidate
        on candidate_state.ashby_id = candidate.candidate_id
    left join ashby_tag
        on state.ashby_id = ashby_tag.tag_id
    where state.entity = 'tag' and state.state = 'written'

),

field as (

    select
        'tag' as entity,
        compared.lever_id,
        compared.ashby_id,
        'tag' as field,
        compared.lever_value,
        compared.ashby_value,
        case when compared.ashby_value is null then 'missing' else 'equal' end as verdict,
        null::varchar as rule

    from compared

)

select * from field
order by entity, lever_id, field
