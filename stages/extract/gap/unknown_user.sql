-- unknown_user: one row is one user who is named, and whom Lever neither lists nor gives.
-- Grain: lever_id.
-- No rule: hole 4 of lever-api 3d (2.18): a merge deletes the duplicate user for ever.
-- Known: each one is named by its id; what this user wrote is here, without a name.
with

opportunity as (
    select
        from_json(
            json,
            '{"owner": "JSON", "sourcedBy": "JSON", "followers": ["JSON"], "stageChanges": [{"userId": "JSON"}],
            "applications": [{"user": "JSON", "postingOwner": "JSON", "postingHiringManager": "JSON",
            "requisitionForHire": {"hiringManagerOnHire": "JSON"}}]}'
        ) as opportunity
    from raw_lever__opportunity
),

application as (
    select
        from_json(
            json,
            '{"user": "JSON", "postingOwner": "JSON", "postingHiringManager": "JSON",
            "requisitionForHire": {"hiringManagerOnHire": "JSON"}}'
        ) as application
    from raw_lever__application
),

note as (select from_json(json, '{"user": "JSON", "fields": [{"user": "JSON"}]}') as note from raw_lever__note),

interview as (
    select from_json(json, '{"user": "JSON", "interviewers": [{"id": "JSON"}]}') as interview from raw_lever__interview
),

panel as (
    select from_json(json, '{"user": "JSON", "interviews": [{"interviewers": [{"id": "JSON"}]}]}') as panel
    from raw_lever__panel
),

referral as (select from_json(json, '{"user": "JSON", "referrer": "JSON"}') as referral from raw_lever__referral),

posting as (
    select
        from_json(
            json, '{"user": "JSON", "owner": "JSON", "hiringManager": "JSON", "followers": ["JSON"]}'
        ) as posting
    from raw_lever__posting
),

requisition as (
    select
        from_json(
            json,
            '{"creator": "JSON", "owner": "JSON", "hiringManager": "JSON", "approval": {"createdBy": "JSON",
            "steps": [{"approvers": [{"user": {"userId": "JSON"}}]}]}}'
        ) as requisition
    from raw_lever__requisition
),

unreadable as (
    select
        split_part(id, '/', 2) as id,
        any_value(json) as answer
    from raw_lever__unreadable
    where id like 'user/%'
    group by split_part(id, '/', 2)
),

reference as (
    -- Each kind of object is looked at once: what is looked at twice is held in memory, all of it.
    select
        unnest(
            flatten([
                [opportunity.owner, opportunity.sourcedBy],
                opportunity.followers,
                [change.userId for change in opportunity.stageChanges],
                flatten([
                    [
                        application.user,
                        application.postingOwner,
                        application.postingHiringManager,
                        application.requisitionForHire.hiringManagerOnHire
                    ] for application in opportunity.applications
                ])
            ])
        ) as person
    from opportunity
    union all
    select
        unnest([
            application.user,
            application.postingOwner,
            application.postingHiringManager,
            application.requisitionForHire.hiringManagerOnHire
        ]) as person
    from application
    union all
    -- A note is a thread: each comment has an author of its own (2.9).
    select unnest(flatten([[note.user], [comment.user for comment in note.fields]])) as person from note
    union all
    select json_extract(json, '$.user') as person from raw_lever__feedback
    union all
    select unnest(flatten([[interview.user], [person.id for person in interview.interviewers]])) as person
    from interview
    union all
    select
        unnest(
            flatten([
                [panel.user],
                flatten([[person.id for person in interview.interviewers] for interview in panel.interviews])
            ])
        ) as person
    from panel
    union all
    select json_extract(json, '$.creator') as person from raw_lever__offer
    union all
    select json_extract(json, '$.user') as person from raw_lever__form
    union all
    select unnest([referral.user, referral.referrer]) as person from referral
    union all
    select unnest(flatten([[posting.user, posting.owner, posting.hiringManager], posting.followers])) as person
    from posting
    union all
    select
        unnest(
            flatten([
                [requisition.creator, requisition.owner, requisition.hiringManager, requisition.approval.createdBy],
                -- Where `user` of an approver is text it is a role in words, never an id (2.14).
                flatten([
                    [approver.user.userId for approver in step.approvers] for step in requisition.approval.steps
                ])
            ])
        ) as person
    from requisition
),

named as (
    select lever_reference(person) as id from reference
    union all
    select id from unreadable
),

missing as (
    select id from named
    where id is not null
    except
    select id from raw_lever__user
)

select
    'unknown_user' as gap,
    'user' as resource,
    missing.id as lever_id,
    1::bigint as records,
    'known' as weight,
    'it is named and in no list, deactivated ones included: ' || lever_answer(unreadable.answer) as says
from missing
left join unreadable on missing.id = unreadable.id
order by lever_id
