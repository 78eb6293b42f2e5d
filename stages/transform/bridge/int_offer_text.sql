-- int_offer_text: one row is one offer with every field as the text of a note.
-- Grain: offer_id.
-- O1: first line status, author and time in words; then job, times, every field that has a value in Lever's order (a
-- manager, whom Lever gives by id, by name), every signature and the names of the documents. N3: last line the marker.
with

offer as (select * from stg_lever__offer),

posting as (select * from stg_lever__posting),

lever_user as (select * from stg_lever__user),

listed_field as (

    select
        offer.offer_id,
        generate_subscripts(offer.fields, 1) as place,
        unnest(offer.fields) as field

    from offer

),

fields as (

    select
        listed_field.offer_id,
        string_agg(
            told_answer(
                coalesce(nullif(trim(listed_field.field.label), ''), listed_field.field.identifier),
                coalesce(nullif(trim(lever_user.name), ''), listed_field.field.told)
            ),
            chr(10) order by listed_field.place
        ) as told

    from listed_field
    left join lever_user
        on listed_field.field.told = lever_user.user_id
    where trim(listed_field.field.told) <> ''
    group by listed_field.offer_id

),

listed_signature as (

    select
        offer.offer_id,
        generate_subscripts(offer.signatures, 1) as place,
        unnest(offer.signatures) as signature

    from offer

),

signatures as (

    select
        listed_signature.offer_id,
        string_agg(
            concat(
                'Signature',
                ' (' || nullif(trim(listed_signature.signature.role), '') || ')',
                ': ' || nullif(
                    concat_ws(
                        ', ',
                        nullif(trim(listed_signature.signature.name), ''),
                        nullif(trim(listed_signature.signature.email), ''),
                        'first opened on ' || told_time(listed_signature.signature.first_opened_at),
                        'last opened on ' || told_time(listed_signature.signature.last_opened_at),
                        case
                            when listed_signature.signature.signed_at is not null
                                then 'signed on ' || told_time(listed_signature.signature.signed_at)
                            when listed_signature.signature.is_signed then 'signed'
                        end,
                        case when not listed_signature.signature.is_signed then 'not signed' end
                    ),
                    ''
                )
            ),
            chr(10) order by listed_signature.place
        ) as told

    from listed_signature
    where listed_signature.signature is not null
    group by listed_signature.offer_id

),

told as (

    select
        offer.offer_id,
        concat_ws(
            chr(10),
            concat(
                'Offer ',
                '(' || nullif(trim(offer.status), '') || ') ',
                'by ',
                told_user(offer.creator_user_id, lever_user.name),
                ' on ' || told_time(offer.created_at)
            ),
            'Job: ' || nullif(trim(posting.title), ''),
            'Approved on ' || told_time(offer.approved_at),
            'Sent on ' || told_time(offer.sent_at),
            fields.told,
            signatures.told,
            'Sent document: ' || nullif(trim(offer.sent_document), ''),
            'Signed document: ' || nullif(trim(offer.signed_document), '')
        ) as told

    from offer
    left join posting
        on offer.posting_id = posting.posting_id
    left join fields
        on offer.offer_id = fields.offer_id
    left join signatures
        on offer.offer_id = signatures.offer_id
    left join lever_user
        on offer.creator_user_id = lever_user.user_id

),

offer_text as (

    select
        told.offer_id,
        marked_text(told.told, 'offer', told.offer_id) as content

    from told

)

select * from offer_text
order by offer_id
