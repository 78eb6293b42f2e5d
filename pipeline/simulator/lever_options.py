"""The switches of Lever's stand-in: who the key is, the limits, and every point that the documentation leaves open.

Plain values, no behaviour. Section numbers are those of the reference on Lever's API. The defaults are what the
reference calls likely, or else the harsher reading that a careful client must survive anyway.
"""

from dataclasses import dataclass, fields
from typing import Literal, get_args, get_origin, get_type_hints

from pipeline.simulator.company import LEVER_CLIENT_ID, LEVER_CLIENT_SECRET, LEVER_KEY, LEVER_REFRESH_TOKEN

PERMISSIONS = (
    "applications",
    "archive_reasons",
    "audit_events",
    "contact",
    "eeo_responses",
    "eeo_responses_pii",
    "feedback",
    "feedback_templates",
    "files",
    "form_templates",
    "forms",
    "interviews",
    "notes",
    "offers",
    "opportunities",
    "panels",
    "postings",
    "referrals",
    "requisition_fields",
    "requisitions",
    "resumes",
    "sources",
    "stages",
    "tags",
    "users",
)
"""One permission per kind of endpoint; /disposition_stages goes with `stages`."""

MOVEMENTS = ("back", "forward", "archive", "note", "merge", "delete", "new")
"""back: one not yet listed moves to where the crawl has been; forward: one already listed moves to where the crawl
will come; archive, delete: one not yet listed; note: on one already listed; merge: its contact becomes another's;
new: somebody applies. Under `movement_calls` any opportunity may be hit."""

NEWS = ("opportunity_field", "opportunity_origin", "feedback_field_type")
"""What no documentation tells of: a field, a value, a type (1.1)."""


@dataclass(frozen=True)
class LeverOptions:
    """One Lever account as seen through one key."""

    key: str = LEVER_KEY
    """the key that is accepted; any other gets 401"""
    permissions: tuple[str, ...] = PERMISSIONS
    """words of `PERMISSIONS`; an endpoint without its permission answers 403"""
    confidential_access: bool = True
    """the switch at the key's creation (1.3)"""

    oauth_client_id: str = LEVER_CLIENT_ID
    oauth_client_secret: str = LEVER_CLIENT_SECRET
    oauth_refresh_token: str = LEVER_REFRESH_TOKEN
    """the refresh token that the first refresh presents (1.2)"""
    access_token_life_s: float = 3600
    """seconds after which an access token gets 401 (1.2)"""
    old_refresh_token: Literal["dead", "until_new_used", "alive"] = "dead"
    """what becomes of a refresh token once it has been used: it ends at once, or when the one given for it is used,
    or lives on (1.2)"""

    rate_limit: Literal["bucket", "sliding", "fixed", "none"] = "bucket"
    """per key (1.4); the documentation says token bucket"""
    requests_per_second: float = 10
    """inflow of the bucket, or calls per window of one second"""
    burst: int = 20
    """depth of the bucket"""
    retry_after: bool = False
    """429 with a Retry-After header; nothing official mentions one (1.4)"""

    early_429_share: float = 0.0
    """share of the calls that are refused although the allowance is not used up, chosen by seed (1.4)"""

    confidential_status: int = 403
    """answer to a key without confidential access that asks for confidential records (1.3)"""
    confidential_child_status: int = 403
    """answer to such a key on whatever hangs on a confidential opportunity (1.3: 403 or 404)"""
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
    token_circle: bool = False
    """the last page of /opportunities goes on with the second one, for ever (3e)"""
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

    deleted_children: Literal["not_found", "empty"] = "not_found"
    """lists of what hung on a deleted opportunity: 404, or 200 with nothing in it (3d, 20)"""
    expand_contact_whole: bool = True
    """expand=contact brings `dataProtection` as the single GET does (2.2)"""
    expanded_client_fields: bool = True
    """expand=applications brings the five undocumented fields on the applicant's browser (2.3)"""
    empty_resumes: Literal["list", "not_found"] = "list"
    """/resumes where there are none: 200 with [] as recorded in 2026, or 404 ResourceNotFound as in 2020 (2.11)"""
    missing_resume_file: Literal["null", "absent"] = "null"
    """a resume read from an online profile: `file` is null, or no key (2.11)"""
    files_list: Literal["data", "bare"] = "data"
    """/files wrapped in `data` as connectors read it, or a bare array as documented (2.12)"""
    forms_list: Literal["data", "bare"] = "data"
    """/forms wrapped in `data` as connectors read it, or bare (2.16)"""
    secret_forms: bool = True
    """secret forms are returned (2.16)"""
    forms_say_secret: bool = False
    """a form has the key `secret` (2.16)"""
    inactive_templates_readable: bool = False
    """GET by id serves templates of feedback and forms that are in no list (2.6)"""
    no_feedback_listed: bool = False
    """/feedback_templates lists the special template "no-feedback", as documented and never seen (2.6)"""
    download_url: Literal["app", "api"] = "app"
    """host of `downloadUrl` of resumes and files (2.11)"""
    download_redirect: bool = False
    """downloads answer 302 to a storage that refuses credentials, instead of the bytes (2.11)"""
    download_missing: tuple[str, ...] = ()
    """ids of resumes, files and offers that are listed while their download answers 404 (2.11)"""
    processing_tries: int = 2
    """how many downloads of a file with status processing answer 422 before its bytes come (2.11)"""
    question_files_downloadable: bool = False
    """/files/:id/download serves files that answered a custom question (2.3)"""
    big_file_bytes: int | None = None
    """size of the file of the case "file big"; None: the size it was written with"""

    movement_every: int | None = None
    """after every n-th page of /opportunities the company moves on (1.6, 4.13)"""
    movement_kinds: tuple[str, ...] = ("back", "forward", "archive")
    """words of `MOVEMENTS`, taken in turn"""
    movement_calls: int | None = None
    """after every n-th call of any kind something happens to an opportunity, chosen by seed (4.13)"""
    movement_times: int | None = None
    """at most this many movements"""

    # gaps: each is off by default and can be set alone; `lever_gaps` chooses the records
    confidential_silent: bool = False
    """a key without confidential access that is not refused: confidentiality=all shows only the rest (1.3)"""
    hidden_opportunities: int = 0
    """so many opportunities are in no list, while /sources and /tags count them; readable by id (3d)"""
    unreadable_opportunities: int = 0
    """so many opportunities are listed, while GET by id, and of all that hangs on them, answers 404"""
    hidden_postings: int = 0
    """so many published postings are in no list; readable by id (2.13, trap 2)"""
    gone_postings: int = 0
    """so many more are neither listed nor readable (2.13, trap 2)"""
    hidden_users: int = 0
    """so many users are not listed, even with includeDeactivated; readable by id (2.18)"""
    gone_users: int = 0
    """so many more are neither listed nor readable, as after a merge (2.18)"""
    removed_stages: int = 0
    """so many stages in use are not listed; see `removed_stage_readable` (2.17)"""
    removed_archive_reasons: int = 0
    """so many archive reasons in use are neither listed nor readable (2.17)"""
    removed_templates: int = 0
    """so many feedback templates are not listed, as inactive ones; see `inactive_templates_readable` (2.6)"""
    requisition_offer_lost: bool = False
    """a requisition names an offer that nothing returns (2.14)"""
    requisition_posting_lost: bool = False
    """a requisition names a posting that nothing returns (2.14)"""
    count_drift: int = 0
    """/sources and /tags give the text that most carry this much more than there are (2.17)"""
    deleted_feed_days: int | None = None
    """older rows vanish from the deleted feeds (3b); None: never"""
    eeo_widest_days: int | None = None
    """a wider window of EEO answers is refused with 400 (2.19)"""
    eeo_silent_days: int | None = None
    """a wider window of EEO answers silently shows only its last days (2.19)"""
    audit_log: bool = True
    """the account has the add-on for audit events (2.20)"""
    audit_log_status: Literal[403, 404] = 403
    """answer on audit events where it has not (2.20)"""
    news: tuple[str, ...] = ()
    """words of `NEWS` that answers bring (1.1)"""

    def __post_init__(self) -> None:
        hints = get_type_hints(LeverOptions)
        for switch in fields(self):
            value, hint = getattr(self, switch.name), hints[switch.name]
            if get_origin(hint) is Literal and value not in get_args(hint):
                raise ValueError(f"{switch.name} is one of {', '.join(get_args(hint))}, not {value!r}")
        for words, known in (
            (self.permissions, PERMISSIONS),
            (self.movement_kinds, MOVEMENTS),
            (self.news, NEWS),
        ):
            if unknown := set(words) - set(known):
                raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
