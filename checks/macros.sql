-- Macros for the checks only: what Ashby's documentation calls valid (ashby-api.md 8 and 9, ashby-openapi.yml).
-- Each is null for null, so that an absent field breaks nothing.

-- Ashby's ids: UUIDs with hyphens.
create macro is_uuid(value) as
regexp_full_match(value, '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}');

-- A date-time of RFC 3339, as `format: date-time` asks.
create macro is_time(value) as
case
    when value is not null
        then
            regexp_full_match(value, '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)')
            and try_cast(value as timestamptz) is not null
end;

-- A day that a person may have applied on; what Ashby does with others is not documented (ashby-api.md 11, 18).
create macro is_plausible_time(value) as
try_cast(value as timestamptz) between timestamptz '1990-01-01 00:00:00+00' and now() + interval 1 day;

-- One mailbox and nothing beside it.
create macro is_email(value) as
regexp_full_match(value, '[^@\s,;:<>()\[\]"]+@[^@\s,;:<>()\[\]".]+(?:\.[^@\s,;:<>()\[\]".]+)+');

-- "Must be a valid Url": absolute, http or https, with a host.
create macro is_url(value) as
regexp_full_match(value, '(?i)https?://[^\s/?#]+[^\s]*');

-- Something a person can see.
create macro is_text(value) as
regexp_matches(value, '[^\s\p{Z}\p{C}]');

-- An id that stands in the body, or that an earlier write brings to this place of it (`refs`).
create macro has_id(value, refs, place) as
coalesce(is_uuid(value), false) or list_contains(list_transform(coalesce(refs, []), lambda ref: ref.path), place);

-- Only names of the call's parameters.
create macro has_only(payload, names) as
case when json_valid(payload) then list_has_all(names, json_keys(payload)) end;

-- A body is one JSON object.
create macro is_object(payload) as
coalesce(case when json_valid(payload) then json_type(payload) = 'OBJECT' end, false);
