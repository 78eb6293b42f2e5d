-- stg_lever__offer: one row is one Lever offer, newest copy.
-- Grain: offer_id.
-- No rule: typing only; O1 tells every field. Values are told as a person reads them: dates in words, numbers without a
-- needless .0, yes and no, lists in one line. A number from 10^11 on is a time, as are the three identifiers that the
-- documentation calls dates (lever-api 2.10), and a salary never is. What can't be read stays, and `problem` says what.
-- Drops what is no field and no signature of anybody (told in `problem`).
with

parsed as (

    select
        id,
        parent_id,
        fetched_at,
        hash(json) as digest,
        unnest(from_json(
            json,
            '{"posting": "JSON", "status": "VARCHAR", "creator": "JSON", "fields": "VARCHAR", "signatures": "VARCHAR",
            "sentDocument": {"fileName": "VARCHAR"}, "signedDocument": {"fileName": "VARCHAR"},
            "createdAt": "VARCHAR", "approvedAt": "VARCHAR", "sentAt": "VARCHAR"}'
        )) as key_of_lever
    from raw_lever__offer

),

filled as (

    select
        id,
        parent_id,
        fetched_at,
        digest,
        lever_reference(posting) as posting_id,
        lever_reference(creator) as creator_user_id,
        nullif(sentDocument.fileName, '') as sent_document,
        nullif(signedDocument.fileName, '') as signed_document,
        nullif(nullif(status, ''), '[]') as status,
        nullif(nullif(fields, ''), '[]') as field_text,
        nullif(nullif(nullif(signatures, ''), '[]'), '{}') as signature_text,
        nullif(nullif(createdAt, ''), '[]') as created,
        nullif(nullif(approvedAt, ''), '[]') as approved,
        nullif(nullif(sentAt, ''), '[]') as sent
    from parsed

),

listed as (

    select
        *,
        try(from_json(field_text, '["JSON"]')) as field_list,
        if(signature_text like '{%', try(json_keys(signature_text)), null) as signature_keys
    from filled

),

opened as (

    select
        *,
        [
            struct_pack(
                label := nullif(json_extract_string(field, '$.text'), ''),
                identifier := nullif(json_extract_string(field, '$.identifier'), ''),
                answers := if(
                    json_type(field, '$.value') = 'ARRAY',
                    from_json(json_extract(field, '$.value'), '["JSON"]'),
                    [json_extract(field, '$.value')]
                )
            )
            for field in field_list if json_type(field) = 'OBJECT'
        ] as field_parts,
        [
            struct_pack(
                key := key,
                signature := json_extract(signature_text, '/' || replace(replace(key, '~', '~0'), '/', '~1'))
            )
            for key, place in signature_keys if list_position(signature_keys, key) = place
        ] as signature_parts,
        try(lever_time(created)) as created_at,
        try(lever_time(approved)) as approved_at,
        try(lever_time(sent)) as sent_at
    from listed

),

signed as (

    select
        *,
        [
            struct_pack(
                role := coalesce(nullif(json_extract_string(part.signature, '$.role'), ''), part.key),
                name := nullif(json_extract_string(part.signature, '$.name'), ''),
                email := nullif(json_extract_string(part.signature, '$.email'), ''),
                first_opened := nullif(json_extract_string(part.signature, '$.firstOpenedAt'), ''),
                last_opened := nullif(json_extract_string(part.signature, '$.lastOpenedAt'), ''),
                signed := nullif(json_extract_string(part.signature, '$.signedAt'), ''),
                is_signed := try_cast(json_extract_string(part.signature, '$.signed') as boolean)
            )
            for part in signature_parts if json_type(part.signature) = 'OBJECT'
        ] as signers
    from opened

),

told as (

    select
        *,
        unnest(struct_pack(
            fields := coalesce([
                struct_pack(
                    label := field.label,
                    identifier := field.identifier,
                    told := nullif(
                        array_to_string(
                            [
                                case
                                    when json_type(answer) = 'NULL' then null
                                    when json_type(answer) = 'BOOLEAN' then if(answer::varchar = 'true', 'Yes', 'No')
                                    when
                                        field.identifier in (
                                            'today_date', 'offer_expiration_date', 'anticipated_start_date'
                                        )
                                        or (
                                            field.identifier is distinct from 'salary_amount'
                                            and json_type(answer) <> 'VARCHAR'
                                            and try_cast(answer ->> '$' as double) >= 100000000000
                                        )
                                        then coalesce(
                                            strftime(timezone('UTC', try(lever_time(answer ->> '$'))), '%-d %B %Y'),
                                            nullif(answer ->> '$', '')
                                        )
                                    when json_type(answer) in ('VARCHAR', 'OBJECT', 'ARRAY')
                                        then nullif(answer ->> '$', '')
                                    else regexp_replace(answer ->> '$', '\.0+$', '')
                                end
                                for answer in field.answers
                            ],
                            '; '
                        ),
                        ''
                    )
                )
                for field in field_parts
            ], []),
            signatures := coalesce([
                struct_pack(
                    role := signer.role,
                    name := signer.name,
                    email := signer.email,
                    first_opened_at := try(lever_time(signer.first_opened)),
                    last_opened_at := try(lever_time(signer.last_opened)),
                    signed_at := try(lever_time(signer.signed)),
                    is_signed := coalesce(signer.is_signed, signer.signed is not null)
                )
                for signer in signers
            ], [])
        )) as told_of_lever,
        [
            said
            for said in flatten([[signer.first_opened, signer.last_opened, signer.signed] for signer in signers])
            if said is not null and try(lever_time(said)) is null
        ] as bad_signature_times
    from signed

),

judged as (

    select
        *,
        concat_ws(
            ' is not a number of milliseconds; ',
            case when created is not null and created_at is null then 'createdAt' end,
            case when approved is not null and approved_at is null then 'approvedAt' end,
            case when sent is not null and sent_at is null then 'sentAt' end,
            case when len(bad_signature_times) > 0 then 'a time of a signature' end
        ) as bad_times
    from told

),

offer as (

    select
        id as offer_id,
        nullif(parent_id, '') as opportunity_id,
        posting_id,
        status,
        creator_user_id,
        fields,
        signatures,
        sent_document,
        signed_document,
        created_at,
        approved_at,
        sent_at,
        nullif(
            concat_ws(
                '; ',
                case when created is null then 'createdAt is missing' end,
                case when bad_times <> '' then bad_times || ' is not a number of milliseconds' end,
                case when field_text is not null and field_list is null then 'fields is not a list' end,
                case when len(fields) < len(field_list) then 'an entry of fields is not a field' end,
                case when signature_text is not null and signature_keys is null then 'signatures is not an object' end,
                case when len(signatures) < len(signature_parts) then 'a signature is not an object' end
            ),
            ''
        ) as problem
    from judged
    qualify row_number() over (partition by id order by fetched_at desc, parent_id asc, digest asc) = 1

)

select * from offer
order by offer_id
