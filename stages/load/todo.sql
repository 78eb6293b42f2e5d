-- todo: one row is one write that is left to do: ready, not held, and not in the ledger with the same payload.
-- Grain: write_key. This one query is resume, retry and delta (design, idea 4).
-- A create that Ashby has is never sent again, whatever its payload now says; an update is, when its payload differs.
-- A write that stands as "sent" in the ledger has no answer yet: it comes first for its person and is looked up.
-- phase: what must be there first. Within a phase, rows of one `turn` (a person, or a thing that is set up) go one
-- after the other, all others at once. is_only_if_different: sent only if Ashby shows another value (R1).
-- A1: what Ashby refused and has as a note instead is told, and with it all that is about the same record of Lever's.
with

ready as (

    select
        *,
        case
            when
                table_name in (
                    'ashby__custom_field', 'ashby__custom_option', 'ashby__tag', 'ashby__department', 'ashby__location'
                )
                then 0
            when table_name = 'ashby__job' then 1
            when table_name in ('ashby__job_open', 'ashby__opening') then 2
            when table_name in ('ashby__candidate_again', 'ashby__job_close') then 4
            else 3
        end as phase,
        table_name = 'ashby__candidate_again' as is_only_if_different
    from every_ready

),

held as (select distinct write_key from check__held),

ledger as (select * from ledger__write),

told as (

    select distinct ready.lever_id
    from ready
    left join ledger on ready.write_key = ledger.write_key
    where ready.when_refused is not null and ledger.state = 'accepted'

)

select
    ready.phase,
    case
        when ready.person_id is not null then ready.person_id
        -- a lost one is looked for by its title
        when ready.table_name = 'ashby__job' then json_extract_string(ready.payload, '$.title')
        else ready.entity || '/' || ready.lever_id
    end as turn,
    ready.is_only_if_different,
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
left join told on ready.lever_id = told.lever_id and ready.when_refused is null
where
    held.write_key is null
    and told.lever_id is null
    and (
        ledger.write_key is null
        or ledger.state = 'sent'
        -- A candidate who was refused as a new one, and has been found since, is another write about the same person.
        or (ledger.state = 'refused' and ledger.operation != ready.operation)
        or (
            ledger.payload_sha256 != ready.payload_sha256
            and (
                ledger.state = 'refused'
                or ready.operation in (
                    'candidate.update', 'customField.setValues', 'customField.updateSelectableValues'
                )
            )
        )
    )
order by
    ready.phase asc,
    ready.active_at desc nulls last,
    turn asc,
    ready.position asc,
    ready.write_key asc
