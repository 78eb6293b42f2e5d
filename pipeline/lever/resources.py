"""What Lever has and how to ask for all of it: one value per list (lever-api 2, 3d).

Lists hide things by default: `confidentiality`, `includeDeactivated`, `distributionChannel`, states and windows are
sent so that nothing is left out silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

Param = tuple[str, str]
Params = tuple[Param, ...]

ALL = ("confidentiality", "all")
"""Lever's default is non-confidential, even for a key that may see everything (1.3)."""

STATES = ("published", "internal", "closed", "draft", "pending", "rejected")
CHANNELS = ("public", "internal")


@dataclass(frozen=True)
class Resource:
    """One raw table, filled from one or more lists of Lever; the same object may come from several of them."""

    table: str
    path: str
    lists: tuple[Params, ...] = ((),)
    """The parameters of each list."""
    is_optional: bool = False
    """Not every account or key has it, and nothing that is migrated is in it: its absence is no gap."""

    @property
    def name(self) -> str:
        """The resource's word in our tables, e.g. `posting`."""
        return self.table.removeprefix("raw_lever__")


LISTS = (
    Resource("raw_lever__user", "/users", ((("includeDeactivated", "true"),),)),
    Resource("raw_lever__stage", "/stages"),
    Resource("raw_lever__archive_reason", "/archive_reasons"),
    Resource("raw_lever__source", "/sources"),
    Resource("raw_lever__tag", "/tags"),
    # A published posting is listed only if it is on the public site, unless its channel is named; whether two
    # channels are passed by repetition is not documented, so each is asked for by itself, and so is each state (2.13).
    Resource(
        "raw_lever__posting",
        "/postings",
        (
            (ALL,),
            *((ALL, ("distributionChannel", channel)) for channel in CHANNELS),
            *((ALL, ("state", state)) for state in STATES),
        ),
    ),
    Resource("raw_lever__requisition", "/requisitions", ((ALL,),)),
    Resource("raw_lever__requisition_field", "/requisition_fields"),
    Resource("raw_lever__feedback_template", "/feedback_templates"),
    Resource("raw_lever__form_template", "/form_templates"),
    Resource("raw_lever__audit_event", "/audit_events", is_optional=True),
)

DISPOSITION_STAGES = Resource("raw_lever__disposition_stage", "/disposition_stages", is_optional=True)
"""Undocumented; an object, no list (2.17)."""

OPPORTUNITIES = Resource(
    "raw_lever__opportunity", "/opportunities", ((ALL, ("expand", "applications"), ("expand", "contact")),)
)

DELETED = (
    Resource("raw_lever__deleted_opportunity", "/opportunities/deleted"),
    Resource("raw_lever__deleted_application", "/applications/deleted"),
    Resource("raw_lever__deleted_posting", "/postings/deleted"),
)
WIDEST_DELETED = timedelta(days=29)
"""The feeds' windows may span 30 days (2.13); connectors use 29."""

EEO = Resource("raw_lever__eeo_response", "/eeo/responses")
EEO_PII = Resource("raw_lever__eeo_response_pii", "/eeo/responses/pii")
WIDEST_EEO = timedelta(days=7)
"""Lever's own default is a week; how wide a window may be is not documented (2.19)."""


@dataclass(frozen=True)
class Child:
    """A list that hangs on every opportunity."""

    table: str
    path: str
    is_paged: bool = True
    """False: Lever refuses paging parameters here (1.5)."""
    missing_is_empty: bool = False
    """An opportunity that has none was once answered with 404 (2.11)."""

    @property
    def name(self) -> str:
        """The resource's word in our tables, e.g. `note`."""
        return self.table.removeprefix("raw_lever__")

    def of(self, opportunity_id: str) -> str:
        """The path of this list of one opportunity."""
        return f"/opportunities/{opportunity_id}/{self.path}"


NOTE = Child("raw_lever__note", "notes")
INTERVIEW = Child("raw_lever__interview", "interviews", is_paged=False)
PANEL = Child("raw_lever__panel", "panels", is_paged=False)
REFERRAL = Child("raw_lever__referral", "referrals", is_paged=False)
CHILDREN = (
    NOTE,
    Child("raw_lever__feedback", "feedback", is_paged=False),
    INTERVIEW,
    PANEL,
    Child("raw_lever__offer", "offers", is_paged=False),
    Child("raw_lever__resume", "resumes", is_paged=False, missing_is_empty=True),
    Child("raw_lever__file", "files", is_paged=False, missing_is_empty=True),
    Child("raw_lever__form", "forms", is_paged=False),
    REFERRAL,
)
"""Only notes are documented as paged; the others follow `next` where Lever gives one and send no limit."""


def without_confidential(params: Params) -> Params:
    """The same list for a key that may not see confidential data."""
    return tuple(param for param in params if param != ALL)


def changed_since(params: Params, moment_ms: int) -> Params:
    """The same list, cut down to what changed since (milliseconds since 1970)."""
    return (*params, ("updated_at_start", str(moment_ms)))


def windows(begin: datetime, end: datetime, widest: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """From `begin` to `end` in windows of at most `widest`, each beginning where the last one ended."""
    while begin < end:
        until = min(begin + widest, end)
        yield begin, until
        begin = until


def opportunity(opportunity_id: str) -> str:
    """Path of one opportunity."""
    return f"/opportunities/{opportunity_id}"


def posting_questions(posting_id: str) -> str:
    """Path of what a posting asks its applicants (2.13)."""
    return f"/postings/{posting_id}/apply"


def application(opportunity_id: str, application_id: str) -> str:
    """Path of one application (deprecated by Lever, still the only way when it is not expanded, 2.3)."""
    return f"/opportunities/{opportunity_id}/applications/{application_id}"


_PATHS = {"contact": "/contacts", **{resource.name: resource.path for resource in LISTS}}


def one(name: str, id_: str) -> str:
    """Path of one object of a resource, by the resource's word in our tables."""
    return f"{_PATHS[name]}/{id_}"


_DOWNLOADS: dict[str, tuple[str, Params]] = {
    "resume": ("resumes", ()),
    "file": ("files", ()),
    "question_file": ("files", ()),  # files given with custom answers have no documented path; this one is tried (2.4)
    "offer_sent": ("offers", (("status", "sent"),)),
    "offer_signed": ("offers", (("status", "signed"),)),
}


def download(kind: str, opportunity_id: str, object_id: str) -> tuple[str, Params]:
    """Path and parameters of the bytes of a resume, a file or an offer's document (2.10-2.12)."""
    path, params = _DOWNLOADS[kind]
    return f"/opportunities/{opportunity_id}/{path}/{object_id}/download", params
