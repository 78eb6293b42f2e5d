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
        -- lists are sorted by their first field: place; an ordered aggregate takes seven times as long
        list_sort(
            list({ 'place': email.place, 'email': email.email }) filter (where email.is_native)
        ) as native_emails,
        list_sort(
            list({ 'place': email.place, 'email': email.email }) filter (where not email.is_native)
        ) as other_emails

    from email
    group by email.person_id

),

phones as (

    select
        phone.person_id,
        list_sort(list({ 'place': phone.place, 'number': phone.number, 'type': phone.type })) as phones

    from phone
    group by phone.person_id

),

links as (

    select
        link.person_id,
        arg_min(link.link, link.place) filter (where link.kind = 'linkedin') as linkedin_url,
        arg_min(link.link, link.place) filter (where link.kind = 'github') as github_url,
        arg_min(link.link, link.place) filter (where link.kind = 'website') as website_url,
        list_sort(list({ 'place': link.place, 'link': link.link })) as links

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
        emails.native_emails[1]['email'] as primary_email,
        coalesce([entry['email'] for entry in emails.native_emails[2:]], []) as alternate_emails,
        coalesce([entry['email'] for entry in emails.other_emails], []) as other_emails,
        phones.phones[1]['number'] as phone,
        coalesce([concat_ws(': ', entry['type'], entry['number']) for entry in phones.phones[2:]], []) as other_phones,
        links.linkedin_url,
        links.github_url,
        links.website_url,
        coalesce(
            [
                entry['link'] for entry in links.links
                if not list_contains([links.linkedin_url, links.github_url, links.website_url], entry['link'])
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
