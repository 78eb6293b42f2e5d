"""The switches of the Ashby stand-in: who the key is, and every point that the documentation leaves open.

Plain values, no behaviour. Numbers in the docstrings are those of section 11 of `reference/ashby-api.md` ("What the
simulator has to leave open"); a switch without a number is a point that another section leaves open, which is named.
Where a word says `refuse`, the answer is `invalid_input` unless said otherwise.
"""

from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pipeline.simulator.company import ASHBY_KEY

SCOPES = (
    "apiKeysRead",
    "candidatesDelete",
    "candidatesRead",
    "candidatesWrite",
    "hiringProcessMetadataRead",
    "hiringProcessMetadataWrite",
    "interviewsRead",
    "jobsRead",
    "jobsWrite",
    "offersRead",
    "offersWrite",
    "organizationRead",
    "organizationWrite",
    "projectsWrite",
)
"""The permissions that the endpoints here ask for, spelled as their pages spell them (section 5)."""

APPROVALS = ("job", "offer", "opening")
"""What an organisation may have an approval rule for (section 9.9)."""
DAY = 86_400.0
TakesOrRefuses = Literal["accept", "refuse"]


@dataclass(frozen=True)
class AshbyOptions:
    """One organisation's Ashby as seen by one key. The defaults are the benevolent reading of a well-made key."""

    # The key (section 5)
    key: str = ASHBY_KEY
    """the API key that is let in"""
    scopes: tuple[str, ...] = SCOPES
    """permissions of the key, words of `SCOPES`; a call without its permission gets 403"""
    scope_spelling: Literal["colon", "camel"] = "colon"
    """how apiKey.info spells them: `candidates:read` or `candidatesRead` (section 5: not documented throughout)"""
    confidential_jobs: bool = True
    """switch "access to confidential jobs"; without it such jobs, their applications and people are invisible"""
    private_fields: bool = True
    """switch "Allow access to non-offer private fields?": private notes and private custom fields"""
    update_history: bool = True
    """switch "Allow updating application history?": application.updateHistory, else 403"""

    # 1, 2, 3: what may be created
    known_email: Literal["new", "refuse", "existing"] = "new"
    """1: candidate.create with an e-mail that a candidate has: another record, an error, the one there is"""
    second_application: Literal["new", "refuse", "same"] = "new"
    """2: application.create for a candidate and job that have one: another, an error, the one there is"""
    application_on_draft_job: TakesOrRefuses = "accept"
    """3"""
    application_on_closed_job: TakesOrRefuses = "accept"
    """3"""
    application_on_archived_job: TakesOrRefuses = "accept"
    """3"""
    history_with_stage: Literal["history", "stage", "refuse"] = "history"
    """3: applicationHistory together with interviewStageId: the history wins, the stage is entered now on top of
    it (unless it is the last one anyway), or an error"""
    hired_in_history: TakesOrRefuses = "accept"
    """3: application.create whose current stage is of type Hired"""
    archived_at: Literal["history", "now"] = "history"
    """3: where `archivedAt` comes from: the time of the last event, or the time of the call"""

    # 4: how an error looks
    error_status: Literal[200, 400] = 200
    """4: HTTP status of a logical failure"""
    error_form: Literal["errorInfo", "strings", "objects", "both", "rotate"] = "rotate"
    """4: errorInfo alone; `errors` as strings; `errors` as objects; strings beside errorInfo; each in turn"""

    # 5: limits
    requests_per_minute: int = 1000
    """section 4; for the window kinds"""
    rate_window: Literal["fixed", "sliding", "bucket", "none"] = "fixed"
    """5: a minute by the clock, any minute, a bucket that fills evenly, or no limit"""
    window_s: float = 60.0
    """seconds of the window; another length than a minute is for quick tests"""
    window_offset_s: float = 0.0
    """5: where the fixed minutes begin, in seconds of the server's monotonic clock"""
    bucket_capacity: int = 1000
    """5: how many calls the full bucket holds"""
    retry_after: bool = False
    """5: whether a 429 carries Retry-After"""
    limit_body: Literal["errorInfo", "strings", "objects", "both", "empty"] = "both"
    """5: body of a 429"""

    # 6: candidate.search (and job.search by title)
    search: Literal["exact", "loose"] = "exact"
    """6: whole e-mail or name, or any part of it (loose is a scan: slow on large states)"""
    search_case: Literal["insensitive", "sensitive"] = "insensitive"
    """6: of e-mails and names; loose is always insensitive"""
    search_alternate_emails: bool = True
    """6: whether other addresses than the primary one are found"""
    search_without_parameters: Literal["all", "refuse"] = "refuse"
    """section 9.1: whether one parameter is needed; `all` gives the first 100"""
    search_visible_after_s: float = 0.0
    """6: seconds until a new candidate can be searched"""
    list_visible_after_s: float = 0.0
    """6, 15: seconds until a creation or change shows in lists and incremental runs"""

    # 7: notes
    note_readback: Literal["as_sent", "html", "plain"] = "html"
    """7: `content` of an HTML note: word for word, only the kept elements, or its text"""
    note_line_breaks: Literal["lost", "kept"] = "lost"
    """7: whether stripped block elements and <br> become line breaks"""
    note_stripped_text: Literal["kept", "lost"] = "kept"
    """7: whether the text inside a stripped element stays"""
    private_note_without_right: Literal["refuse", "public", "ignore"] = "refuse"
    """section 9.1, a private note by a key without the switch: an error, a note that all can read, or a private
    note that this key can't read back"""

    # 8: resumes and other files
    second_resume: Literal["stacked", "replaced"] = "stacked"
    """8: a second resume: the first stays as a file, or goes"""
    resume_in_files: bool = True
    """8: whether the resume is also an item of fileHandles, as in the recordings"""
    resume_parser: Literal["fills", "overwrites", "off"] = "fills"
    """8: what the parser writes: phone, position, company and school where they are empty (documented), all of them
    even where something stands, or nothing"""
    parsed_after_calls: int = 0
    """8: calls to the API after the upload until the parser's values stand; 0: when the upload answers"""
    multipart_upload: TakesOrRefuses = "accept"
    """section 9.1, uploadFile and uploadResume: the deprecated multipart/form-data"""
    handle_twice: TakesOrRefuses = "accept"
    """section 9.1: the handle of an upload for a second file or candidate"""
    upload_url_life_s: float = 600.0
    """section 9.1: seconds that the address of an upload lives; less is for quick tests"""
    upload_status: Literal[200, 201, 204] = 204
    """section 9.1: HTTP status of a taken upload (a matter of the storage, not documented)"""
    file_bytes: Literal["given", "altered", "refused", "no_url"] = "given"
    """section 9.1, file.info: the address gives the bytes as they came, others (one line feed more), 403; or file.info
    itself fails, as with demo data"""
    file_url_life_s: float = 600.0
    """section 9.1, file.info: seconds that the address lives"""

    # 9: null
    null_in_update: Literal["refuse", "clear", "ignore"] = "refuse"
    """9: null in candidate.update and application.update (the OpenAPI copy knows no null)"""
    null_in_set_value: Literal["clear", "refuse"] = "clear"
    """9: null as fieldValue"""
    cleared_value: Literal["absent", "null"] = "absent"
    """9: how a cleared custom value shows on the object"""

    # 10: repetitions
    add_tag_twice: Literal["ok", "refuse"] = "ok"
    """10"""
    remove_absent_tag: Literal["ok", "refuse"] = "ok"
    """10"""
    change_to_same_stage: Literal["nothing", "event", "refuse"] = "nothing"
    """10: success without effect, another history event, or an error"""
    add_member_twice: Literal["ok", "refuse", "stack"] = "ok"
    """10: same user and role: once, an error, or twice in the team"""

    remove_absent_member: Literal["ok", "refuse"] = "ok"
    """10, removeHiringTeamMember and hiringTeam.removeMember: a user who has not this role there"""
    add_project_twice: Literal["ok", "refuse"] = "ok"
    """10, candidate.addProject"""
    remove_absent_project: Literal["ok", "refuse"] = "ok"
    """10, candidate.removeProject"""

    # 11, 12: custom values, unknown keys
    set_values_atomic: bool = True
    """11: with False the values before and after a bad one are set although the answer is an error"""
    unknown_keys: Literal["refuse", "ignore"] = "refuse"
    """12"""

    # 14, 15, 16: lists while data changes
    deleted_in_sync: Literal["absent", "stale"] = "absent"
    """14: a deleted record in incremental runs: not there, or once more as it last was"""
    deleted_application: Literal["with_all", "alone", "refuse"] = "with_all"
    """14, application.delete: feedback, offers, referral and interviews go too, they stay as orphans that lists still
    show, or an application that has some can't be deleted"""
    list_order: Literal["created", "updated", "random"] = "created"
    """15: oldest record first; newest change first (what changes during the run is missed by it and comes with
    the next syncToken); by no order that means anything"""
    cursors: Literal["position", "offset"] = "position"
    """15: a cursor marks a record, or counts records: then a deletion or a move makes pages skip or repeat"""
    merged_candidate: Literal["not_found", "redirect"] = "not_found"
    """16: the id of a candidate whom a recruiter merged into another"""

    # 17, 18, 19
    disabled_user: TakesOrRefuses = "accept"
    """17: a disabled user as creditedToUserId or team member"""
    created_at_future: TakesOrRefuses = "accept"
    """18: createdAt and enteredStageAt later than now"""
    created_at_before_1970: TakesOrRefuses = "accept"
    """18"""
    time_offset: TakesOrRefuses = "accept"
    """18: a time with another offset than Z"""
    time_without_zone: Literal["refuse", "utc"] = "refuse"
    """18"""
    name_max_chars: int | None = None
    """19: names of candidates, titles of tags"""
    note_max_chars: int | None = None
    """19: text of a note as sent"""
    value_max_chars: int | None = None
    """19: custom values of text types"""
    feedback_text_max_chars: int | None = None
    """19: values of String, LongText and RichText in feedback"""
    file_max_bytes: int | None = None
    """19: size of a file"""
    file_types: Literal["any", "documents"] = "any"
    """19: any file, or only names that end like a document's"""

    # 20 is a matter of faults (`500_after`, `drop_after`); only the wording is here
    error_500_body: Literal["errorInfo", "html", "empty"] = "errorInfo"
    """20: body of a 5xx"""

    # Open in other sections
    new_primary_email: Literal["replace", "keep_old"] = "replace"
    """section 9.1, candidate.update with email: the old primary goes, or stays as an alternate"""
    created_after_means: Literal["added", "created"] = "added"
    """section 3, candidate.list: createdAfter looks at the date of adding (May 2026), or at createdAt"""
    custom_field_twice: Literal["new", "refuse", "existing"] = "new"
    """section 9.4: customField.create with title and object type of a field that exists"""
    archived_tag_title: Literal["returned", "new"] = "returned"
    """section 9.1: candidateTag.create with the title of an archived tag"""
    tag_titles: Literal["exact", "insensitive"] = "exact"
    """section 9.1: what "a tag with that title" means"""
    archived_setup: TakesOrRefuses = "accept"
    """section 9: archived sources, archive reasons and tags in writes"""
    generic_form: bool = True
    """section 9.3: whether the organisation has made the form `Migrated Feedback`"""
    archived_form: Literal["refuse", "accept"] = "refuse"
    """section 9.3: feedback on an archived form"""
    required_fields: Literal["checked", "unchecked"] = "checked"
    """section 9.3: whether feedback may leave a required field out"""
    feedback_twice: TakesOrRefuses = "accept"
    """section 9.3: feedback by a user who has submitted that form for that application"""
    score_comments: TakesOrRefuses = "accept"
    """section 8: `comments` beside a score, which newer transcriptions have"""
    score_readback: Literal["as_sent", "number", "text"] = "as_sent"
    """section 9.3, submittedValues: a score as the object that was sent, as its number, or as text (the OpenAPI copy's
    example)"""
    rich_text_readback: Literal["as_sent", "text"] = "as_sent"
    """section 9.3, submittedValues: a RichText as the object that was sent, or its text alone"""
    history_must_not_go_back: bool = False
    """section 9.2: whether history whose times decrease is refused"""
    history_insert: TakesOrRefuses = "accept"
    """section 9.2: updateHistory with events that have no applicationHistoryId"""
    history_left_out: Literal["refuse", "kept"] = "refuse"
    """section 9.2: updateHistory without an event that can't be deleted"""
    hired_needs_opening: bool = False
    """section 9.2: changeStage to Hired is refused, as where an opening or an offer is required"""
    opening_identifier_twice: TakesOrRefuses = "accept"
    """section 9.7: opening.create and opening.update with the identifier of another opening"""
    opening_state_needs: Literal["everything", "nothing"] = "everything"
    """section 9.7, "others validated more": a state but Draft asks for identifier, team, location and job, or not"""
    close_reason: Literal["optional", "required"] = "optional"
    """section 9.7: opening.setOpeningState to Closed without closeReasonId"""
    project_create: Literal["answers", "absent"] = "answers"
    """section 9.10: project.create as it answers since 2026-09-21, or 404 as before"""
    project_description: TakesOrRefuses = "accept"
    """section 9.10: project.create with a description, whose shape is not documented"""
    project_field_required: bool = False
    """section 9.10: an active required Project custom field, with which project.create is refused"""
    approvals: tuple[str, ...] = ()
    """section 9.9: words of `APPROVALS`; a write that such a rule is about tells the approvers"""
    approval_of_jobs: Literal["tells", "refuse"] = "tells"
    """sections 9.7, 9.9: where there is a rule, a job or opening goes on to Open all the same, or can't"""
    offer_process_twice: Literal["new", "refuse", "same"] = "new"
    """section 9.9: offerProcess.start for an application whose process has no offer yet"""
    offer_form_twice: Literal["refuse", "version"] = "refuse"
    """section 9.9: offer.create with a form that was filled before: an error, or another version of the offer"""
    offer_on_archived_application: TakesOrRefuses = "accept"
    """section 9.9: offerProcess.start for an archived application"""
    referral_known_email: Literal["new", "refuse", "existing"] = "new"
    """section 9.9, 1: referral.create with an e-mail that a candidate has"""
    archive_mail_stages: tuple[str, ...] = ()
    """section 10 (c): stages, as `<title of the plan>: <title of the stage>`, whose entering mails the candidate"""
    history_sends_archive_mail: bool = False
    """section 10 (c): application.create whose history ends in such a stage mails too"""
    record_unknown_notifications: bool = False
    """section 10 (c): also record, as kind `unknown`, writes of which nobody documents whether they tell people"""

    # Life and size of tokens (section 3)
    token_life_s: float = 14 * DAY
    """seconds that cursors and sync tokens live"""
    sync_max_changes: int | None = None
    """more changes than this since the token: `incremental_sync_too_large`"""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            allowed = _allowed(_HINTS[field.name])
            if allowed and value not in allowed:
                raise ValueError(f"{field.name} is {value!r}; known: {', '.join(map(repr, allowed))}")
            if _HINTS[field.name] is bool and not isinstance(value, bool):
                raise TypeError(f"{field.name} is {value!r}, not true or false")
        unknown = set(self.scopes) - set(SCOPES)
        if unknown:
            raise ValueError(f"unknown scopes: {', '.join(sorted(unknown))}")
        if not set(self.approvals) <= set(APPROVALS):
            raise ValueError(f"approvals are words of {', '.join(APPROVALS)}")


def _allowed(hint: Any) -> tuple[Any, ...]:
    """The words of a Literal; () for other types."""
    return get_args(hint) if get_origin(hint) is Literal else ()


_HINTS = get_type_hints(AshbyOptions)
