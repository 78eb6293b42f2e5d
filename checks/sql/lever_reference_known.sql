-- lever_reference_known: one row is one staged Lever record that names another one which Lever did not give.
-- warning: Deleted or unreadable at Lever, or lost by us; what depends on it falls back to a rule or is held.
-- Grain: table_name, row_key.
with

opportunity as (select * from stg_lever__opportunity),

stage as (select * from stg_lever__stage),

archive_reason as (select * from stg_lever__archive_reason),

lever_user as (select * from stg_lever__user),

posting as (select * from stg_lever__posting),

feedback_template as (select * from stg_lever__feedback_template),

of_opportunity as (

    select
        'stg_lever__opportunity' as table_name,
        opportunity.opportunity_id as row_key

    from opportunity
    left join stage
        on opportunity.lever_stage_id = stage.lever_stage_id
    left join archive_reason
        on opportunity.archive_reason_id = archive_reason.archive_reason_id
    left join lever_user
        on opportunity.owner_user_id = lever_user.user_id
    left join posting
        on opportunity.posting_id = posting.posting_id
    where
        (opportunity.lever_stage_id is not null and stage.lever_stage_id is null)
        or (opportunity.archive_reason_id is not null and archive_reason.archive_reason_id is null)
        or (opportunity.owner_user_id is not null and lever_user.user_id is null)
        or (opportunity.posting_id is not null and not coalesce(posting.is_readable, false))

),

named as (

    select
        'stg_lever__note' as table_name,
        note_id as row_key,
        opportunity_id,
        [user_id] as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__note

    union all

    select
        'stg_lever__feedback' as table_name,
        feedback_id as row_key,
        opportunity_id,
        [user_id] as user_ids,
        template_id,
        null as posting_id
    from stg_lever__feedback

    union all

    select
        'stg_lever__panel' as table_name,
        panel_id as row_key,
        opportunity_id,
        [user_id] as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__panel

    union all

    select
        'stg_lever__interview' as table_name,
        interview_id as row_key,
        opportunity_id,
        list_append([one.user_id for one in interviewers], user_id) as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__interview

    union all

    select
        'stg_lever__offer' as table_name,
        offer_id as row_key,
        opportunity_id,
        [creator_user_id] as user_ids,
        null as template_id,
        posting_id
    from stg_lever__offer

    union all

    select
        'stg_lever__form' as table_name,
        form_id as row_key,
        opportunity_id,
        [user_id] as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__form

    union all

    select
        'stg_lever__question' as table_name,
        question_id as row_key,
        opportunity_id,
        [] as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__question

    union all

    select
        'stg_lever__referral' as table_name,
        referral_id as row_key,
        opportunity_id,
        [referrer_user_id, user_id] as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__referral

    union all

    select
        'stg_lever__attachment' as table_name,
        attachment_id as row_key,
        opportunity_id,
        [] as user_ids,
        null as template_id,
        null as posting_id
    from stg_lever__attachment

),

named_user as (

    select
        table_name,
        row_key,
        unnest(user_ids) as user_id
    from named

),

of_child as (

    select
        named.table_name,
        named.row_key

    from named
    left join opportunity
        on named.opportunity_id = opportunity.opportunity_id
    left join feedback_template
        on named.template_id = feedback_template.template_id
    left join posting
        on named.posting_id = posting.posting_id
    where
        (named.opportunity_id is not null and opportunity.opportunity_id is null)
        or (named.template_id is not null and feedback_template.template_id is null)
        or (named.posting_id is not null and not coalesce(posting.is_readable, false))

    union

    select
        named_user.table_name,
        named_user.row_key

    from named_user
    left join lever_user
        on named_user.user_id = lever_user.user_id
    where named_user.user_id is not null and lever_user.user_id is null

),

dangling as (

    select
        of_opportunity.table_name,
        of_opportunity.row_key
    from of_opportunity

    union all

    select
        of_child.table_name,
        of_child.row_key
    from of_child

)

select * from dangling
