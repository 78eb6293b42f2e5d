-- stg_lever__opportunity: one row is one Lever opportunity with its application, newest copy.
-- Grain: opportunity_id.
-- No rule: typing only. Ids come plain or expanded, times as numbers or as text, empty is spelled in four ways
-- (lever-api 1.7, 1.8). An application that Lever did not expand is read from raw_lever__application.
-- Drops older copies and the empty entries of lists. What can't be read stays, and `problem` says what it is.
with

raw_opportunity as (select * from raw_lever__opportunity),

raw_application as (

    select
        parent_id,
        id,
        json
    from raw_lever__application
    qualify row_number() over (partition by parent_id, id order by fetched_at desc, hash(json) asc) = 1

),

parsed as (

    -- One pass over the long JSON; lists stay text until their turn.
    select
        id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"contact": "VARCHAR", "name": "VARCHAR", "headline": "VARCHAR", "confidentiality": "VARCHAR",
            "location": "VARCHAR", "emails": "VARCHAR", "phones": "VARCHAR", "links": "VARCHAR", "tags": "VARCHAR",
            "sources": "VARCHAR", "stage": "VARCHAR", "stageChanges": "VARCHAR", "archived": "VARCHAR",
            "archivedAt": "VARCHAR", "archiveReason": "VARCHAR", "origin": "VARCHAR", "sourcedBy": "VARCHAR",
            "owner": "VARCHAR", "createdAt": "VARCHAR", "updatedAt": "VARCHAR", "lastInteractionAt": "VARCHAR",
            "lastAdvancedAt": "VARCHAR", "snoozedUntil": "VARCHAR", "isAnonymized": "VARCHAR", "deletedAt": "VARCHAR",
            "opportunityLocation": "VARCHAR", "applications": "VARCHAR"}'
        )) as key_of_lever
    from raw_opportunity

),

filled as (

    select
        id,
        fetched_at,
        digest,
        nullif(nullif(columns(* exclude (id, fetched_at, digest)), ''), '[]')
    from parsed

),

listed as (

    select
        *,
        try(from_json(emails, '["VARCHAR"]')) as email_list,
        try(from_json(phones, '[{"type": "VARCHAR", "value": "VARCHAR"}]')) as phone_list,
        try(from_json(links, '["VARCHAR"]')) as link_list,
        try(from_json(tags, '["VARCHAR"]')) as tag_list,
        try(from_json(sources, '["VARCHAR"]')) as source_list,
        try(from_json(stageChanges, '[{"toStageId": "VARCHAR", "updatedAt": "VARCHAR"}]')) as change_list,
        try(from_json(applications, '["VARCHAR"]')) as application_list,
        -- Older examples of the documentation say it in two keys of their own.
        coalesce(try(archived ->> '$.reason'), archiveReason) as archive_reason,
        coalesce(try(archived ->> '$.archivedAt'), archivedAt) as archive_time
    from filled

),

applied as (

    select
        listed.*,
        try(from_json(
            case
                when listed.application_list[1] like '{%' then listed.application_list[1]
                else raw_application.json
            end,
            '{"id": "VARCHAR", "type": "VARCHAR", "posting": "VARCHAR", "user": "VARCHAR"}'
        )) as application
    from listed
    left join raw_application
        on listed.id = raw_application.parent_id and listed.application_list[1] = raw_application.id

),

typed as (

    select
        *,
        case when contact like '{%' then try(contact ->> '$.id') else contact end as contact_id,
        case when stage like '{%' then try(stage ->> '$.id') else stage end as lever_stage_id,
        case when sourcedBy like '{%' then try(sourcedBy ->> '$.id') else sourcedBy end as sourced_by_user_id,
        case when owner like '{%' then try(owner ->> '$.id') else owner end as owner_user_id,
        case when application.posting like '{%' then try(application.posting ->> '$.id') else application.posting end
            as posting_id,
        case when application.user like '{%' then try(application.user ->> '$.id') else application.user end
            as application_user_id,
        archived is not null or archivedAt is not null as is_archived,
        try(lever_time(archive_time)) as archived_at,
        try(lever_time(createdAt)) as created_at,
        try(lever_time(updatedAt)) as updated_at,
        try(lever_time(lastInteractionAt)) as last_interaction_at,
        try(lever_time(lastAdvancedAt)) as last_advanced_at,
        try(lever_time(snoozedUntil)) as snoozed_until,
        try(lever_time(deletedAt)) as deleted_at,
        try_cast(isAnonymized as boolean) as is_anonymized
    from applied

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when createdAt is not null and created_at is null then 'createdAt' end,
            case when updatedAt is not null and updated_at is null then 'updatedAt' end,
            case when lastInteractionAt is not null and last_interaction_at is null then 'lastInteractionAt' end,
            case when lastAdvancedAt is not null and last_advanced_at is null then 'lastAdvancedAt' end,
            case when snoozedUntil is not null and snoozed_until is null then 'snoozedUntil' end,
            case when deletedAt is not null and deleted_at is null then 'deletedAt' end,
            case when is_archived and archived_at is null then 'archivedAt' end
        ) as bad_times,
        concat_ws(
            ' is not a list; ',
            case when emails is not null and email_list is null then 'emails' end,
            case when phones is not null and phone_list is null then 'phones' end,
            case when links is not null and link_list is null then 'links' end,
            case when tags is not null and tag_list is null then 'tags' end,
            case when sources is not null and source_list is null then 'sources' end,
            case when stageChanges is not null and change_list is null then 'stageChanges' end,
            case when applications is not null and application_list is null then 'applications' end
        ) as bad_lists,
        [
            change
            for change in change_list
            if coalesce(change.toStageId, '') = '' or try(lever_time(change.updatedAt)) is null
        ] as bad_changes
    from typed

),

opportunity as (

    select
        id as opportunity_id,
        contact_id,
        name,
        headline,
        coalesce(confidentiality, 'non-confidential') <> 'non-confidential' as is_confidential,
        location,
        coalesce([email for email in email_list if email <> ''], []) as emails,
        coalesce([phone for phone in phone_list if phone.value <> ''], []) as phones,
        coalesce([link for link in link_list if link <> ''], []) as links,
        coalesce([tag for tag in tag_list if tag <> ''], []) as tags,
        coalesce([source for source in source_list if source <> ''], []) as sources,
        lever_stage_id,
        archive_reason as archive_reason_id,
        archived_at,
        is_archived,
        origin,
        sourced_by_user_id,
        owner_user_id,
        created_at,
        updated_at,
        last_interaction_at,
        last_advanced_at,
        snoozed_until,
        coalesce(is_anonymized, false) as is_anonymized,
        deleted_at,
        opportunityLocation as opportunity_location,
        coalesce(len(application_list), 0) as count_applications,
        coalesce(application.id, application_list[1]) as application_id,
        application.type as application_type,
        nullif(posting_id, '') as posting_id,
        nullif(application_user_id, '') as application_user_id,
        nullif(
            concat_ws(
                '; ',
                case when contact_id is null then 'contact is missing' end,
                case when lever_stage_id is null then 'stage is missing' end,
                case when createdAt is null then 'createdAt is missing' end,
                case when bad_times <> '' then bad_times || ' is not a number of milliseconds' end,
                case when bad_lists <> '' then bad_lists || ' is not a list' end,
                case when len(bad_changes) > 0 then 'a stage change has no stage or no readable time' end,
                case when application is null and application_list <> [] then 'its application could not be read' end,
                case when isAnonymized is not null and is_anonymized is null then 'isAnonymized is not a boolean' end,
                case
                    when confidentiality not in ('confidential', 'non-confidential')
                        then 'confidentiality is neither confidential nor non-confidential'
                end
            ),
            ''
        ) as problem
    from judged
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from opportunity
order by opportunity_id
