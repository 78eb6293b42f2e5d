-- parity__fields_feedback: one row is one field of one feedback that went onto a form, compared with it in Ashby.
-- Grain: entity, lever_id, field.
-- F1: each value that was submitted, the form, the application, and who is credited. Ashby can't back-date feedback:
-- when it was completed, and the author where no user is credited, stand in the text (by_rule). A score may read back
-- as object, number or text, a text as text or object, plain or as HTML, an option by its value or its label; white
-- space counts once. A feedback is found by the id that Ashby told, else by its marker (N3).
with

state as (select * from parity__states),

child as (select * from int_child),

lever_feedback as (select * from stg_lever__feedback),

lever_user as (select * from stg_lever__user),

target as (select * from int_feedback_target),

feedback_value as (select * from int_feedback_value),

field as (select * from stg_ashby__feedback_field),

form as (select * from stg_ashby__feedback_form),

ashby_user as (select * from stg_ashby__user),

ashby_feedback as (select * from stg_ashby__feedback),

by_marker as (

    select
        lever_marker,
        min(ashby_feedback_id) as ashby_feedback_id
    from ashby_feedback
    where lever_marker is not null
    group by lever_marker

),

written as (

    select
        state.lever_id,
        child.opportunity_id,
        coalesce(by_id.ashby_feedback_id, by_marker.ashby_feedback_id) as ashby_feedback_id

    from state
    left join child
        on
            state.entity = child.entity
            and state.lever_id = child.lever_id
    left join ashby_feedback as by_id
        on state.ashby_id = by_id.ashby_feedback_id
    left join by_marker
        on 'feedback:' || state.lever_id = by_marker.lever_marker
    where state.entity = 'feedback' and state.state = 'written' and child.becomes = 'form'

),

found as (

    select
        written.lever_id,
        written.opportunity_id,
        ashby_feedback.*

    from written
    left join ashby_feedback
        on written.ashby_feedback_id = ashby_feedback.ashby_feedback_id
    where ashby_feedback.ashby_feedback_id is not null

),

answer as (

    select
        lever_id,
        unnest(answers) as one
    from found

),

-- The same value twice: as it was sent, and as it reads back.
side as (

    select
        found.lever_id,
        feedback_value.path,
        'sent' as side,
        feedback_value.value

    from found
    left join feedback_value
        on found.lever_id = feedback_value.feedback_id
    where feedback_value.path is not null

    union all

    select
        lever_id,
        one.path,
        'read' as side,
        one.value
    from answer

),

opened as (

    select
        side.lever_id,
        side.path,
        side.side,
        field.type,
        coalesce(field.options, []) as choices,
        try_cast(side.value as json) as value,
        case json_type(side.value)
            when 'OBJECT'
                then coalesce(
                    json_extract_string(side.value, '$.value')
                    || coalesce(' ' || json_extract_string(side.value, '$.currencyCode'), ''),
                    json_extract_string(side.value, '$.score'),
                    side.value
                )
            else json_extract_string(side.value, '$')
        end as said,
        case json_type(side.value)
            when 'ARRAY' then json_extract(side.value, '$[*]')
            else [try_cast(side.value as json)]
        end as items

    from side
    left join target
        on side.lever_id = target.feedback_id
    left join field
        on
            target.form_id = field.form_id
            and side.path = field.path
    where json_valid(side.value)

),

plain as (

    select
        lever_id,
        path,
        side,
        said,
        case
            when type = 'Score'
                then regexp_extract(coalesce(json_extract_string(value, '$.score'), said), '^\s*(\d+)(\.0+)?\s*$', 1)
            when type = 'Number' then try_cast(said as double)::varchar
            when type = 'Date' then left(said, 10)
            when type = 'Currency'
                then concat_ws(
                    ' ', try_cast(json_extract_string(value, '$.value') as double),
                    json_extract_string(value, '$.currencyCode')
                )
            when type in ('ValueSelect', 'MultiValueSelect')
                then list_sort([
                    coalesce(
                        [choice['value'] for choice in choices if choice['value'] = word][1],
                        [choice['value'] for choice in choices if choice['label'] = word][1],
                        word
                    )
                    for word in [
                        case json_type(item)
                            when 'OBJECT' then json_extract_string(item, '$.value')
                            else json_extract_string(item, '$')
                        end
                        for item in items
                    ]
                ])::varchar
            when type in ('Boolean', 'UUID') then lower(said)
            else plain_text(said)
        end as compared
    from opened

),

paired as (

    select
        sent.lever_id,
        sent.path,
        sent.compared = back.compared as is_equal,
        back.said as ashby_value

    from plain as sent
    left join plain as back
        on
            sent.lever_id = back.lever_id
            and sent.path = back.path
            and back.side = 'read'
    where sent.side = 'sent'

),

named as (

    select
        feedback_id,
        path,
        told,
        'answer: ' || coalesce(nullif(trim(title), ''), path) as field,
        count(*) over (partition by feedback_id, coalesce(nullif(trim(title), ''), path)) as count_same
    from feedback_value

),

value_field as (

    select
        found.lever_id,
        found.ashby_feedback_id,
        case when named.count_same > 1 then named.field || ' (' || named.path || ')' else named.field end as field,
        case when paired.is_equal then left(named.told, 80) else named.told end as lever_value,
        case when paired.is_equal then left(paired.ashby_value, 80) else paired.ashby_value end
            as ashby_value,
        case
            when paired.ashby_value is null then 'missing'
            when paired.is_equal then 'equal'
            else 'differs'
        end as verdict

    from found
    left join named
        on found.lever_id = named.feedback_id
    left join paired
        on
            found.lever_id = paired.lever_id
            and named.path = paired.path
    where named.path is not null

),

around as (

    select
        found.lever_id,
        found.ashby_feedback_id,
        unnest([
            {
                'field': 'form',
                'lever_value': coalesce(lever_form.title, target.form_id),
                'ashby_value': coalesce(ashby_form.title, found.form_id),
                'verdict': case when target.form_id = found.form_id then 'equal' else 'differs' end
            },
            {
                'field': 'application',
                'lever_value': application.ashby_id,
                'ashby_value': found.application_id,
                'verdict': case when application.ashby_id = found.application_id then 'equal' else 'differs' end
            },
            {
                'field': 'credited_to',
                'lever_value': case
                    when target.user_id is null then told_user(lever_feedback.user_id, lever_user.name)
                    else coalesce(wanted.name, target.user_id)
                end,
                'ashby_value': coalesce(credited.name, found.user_id),
                'verdict': case
                    when target.user_id is null then 'by_rule'
                    when found.user_id is null then 'missing'
                    when target.user_id = found.user_id then 'equal'
                    else 'differs'
                end
            },
            {
                'field': 'completed_at',
                'lever_value': iso_time(lever_feedback.completed_at),
                'ashby_value': iso_time(found.submitted_at),
                'verdict': 'by_rule'
            }
        ]) as one

    from found
    left join target
        on found.lever_id = target.feedback_id
    left join form as lever_form
        on target.form_id = lever_form.form_id
    left join form as ashby_form
        on found.form_id = ashby_form.form_id
    left join state as application
        on
            application.entity = 'application'
            and found.opportunity_id = application.lever_id
    left join lever_feedback
        on found.lever_id = lever_feedback.feedback_id
    left join lever_user
        on lever_feedback.user_id = lever_user.user_id
    left join ashby_user as wanted
        on target.user_id = wanted.user_id
    left join ashby_user as credited
        on found.user_id = credited.user_id

),

field_of_all as (

    select
        'feedback' as entity,
        lever_id,
        ashby_feedback_id as ashby_id,
        field,
        lever_value,
        ashby_value,
        verdict,
        null::varchar as rule
    from value_field

    union all

    select
        'feedback' as entity,
        lever_id,
        ashby_feedback_id as ashby_id,
        one.field,
        one.lever_value,
        one.ashby_value,
        one.verdict,
        case when one.verdict = 'by_rule' then 'F1' end as rule
    from around
    where one.lever_value is not null

)

select * from field_of_all
order by entity, lever_id, field
