-- int_person_reach: one row is one person with its e-mails, phones and links: the candidate's own fields and the rest.
-- Grain: person_id. Only people with a visible opportunity that gives any of them have a row.
-- P4: the first of each goes into the candidate's own field; all other e-mails of its own become alternate ones.
with

email as (select * from int_person_email),

phone as (select * from int_person_phone),

link as (select * from int_person_link),

emails as (

    select
        email.person_id,
        list(email.email order by email.place) filter (where email.is_native) as native_emails,
        list(email.email order by email.place) filter (where not email.is_native) as other_emails

    from email
    group by email.person_id

),

phones as (

    select
        phone.person_id,
        list(phone.number order by phone.place) as numbers,
        list(concat_ws(': ', phone.type, phone.number) order by phone.place) as typed_numbers

    from phone
    group by phone.person_id

),

links as (

    select
        link.person_id,
        arg_min(link.link, link.place) filter (where link.kind = 'linkedin') as linkedin_url,
        arg_min(link.link, link.place) filter (where link.kind = 'github') as github_url,
        arg_min(link.link, link.place) filter (where link.kind = 'website') as website_url,
        list(link.link order by link.place) as links

    from link
    group by link.person_id

),

person as (

    select emails.person_id from emails
    union distinct
    select phones.person_id from phones
    union distinct
    select links.person_id from links

),

person_reach as (

    select
        person.person_id,
        emails.native_emails[1] as primary_email,
        coalesce(emails.native_emails[2:], []) as alternate_emails,
        coalesce(emails.other_emails, []) as other_emails,
        phones.numbers[1] as phone,
        coalesce(phones.typed_numbers[2:], []) as other_phones,
        links.linkedin_url,
        links.github_url,
        links.website_url,
        coalesce(
            [
                link for link in links.links
                if not list_contains([links.linkedin_url, links.github_url, links.website_url], link)
            ],
            []
        ) as other_links

    from person
    left join emails
        on person.person_id = emails.person_id
    left join phones
        on person.person_id = phones.person_id
    left join links
        on person.person_id = links.person_id

)

select * from person_reach
order by person_id
