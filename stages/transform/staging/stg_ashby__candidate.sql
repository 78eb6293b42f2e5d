-- stg_ashby__candidate: one row is one Ashby candidate, newest copy.
-- Grain: candidate_id.
-- No rule: typing only; P3 looks for people here. Values of custom fields are text, lists and objects as JSON.
-- The resume is one of the files, whether or not Ashby lists it among them (ashby-api 9.1); a file is known by its id.
with

parsed as (

    select
        id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"name": "VARCHAR", "primaryEmailAddress": {"value": "VARCHAR"}, "emailAddresses": [{"value": "VARCHAR"}],
            "primaryPhoneNumber": {"value": "VARCHAR"}, "socialLinks": [{"type": "VARCHAR", "url": "VARCHAR"}],
            "source": {"id": "VARCHAR"}, "tags": [{"id": "VARCHAR"}],
            "customFields": [{"id": "VARCHAR", "value": "VARCHAR"}], "applicationIds": ["VARCHAR"],
            "fileHandles": [{"id": "VARCHAR", "name": "VARCHAR", "handle": "VARCHAR"}],
            "resumeFileHandle": {"id": "VARCHAR", "name": "VARCHAR", "handle": "VARCHAR"},
            "createdAt": "VARCHAR", "updatedAt": "VARCHAR"}'
        )) as key_of_ashby
    from raw_ashby__candidate

),

handled as (

    select
        *,
        [
            struct_pack(file_id := one.id, name := nullif(one.name, ''), handle := nullif(one.handle, ''))
            for one in list_append(fileHandles, resumeFileHandle) if one.id <> ''
        ] as handles,
        [one.file_id for one in handles] as file_ids
    from parsed

),

candidate as (

    select
        id as candidate_id,
        nullif(name, '') as name,
        nullif(primaryEmailAddress.value, '') as primary_email,
        coalesce([entry.value for entry in emailAddresses if entry.value <> ''], []) as emails,
        nullif(primaryPhoneNumber.value, '') as phone,
        [link.url for link in socialLinks if link.type = 'LinkedIn' and link.url <> ''][1] as linkedin_url,
        [link.url for link in socialLinks if link.type = 'GitHub' and link.url <> ''][1] as github_url,
        [link.url for link in socialLinks if link.type = 'Website' and link.url <> ''][1] as website_url,
        nullif(source.id, '') as source_id,
        coalesce([tag.id for tag in tags if tag.id <> ''], []) as tag_ids,
        coalesce(
            [
                struct_pack(custom_field_id := field.id, value := nullif(nullif(field.value, ''), '[]'))
                for field in customFields if field.id <> ''
            ],
            []
        ) as custom_values,
        coalesce([application_id for application_id in applicationIds if application_id <> ''], []) as application_ids,
        [one for one, place in handles if list_position(file_ids, one.file_id) = place] as files,
        nullif(resumeFileHandle.id, '') as resume_file_id,
        ashby_time(createdAt) as created_at,
        ashby_time(updatedAt) as updated_at
    from handled
    qualify row_number() over (partition by id order by fetched_at desc, digest asc) = 1

)

select * from candidate
order by candidate_id
