-- int_contact_email: one row is one canonical e-mail of one contact, and whether it makes contacts one person.
-- Grain: contact_id, email.
-- P1: equal canonical e-mails join. P2: one that more than 3 contacts share, a role address or an agency's joins
-- nobody. Drops malformed e-mails (they have no canonical form) and those of opportunities without a contact, which are
-- nobody's (held: no_contact).
with

opportunity_email as (select * from int_opportunity_email),

role_address as (select * from ref_role_address),

of_contact as (

    select distinct
        opportunity_email.contact_id,
        opportunity_email.email

    from opportunity_email
    where opportunity_email.contact_id is not null and opportunity_email.email is not null

),

counted as (

    select
        of_contact.email,
        -- A tag after a plus still reaches the same mailbox: jobs+berlin@ is read by those who read jobs@.
        split_part(split_part(of_contact.email, '@', 1), '+', 1) as mailbox,
        split_part(of_contact.email, '@', 2) as mail_domain,
        count(*) as count_contacts

    from of_contact
    group by of_contact.email

),

judged as (

    select
        counted.email,
        counted.count_contacts,
        case
            when mailbox.why is not null then 'a role address: ' || mailbox.why
            when agency.why is not null then 'its domain stands for no single person: ' || agency.why
            when counted.count_contacts > 3 then 'shared by ' || counted.count_contacts || ' contacts'
        end as reason

    from counted
    left join role_address as mailbox
        on mailbox.kind = 'local_part' and counted.mailbox = mailbox.value
    left join role_address as agency
        on agency.kind = 'domain' and counted.mail_domain = agency.value

),

contact_email as (

    select
        of_contact.contact_id,
        of_contact.email,
        judged.reason is null as is_joining,
        judged.count_contacts,
        judged.reason

    from of_contact
    left join judged
        on of_contact.email = judged.email

)

select * from contact_email
order by contact_id, email
