-- int_feedback_target: one row is one completed, undeleted, not secret feedback and the form in Ashby that takes it.
-- Grain: feedback_id.
-- F1: the template's own form, else the generic one, else none: then it becomes a note, and reason_code says why no
-- form takes it. A form is of use if it has a text field for what has no field of its own, and if no required field
-- stays empty (Ashby may refuse that): a required text may be that text field. F2: a secret one is none of these rows.
-- The text field: one that must be filled; else a long one before a short one; one named as notes, comments or
-- feedback; one that no question of this feedback has the name of; LongText before RichText; the first of the form.
-- user_id: whom the author maps to, if enabled in Ashby; without it the author's name stands in the text.
with

feedback as (

    select
        feedback_id,
        coalesce(template_id, 'title/' || coalesce(normal_name(title), '')) as lever_id,
        user_id
    from stg_lever__feedback
    where completed_at is not null and deleted_at is null and not coalesce(is_secret, true)

),

fit as (select * from int_feedback_fit),

field as (

    select
        *,
        nullif(normal_name(title), '') as name,
        type in ('String', 'LongText', 'RichText') as is_text
    from stg_ashby__feedback_field

),

mapping as (select * from int_mapping_feedback_form),

mapping_user as (select * from int_mapping_user),

ashby_user as (select * from stg_ashby__user),

asked as (

    -- Questions that nobody answered count too: another text under their names would mislead.
    select
        lever_id as feedback_id,
        list(distinct normal_name(label)) as labels
    from stg_lever__answer
    where entity = 'feedback'
    group by lever_id

),

filled as (

    select
        feedback_id,
        form_id,
        place,
        is_generic,
        [one['path'] for one in fits] as paths
    from fit

),

judged_field as (

    select
        filled.feedback_id,
        filled.form_id,
        filled.place,
        filled.is_generic,
        field.path,
        field.position,
        field.type,
        field.is_text,
        field.is_required and not list_contains(filled.paths, field.path) as is_lacking,
        regexp_matches(field.name, '(^| )(notes?|comments?|feedback)( |$)') as is_for_anything,
        list_contains(asked.labels, field.name) as is_asked

    from filled
    left join field
        on filled.form_id = field.form_id
    left join asked
        on filled.feedback_id = asked.feedback_id

),

judged_form as (

    select
        feedback_id,
        form_id,
        place,
        is_generic,
        arg_min(
            path,
            {
                'is_free': not coalesce(is_lacking, false),
                'is_short': type = 'String',
                'is_for_something': not coalesce(is_for_anything, false),
                'is_asked': coalesce(is_asked, false),
                'is_rich': type = 'RichText',
                'position': position,
                'path': path
            }
        ) filter (where is_text) as text_path,
        count(*) filter (where is_lacking and not is_text) as count_lacking,
        count(*) filter (where is_lacking and is_text) as count_lacking_texts
    from judged_field
    group by feedback_id, form_id, place, is_generic

),

verdict as (

    select
        *,
        case
            when text_path is null then 'no_text_field'
            when count_lacking > 0 or count_lacking_texts > 1 then 'required_field_unfilled'
        end as reason_code
    from judged_form

),

chosen as (

    select
        feedback_id,
        arg_min(
            { 'form_id': form_id, 'is_generic': is_generic, 'text_path': text_path }, place
        ) filter (where reason_code is null) as form,
        arg_min(reason_code, place) filter (where place = 0) as own_reason_code,
        arg_min(reason_code, place) as reason_code
    from verdict
    group by feedback_id

),

feedback_target as (

    select
        feedback.feedback_id,
        chosen.form.form_id,
        coalesce(chosen.form.is_generic, false) as is_generic,
        chosen.form.text_path,
        case when ashby_user.is_enabled then ashby_user.user_id end as user_id,
        case
            when chosen.form.form_id is not null then null
            when mapping.decision = 'leave_out' then 'left_out'
            when chosen.own_reason_code is not null then chosen.own_reason_code
            when mapping.decision in ('exact', 'chosen') then 'form_gone'
            when chosen.reason_code is not null then chosen.reason_code
            else 'no_form'
        end as reason_code

    from feedback
    left join chosen
        on feedback.feedback_id = chosen.feedback_id
    left join mapping
        on feedback.lever_id = mapping.lever_id
    left join mapping_user
        on
            feedback.user_id = mapping_user.lever_id
            and mapping_user.decision in ('exact', 'chosen')
    left join ashby_user
        on mapping_user.ashby_id = ashby_user.user_id

)

select * from feedback_target
order by feedback_id
