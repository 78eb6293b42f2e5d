-- Macros that every connection has (pipeline/duck.py runs this file first). They shape values; they decide nothing.

-- Lever's times: milliseconds since 1970, as a number or as text (lever-api.md 1.8); anything else is null.
create macro lever_time(value) as
    try(to_timestamp(0) + to_milliseconds(try_cast(value as bigint)));

-- Ashby's times: ISO 8601 with zone (ashby-api.md 8); anything else is null.
create macro ashby_time(value) as
    try_cast(value as timestamptz);

-- A time as Ashby takes it: UTC, milliseconds.
create macro iso_time(moment) as
    strftime(timezone('UTC', moment), '%Y-%m-%dT%H:%M:%S.%gZ');

-- Names are equal when these are: case, accents, punctuation and spaces do not count; C, C++ and C# stay apart.
create macro normal_name(name) as
    trim(regexp_replace(lower(strip_accents(nfc_normalize(name))), '[^\p{L}\p{N}+#]+', ' ', 'g'));

-- Rule P1. canonical_domain is a function of pipeline/duck.py, needed for non-ASCII domains only.
create macro canonical_email(email) as
    case
        when regexp_full_match(lower(trim(nfc_normalize(email))), '[^@\s]+@[^@\s]+')
            then split_part(lower(trim(nfc_normalize(email))), '@', 1) || '@'
                || canonical_domain(split_part(lower(trim(nfc_normalize(email))), '@', 2))
    end;

-- A short stable key for text that must not be readable in the ledger.
create macro text_key(value) as
    left(sha256(value), 16);

-- The key of a name: equal names have the same; a name of nothing but signs is its own.
create macro name_key(name) as
    text_key(coalesce(nullif(normal_name(name), ''), name));

-- What tells that something of an opportunity moved (lever-api 3b): its listing, but for what a renamed posting or a
-- maintenance touches on thousands of them at once. That is the quiet mark.
create macro lever_mark(listing) as
    md5(json_merge_patch(listing, '{"updatedAt":null,"tags":null}')::varchar);

create macro lever_quiet_mark(listing) as
    md5(concat_ws('|', json_extract_string(listing, '$.updatedAt'), json_extract(listing, '$.tags')::varchar));

-- The id in a reference of Lever's, which is text or an expanded object (lever-api 1.7); empty is null.
create macro lever_reference(reference) as
    nullif(
        case json_type(reference)
            when 'OBJECT' then json_extract_string(reference, '$.id')
            when 'VARCHAR' then json_extract_string(reference, '$')
        end,
        ''
    );

-- What Lever said to a single question, from the json of raw_lever__unreadable; null: nobody asked.
create macro lever_answer(unreadable) as
    coalesce('Lever answered ' || json_extract_string(unreadable, '$.status'), 'nobody asked for it by itself');

-- A time in words, as a person reads it in a text.
create macro told_time(moment) as
    strftime(timezone('UTC', moment), '%-d %B %Y, %H:%M UTC');

-- A Lever user in words: the name that Lever gives for a reference.
create macro told_user(user_id, name) as
    case
        when user_id is null then 'Lever (no author)'
        else coalesce(nullif(trim(name), ''), 'an unknown user')
    end;

-- An answer beside its question, or below it if it has lines of its own.
create macro told_answer(label, told) as
    coalesce(nullif(trim(label), '') || case when regexp_matches(told, '[\r\n]') then ':' || chr(10) else ': ' end, '')
    || told;

-- A text of Lever's in which no line looks like a marker (rule N3).
create macro unmarked_text(told) as
    case
        when contains(told, '[lever:')
            then regexp_replace(told, '(?m)(^|\r)((?:\s|<[^<>]*>)*)\[lever:', '\1\2[ lever:', 'g')
        else told
    end;

-- A text with its marker as the last line; a line of Lever's own that looks like one is told from it (rule N3).
create macro marked_text(told, kind, lever_id) as
    concat(unmarked_text(told), chr(10) || '[lever:' || kind || ':' || lever_id || ']');

-- A text that Ashby gives back, plain or as HTML, or one that was sent: tags are dropped, coded signs are read, and white
-- space counts once. Tags go before and after the signs are read: a tag that somebody typed may come back coded.
create macro plain_text(said) as
    trim(regexp_replace(
        replace(
            regexp_replace(
                replace(
                    replace(
                        replace(
                            replace(
                                replace(regexp_replace(said, '</?[a-zA-Z][^>]*>', ' ', 'g'), '&lt;', '<'),
                                '&gt;', '>'
                            ),
                            '&quot;', '"'
                        ),
                        '&#39;', chr(39)
                    ),
                    '&nbsp;', ' '
                ),
                '</?[a-zA-Z][^>]*>', ' ', 'g'
            ),
            '&amp;', '&'
        ),
        '[\s\p{Z}]+', ' ', 'g'
    ));
