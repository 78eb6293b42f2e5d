-- A big invented company as raw tables, by DuckDB alone: the table `size` holds the number of opportunities.
-- Eight of ten people have one opportunity, some have several; two of a hundred share an e-mail across contacts.
create macro an_id(kind, n) as
    left(md5(kind || n), 8) || '-' || substr(md5(kind || n), 9, 4) || '-4' || substr(md5(kind || n), 14, 3)
    || '-8' || substr(md5(kind || n), 18, 3) || '-' || substr(md5(kind || n), 21, 12);

create macro a_time(n) as
    1500000000000 + (n::bigint * 7919) % 280000000000;

create table stage as
select
    n,
    ['lead-new', 'lead-reached-out', 'applicant-new', 'offer'][n] as id,
    ['New lead', 'Reached out', 'New applicant', 'Offer'][n] as text
from range(1, 5) as numbers (n);

create table posting as
select
    n,
    an_id('posting', n) as id
from range(40) as numbers (n);

create table opportunity as
select
    n,
    an_id('opportunity', n) as id,
    an_id('contact', n % (greatest((select opportunities from size), 5) * 8 // 10)) as contact,
    n % (greatest((select opportunities from size), 5) * 8 // 10) as person
from range((select opportunities from size)) as numbers (n);

create view raw_lever__stage as
select
    id,
    to_json({id: id, text: text}) as json
from stage;

create view raw_lever__posting as
select
    id,
    to_json({
        id: id, text: 'Job ' || n, state: 'published', confidentiality: 'non-confidential',
        categories: {team: 'Engineering', department: 'Engineering', location: 'Ghent', commitment: 'Full-time'},
        "user": null, owner: null, createdAt: a_time(n), updatedAt: a_time(n) + 1000
    }) as json
from posting;

create view raw_lever__archive_reason as
select
    id,
    to_json({id: id, text: text, status: 'active', type: type}) as json
from (values ('reason-1', 'Withdrew', 'non-hired'), ('reason-2', 'Hired', 'hired')) as reasons (id, text, type);

create view raw_lever__opportunity as
select
    id,
    to_json({
        id: id,
        name: 'Person ' || person,
        contact: {id: contact, name: 'Person ' || person},
        headline: 'Company ' || person % 997 || ', School ' || person % 331,
        stage: ['lead-new', 'lead-reached-out', 'applicant-new', 'offer'][1 + n % 4],
        confidentiality: 'non-confidential',
        location: '',
        phones: [{type: 'mobile', value: '+32 ' || person}],
        emails: ['person' || if(person % 50 = 0, person // 100 * 100, person) || '@mail.example'],
        links: ['https://www.linkedin.com/in/person-' || person],
        archived: if(n % 3 = 0, {reason: if(n % 30 = 0, 'reason-2', 'reason-1'), archivedAt: a_time(n) + 900000}, null),
        tags: ['Engineering', 'tag ' || n % 50],
        sources: ['LinkedIn'],
        stageChanges: list_transform(
            range(0, 1 + n % 4),
            lambda step: {
                toStageId: ['lead-new', 'lead-reached-out', 'applicant-new', 'offer'][1 + step],
                toStageIndex: step,
                updatedAt: a_time(n) + step * 60000
            }
        ),
        origin: 'applied', sourcedBy: null, owner: null, followers: [],
        applications: [{id: an_id('application', n), type: 'posting', posting: an_id('posting', n % 40), "user": null}],
        createdAt: a_time(n), updatedAt: a_time(n) + 900000, lastInteractionAt: a_time(n) + 900000,
        lastAdvancedAt: a_time(n) + (n % 4) * 60000, snoozedUntil: null,
        urls: {"list": 'https://hire.lever.co/candidates', "show": 'https://hire.lever.co/candidates/' || id},
        isAnonymized: false, dataProtection: null, opportunityLocation: 'Ghent'
    }) as json
from opportunity;

create view raw_lever__note as
select
    an_id('note', n) as id,
    id as parent_id,
    to_json({
        id: an_id('note', n), "text": 'Note', "user": null, secret: n % 20 = 0, completedAt: a_time(n),
        deletedAt: null, createdAt: a_time(n) + 5000,
        fields: [{
            type: 'note', "text": 'Comment', value: repeat('What was said of this person. ', 1 + n % 10),
            score: null, "user": null, stage: 'lead-new', createdAt: a_time(n) + 5000
        }]
    }) as json
from opportunity;
