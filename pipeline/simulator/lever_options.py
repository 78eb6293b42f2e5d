"""The switches of Lever's stand-in: who the key is, the limits, and every point that the documentation leaves open.

Plain values, no behaviour. Section numbers are those of the reference on Lever's API. The defaults are what the
reference calls likely, or else the harsher reading that a careful client must survive anyway.
"""

from dataclasses import dataclass, fields
from typing import Literal, get_args, get_origin, get_type_hints

from pipeline.simulator.company import LEVER_KEY

PERMISSIONS = (
    "applications",
    "archive_reasons",
    "contact",
    "notes",
    "opportunities",
    "postings",
    "sources",
    "stages",
    "tags",
    "users",
)
"""One permission per kind of endpoint; /disposition_stages goes with `stages`."""

MOVEMENTS = ("back", "forward", "archive", "note", "merge", "delete")
"""back: one not yet listed moves to where the crawl has been; forward: one already listed moves to where the crawl
will come; archive, delete: one not yet listed; note: on one already listed; merge: its contact becomes another's."""


@dataclass(frozen=True)
class LeverOptions:
    """One Lever account as seen through one key."""

    key: str = LEVER_KEY
    """the key that is accepted; any other gets 401"""
    permissions: tuple[str, ...] = PERMISSIONS
    """words of `PERMISSIONS`; an endpoint without its permission answers 403"""
    confidential_access: bool = True
    """the switch at the key's creation (1.3)"""

    rate_limit: Literal["bucket", "sliding", "fixed", "none"] = "bucket"
    """per key (1.4); the documentation says token bucket"""
    requests_per_second: float = 10
    """inflow of the bucket, or calls per window of one second"""
    burst: int = 20
    """depth of the bucket"""
    retry_after: bool = False
    """429 with a Retry-After header; nothing official mentions one (1.4)"""

    confidential_status: int = 403
    """answer to a key without confidential access that asks for confidential records (1.3)"""
    confidential_child_status: int = 403
    """answer to such a key on applications and notes of a confidential opportunity (1.3: 403 or 404)"""
    null_updated_matches: bool = False
    """whether opportunities with updatedAt null match every updated_at filter (3b)"""
    updated_order: Literal["asc", "desc"] = "asc"
    """order of /opportunities under an updated_at filter (1.6)"""
    expand_contact: bool = True
    """expand=contact is honoured; else the id stays (2.2)"""
    expand_missing: Literal["id", "null"] = "id"
    """what an expanded reference becomes whose object is gone, like a merged user (1.7)"""
    expand_without_permission: Literal["id", "refuse"] = "id"
    """expanding what the key may not read: the id stays, or 403 (1.7)"""
    limit_over_100: Literal["clamp", "refuse"] = "clamp"
    """a `limit` above 100 counts as 100, or 400 (1.6)"""
    token_check: Literal["issued", "sort"] = "issued"
    """an offset is refused unless it was given out for the very same filters, or only under another sort (1.6)"""
    token_life_seconds: float | None = None
    """a token older than this is refused; needs token_check "issued" (1.6)"""
    short_pages_every: int | None = None
    """every n-th page of /opportunities holds half as many as asked for, though more follow (1.6)"""
    token_repeats_from: int | None = None
    """from the n-th page of /opportunities on, `next` is the token that was sent, for ever (3e)"""
    next_missing_on: int | None = None
    """the n-th page of /opportunities says hasNext true and has no `next` (1.6)"""
    email_ignores_case: bool = True
    """the `email` filter of /opportunities"""
    secret_notes: bool = True
    """secret notes are returned (seen 2.9)"""
    deleted_notes: bool = True
    """deleted notes stay listed (2.9)"""
    removed_stage_readable: bool = False
    """GET /stages/:id serves a removed stage (2.17)"""
    counts_cover_confidential: bool = False
    """/sources and /tags count confidential opportunities too (2.17)"""
    published_in_default_list: Literal["public", "never"] = "public"
    """published postings in /postings without distributionChannel: those on the public site, or none (2.13)"""
    channels_as: Literal["repeated", "comma"] = "repeated"
    """how two distributionChannels are passed (2.13)"""
    channel_keeps_unpublished: bool = True
    """whether distributionChannel leaves postings in other states listed (2.13)"""
    deleted_rows: Literal["full", "bare"] = "full"
    """whether a row of /opportunities/deleted still shows the person (2.1)"""
    deleted_window_days: int | None = 30
    """widest allowed window of the deleted feeds (3b); None: no bound"""

    movement_every: int | None = None
    """after every n-th page of /opportunities the company moves on (1.6, 4.13)"""
    movement_kinds: tuple[str, ...] = ("back", "forward", "archive")
    """words of `MOVEMENTS`, taken in turn"""
    movement_times: int | None = None
    """at most this many movements"""

    def __post_init__(self) -> None:
        hints = get_type_hints(LeverOptions)
        for switch in fields(self):
            value, hint = getattr(self, switch.name), hints[switch.name]
            if get_origin(hint) is Literal and value not in get_args(hint):
                raise ValueError(f"{switch.name} is one of {', '.join(get_args(hint))}, not {value!r}")
        for words, known in ((self.permissions, PERMISSIONS), (self.movement_kinds, MOVEMENTS)):
            if unknown := set(words) - set(known):
                raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
