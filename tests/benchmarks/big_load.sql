-- big_load: writes of an invented company of any size, as a transform leaves them. Given: people, files (so many of the
-- people have one), sha256 and bytes of the one file that all of them share.
create table person as
select
    'c' || number as person_id,
    number,
    timestamptz '2020-01-01 00:00:00+00' + to_seconds(number) as active_at
from range(getvariable('people')) as people (number);

create view ashby__candidate as
select
    'candidate/' || person_id as write_key,
    'candidate' as entity,
    person_id as lever_id,
    person_id,
    'candidate.create' as operation,
    null::varchar as ashby_id,
    []::struct(path varchar, write_key varchar)[] as refs,
    null::varchar as when_refused,
    json_object('name', 'Person ' || number, 'email', 'person' || number || '@example.com')::varchar as payload,
    active_at,
    0::bigint as position
from person;

create view ashby__note as
select
    'note/' || person_id as write_key,
    'note' as entity,
    person_id as lever_id,
    person_id,
    'candidate.createNote' as operation,
    null::varchar as ashby_id,
    [{ 'path': 'candidateId', 'write_key': 'candidate/' || person_id }] as refs,
    null::varchar as when_refused,
    json_object(
        'candidateId', null,
        'note', json_object(
            'type', 'text/plain',
            'value', repeat('Spoke with person ' || number || '. ', 30) || '[lever:note:' || person_id || ']'
        ),
        'isPrivate', false,
        'sendNotifications', false,
        'createdAt', '2020-01-01T00:00:00.000Z'
    )::varchar as payload,
    active_at,
    6000000::bigint as position
from person;

create view ashby__file as
select
    'file/file/' || person_id as write_key,
    'file' as entity,
    'file/' || person_id as lever_id,
    person_id,
    'candidate.uploadFile' as operation,
    null::varchar as ashby_id,
    [{ 'path': 'candidateId', 'write_key': 'candidate/' || person_id }] as refs,
    null::varchar as when_refused,
    json_object(
        'candidateId', null,
        'file', json_object(
            'sha256', getvariable('sha256'),
            'name', 'drawing (Lever file ' || person_id || ').pdf',
            'contentType', 'application/pdf',
            'contentLength', getvariable('bytes')
        )
    )::varchar as payload,
    active_at,
    9000000::bigint as position
from person
where number < getvariable('files');
