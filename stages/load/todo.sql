-- todo: one row is one write that is left to do: ready, not held, and not in the ledger with the same payload.
-- Grain: write_key. This one query is resume, retry and delta (design, idea 4).
-- A create that Ashby has is never sent again, whatever its payload now says; an update is, when its payload differs.
-- A write that stands as "sent" in the ledger has no answer yet: it comes first for its person and is looked up.
with

ready as (
    select * from ashby__custom_field
    union all
    select * from ashby__tag
    union all
    select * from ashby__job
    union all
    select * from ashby__candidate
    union all
    select * from ashby__candidate_email
    union all
    select * from ashby__candidate_value
    union all
    select * from ashby__application
    union all
    select * from ashby__application_value
    union all
    select * from ashby__candidate_tag
    union all
    select * from ashby__note
),

held as (
    select write_key from held__job
    union
    select write_key from held__candidate
    union
    select write_key from held__application
    union
    select write_key from held__note
    union
    select write_key from held__tag
    union
    select write_key from held__custom_value
),

ledger as (select * from ledger__write)

select
    ready.write_key,
    ready.entity,
    ready.lever_id,
    ready.person_id,
    ready.operation,
    ready.ashby_id,
    ready.refs,
    ready.when_refused,
    ready.payload,
    ready.payload_sha256,
    ready.active_at,
    ready.position
from ready
left join held on ready.write_key = held.write_key
left join ledger on ready.write_key = ledger.write_key
where
    held.write_key is null
    and (
        ledger.write_key is null
        or ledger.state = 'sent'
        or (
            ledger.payload_sha256 != ready.payload_sha256
            and (ledger.state = 'refused' or ready.operation in ('candidate.update', 'customField.setValues'))
        )
    )
order by
    ready.person_id is not null asc,
    ready.active_at desc nulls last,
    ready.person_id asc,
    ready.position asc,
    ready.write_key asc
