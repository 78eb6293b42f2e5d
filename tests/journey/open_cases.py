"""The cases of the open points: each way that Ashby may be, and what the journey then ends with."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from pipeline.ashby import calls
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.control import Vendor
from pipeline.simulator.faults import Fault
from tests.journey import open_company as people

Moved = tuple[str, str, str]
"""Entity, bucket and reason of records that end otherwise than under the defaults: Ashby's words, or our code."""
Shown = tuple[str, str]
"""Entity and field (numbers and ids are `#`) that Ashby shows otherwise than it was sent."""

UNREACHED = frozenset({13})
"""Points about calls that can't be sent (pipeline/ashby/calls.py)."""


@dataclass(frozen=True)
class Case:
    """One way that Ashby may be, and what the journey then ends with."""

    point: int
    switches: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    hands: Callable[[AshbyState], None] | None = None
    """What people do in Ashby after the survey."""
    during: Callable[[Vendor], None] | None = None
    """What people do there while the load goes on."""
    afterwards: Callable[[AshbyState], None] | None = None
    """What happens there between the load and the comparison."""
    moved: Collection[Moved] = ()
    shown: Collection[Shown] = ()
    alters: bool = False
    """Ashby holds other things at the end than under the defaults, though every record ends where it should."""
    heals: bool = False
    """Another run ends as under the defaults: the survey shows what was not known."""
    resurveys: bool = False
    """The point concerns what the survey reads: it is made again, and all that follows from it."""
    is_in_words: bool = True
    """Ashby says why it refuses."""
    timeout_s: float = 2.0
    quick: bool = False
    """Runs in every test run, not in `make prove` only."""

    @property
    def name(self) -> str:
        """What the case is called."""
        switched = ", ".join(f"{name} {value}" for name, value in self.switches.items())
        deeds = ", ".join(deed.__name__ for deed in (self.hands, self.during, self.afterwards) if deed is not None)
        kinds = ", ".join(dict.fromkeys(fault.kind for fault in self.faults))
        more = "surveyed anew" if self.resurveys else "and again" if self.heals else ""
        return f"{self.point}: " + "; ".join(filter(None, (switched, deeds, kinds, more)))


def lost(kind: str, *calls: str, share: float = 0.3) -> tuple[Fault, ...]:
    """A share of some calls, by default three in ten, has its effect and loses its answer."""
    return tuple(Fault(kind, match=f"/{call}", share=share) for call in calls)


def _moved(entity: str, bucket: str, *reasons: str) -> tuple[Moved, ...]:
    return tuple((entity, bucket, reason) for reason in reasons)


def _refused_applications(words: str) -> tuple[Moved, ...]:
    """Applications that Ashby refuses; their values wait for them."""
    return (("application", "refused", words), ("custom_value", "blocked", "parent_refused"))


def _refused_candidates(words: str) -> tuple[Moved, ...]:
    """Candidates that Ashby refuses; everything else of theirs waits for them."""
    return (
        ("candidate", "refused", words),
        ("application", "blocked", "parent_refused"),
        ("tag", "blocked", "parent_refused"),
        *_moved("custom_value", "blocked", "parent_refused", "parent_not_in_ashby_yet"),
    )


ANSWERS = ("drop_after", "500_after")
"""How the answer of a write that had its effect may get lost."""
_TOLD = (("application", "merged", "told_as_note"), ("custom_value", "merged", "told_as_note"))
"""A1: an application that Ashby refuses and takes as a note."""
_FEEDBACK_TOLD = (("feedback", "merged", "told_as_note"),)
"""A1: feedback whose application Ashby refuses, taken as a note."""


_LONG_VALUES = tuple(
    ("custom_value", "refused", f"values[{place}].fieldValue must have at most 36 characters") for place in (0, 1)
)
"""One value that is too long takes the others of its write with it: they are told as refused together."""


def _creations() -> Iterator[Case]:
    """1, 2, 3: somebody known, a second application, jobs that are not open, histories."""
    refused = _refused_candidates("email is already in use by another candidate")
    waiting = _moved("feedback", "blocked", "parent_not_in_ashby_yet")
    waiting += _moved("interview", "blocked", "parent_refused") + _moved("note", "blocked", "parent_refused")
    meanwhile: dict[str, Any] = {"hands": people.known_meanwhile, "alters": True}
    for word in ("new", "refuse", "existing"):
        switch = {"known_email": word}
        moved = refused + waiting if word == "refuse" else ()
        yield Case(1, switch, moved=moved, **meanwhile, quick=word != "new")
        yield Case(1, switch, moved=moved, **meanwhile, heals=True)
        for kind in ANSWERS:
            # Where the answer is lost, Ashby is asked who has the e-mail: that is the person, and is found (P3).
            yield Case(1, switch, faults=lost(kind, "candidate.create", share=1.0), **meanwhile)
    second = {
        "new": (),
        "refuse": (*_TOLD, *_FEEDBACK_TOLD, *_refused_applications(_SECOND)),
        "same": (*_TOLD, *_FEEDBACK_TOLD, *_refused_applications("same_application")),
    }
    for word, moved in second.items():
        yield Case(2, {"second_application": word}, moved=moved, quick=word != "new")
        for kind in ANSWERS:
            yield Case(2, {"second_application": word}, faults=lost(kind, "application.create"), moved=moved)
    closed = _refused_applications("jobId is a job with status Closed")
    yield Case(3, {"application_on_closed_job": "refuse"}, moved=(*closed, *_TOLD, *_FEEDBACK_TOLD), quick=True)
    for status, hands in (("Draft", people.job_drafted_meanwhile), ("Archived", people.job_archived_meanwhile)):
        switch_name = f"application_on_{status.lower()}_job"
        moved = (*_refused_applications(f"jobId is a job with status {status}"), *_FEEDBACK_TOLD)
        yield Case(3, {switch_name: "accept"}, hands=hands, alters=True)
        yield Case(3, {switch_name: "refuse"}, hands=hands, moved=moved)
    for word in ("history", "stage", "refuse"):
        yield Case(3, {"history_with_stage": word})
    hired = _refused_applications("applicationHistory must not end in a stage of type Hired")
    yield Case(3, {"hired_in_history": "refuse"}, moved=hired)
    yield Case(3, {"archived_at": "now"})


_SECOND = "jobId is a job that the candidate has an application for"


def _answers() -> Iterator[Case]:
    """4, 5: how a refusal looks, and what a limit is."""
    switches = {"second_application": "refuse", "note_max_chars": 1000}
    moved = (*_TOLD, *_FEEDBACK_TOLD, *_refused_applications(""))
    moved += _moved("note", "refused", "") + _moved("offer", "refused", "")
    for status, form in product((200, 400), ("errorInfo", "strings", "objects", "both", "rotate")):
        answer = {**switches, "error_status": status, "error_form": form}
        yield Case(4, answer, moved=moved, is_in_words=False, resurveys=True)
    limit = {"requests_per_minute": 150, "window_s": 1.0, "bucket_capacity": 20}
    for window, told, body in product(("fixed", "sliding", "bucket"), (False, True), _LIMIT_BODIES):
        yield Case(5, {**limit, "rate_window": window, "retry_after": told, "limit_body": body})
    for window in ("fixed", "sliding", "bucket", "none"):
        yield Case(5, {**limit, "rate_window": window, "window_offset_s": 0.5}, resurveys=True)


_LIMIT_BODIES = ("errorInfo", "strings", "objects", "both", "empty")


def _looking() -> Iterator[Case]:
    """6, 15: what a search finds, in which order a list is, and how soon either shows something."""
    searches: tuple[dict[str, Any], ...] = (
        {"search": "loose"},
        {"search_case": "sensitive"},
        {"search_alternate_emails": False},
        {"search_without_parameters": "all"},
        {"search_visible_after_s": 2.0},
        {"list_visible_after_s": 2.0},
        {"search_visible_after_s": 2.0, "list_visible_after_s": 2.0},
    )
    writes = ("candidate.create", "candidate.createNote", "applicationFeedback.submit")
    for switches in searches:
        yield Case(6, switches)
        for kind in ANSWERS:
            yield Case(6, switches, faults=lost(kind, *writes, share=0.05))
    # What no search shows must be found in the lists.
    unsearched = {"search_visible_after_s": 3600.0}
    created = (*writes, "opening.create", "job.create")
    for order, cursors in product(("created", "updated", "random"), ("position", "offset")):
        lists = {"list_order": order, "cursors": cursors}
        yield Case(15, lists, resurveys=True)
        for kind in ANSWERS:
            faults = lost(kind, *created, share=0.1)
            quick = (order, cursors, kind) == ("random", "offset", "drop_after")
            yield Case(15, {**lists, **unsearched}, faults=faults, timeout_s=1.0, quick=quick)


def _texts_and_files() -> Iterator[Case]:
    """7, 8: how a note reads back, and what becomes of a resume."""
    for readback, breaks, text in product(("as_sent", "html", "plain"), ("lost", "kept"), ("kept", "lost")):
        switches = {"note_readback": readback, "note_line_breaks": breaks, "note_stripped_text": text}
        yield Case(7, switches, quick=(readback, breaks, text) == ("plain", "lost", "lost"))
        for kind in ANSWERS if breaks == "lost" else ():
            yield Case(7, switches, faults=lost(kind, "candidate.createNote", share=0.1))
    uploads = ("candidate.uploadFile", "candidate.uploadResume")
    for second, listed in product(("stacked", "replaced"), (True, False)):
        resume: dict[str, Any] = {"second_resume": second, "resume_in_files": listed}
        yield Case(8, resume, alters=not listed)
        for kind in ANSWERS:
            yield Case(8, resume, faults=lost(kind, *uploads), alters=not listed)
    yield Case(8, {"resume_parser": "off"}, alters=True)
    yield Case(8, {"resume_parser": "overwrites"}, quick=True)
    for word in ("fills", "overwrites"):
        yield Case(8, {"resume_parser": word, "parsed_after_calls": 50})
        # What a parser writes over after the load is not as it was sent.
        late = word == "overwrites"
        yield Case(
            8,
            {"resume_parser": word, "parsed_after_calls": 1_000_000},
            afterwards=people.parsed_at_last,
            moved=_moved("candidate", "differing", "fields") if late else (),
            shown=(("candidate", "phone"),) if late else (),
        )


def _repetitions() -> Iterator[Case]:
    """9 to 14: nulls, what is done twice, values, unknown keys, what is deleted."""
    for word in ("refuse", "clear", "ignore"):
        yield Case(9, {"null_in_update": word})
    for cleared, null in product(("absent", "null"), ("clear", "refuse")):
        yield Case(9, {"cleared_value": cleared, "null_in_set_value": null})
    for tag, member in product(("ok", "refuse"), ("ok", "refuse", "stack")):
        switches = {"add_tag_twice": tag, "add_member_twice": member}
        yield Case(10, switches)
        for kind in ANSWERS:
            yield Case(10, switches, faults=lost(kind, "candidate.addTag", "application.addHiringTeamMember"))
    unsent = ("remove_absent_tag", "remove_absent_member", "add_project_twice", "remove_absent_project")
    for word in ("nothing", "event", "refuse"):
        yield Case(10, {"change_to_same_stage": word, **dict.fromkeys(unsent, "ok" if word == "nothing" else "refuse")})
    for atomic in (True, False):
        yield Case(11, {"set_values_atomic": atomic, "value_max_chars": 36}, moved=_LONG_VALUES)
    for word in ("refuse", "ignore"):
        yield Case(12, {"unknown_keys": word})
    gone = [
        (entity, "missing", "not_read_back") for entity in ("application", "candidate", "custom_value", "note", "tag")
    ]
    not_shown = [("custom_value", f"Lever {thing} id") for thing in ("contact", "opportunity")] + [("tag", "tag")]
    for shown, children in product(("absent", "stale"), ("with_all", "alone", "refuse")):
        switches = {"deleted_in_sync": shown, "deleted_application": children}
        yield Case(14, switches)
        yield Case(14, switches, afterwards=people.chatty_deleted, moved=gone, shown=not_shown)


def _people() -> Iterator[Case]:
    """16, 17, 18: who is merged, who has left, what happened at another time."""
    late = (Fault("slow", match="/application.create", nth=(1, 2, 3), seconds=0.8),)
    for word in ("not_found", "redirect"):
        switch = {"merged_candidate": word}
        yield Case(16, switch)
        yield Case(16, switch, during=people.chatty_merged_away, alters=True, quick=word == "not_found")
        yield Case(16, switch, during=people.chatty_merged_into, alters=True)
        for deed in (people.chatty_merged_away, people.chatty_merged_into):
            for kind in ANSWERS:
                faults = lost(kind, "candidate.createNote", share=0.1)
                yield Case(16, switch, faults=faults, during=deed, alters=True)
        yield Case(16, switch, faults=late, during=people.first_applicant_merged_away, timeout_s=0.5, alters=True)
    disabled = (
        *_refused_applications("creditedToUserId must be an enabled user"),
        *_moved("feedback", "refused", "userId must be an enabled user"),
    )
    for word in ("accept", "refuse"):
        moved = disabled if word == "refuse" else ()
        yield Case(17, {"disabled_user": word}, hands=people.disabled_meanwhile, moved=moved, heals=word == "refuse")
    for switch_name, words in (("created_at_future", "in the future"), ("created_at_before_1970", "before 1970")):
        refusal = f"createdAt must not be {words}"
        notes = _moved("note", "refused", refusal)
        yield Case(18, {switch_name: "refuse"}, moved=(*_refused_candidates(refusal), *notes))
        yield Case(18, {switch_name: "accept"})
    for offset, zone in product(("accept", "refuse"), ("refuse", "utc")):
        yield Case(18, {"time_offset": offset, "time_without_zone": zone})


def _sizes_and_faults() -> Iterator[Case]:
    """19, 20: how long and large things may be, and a fault after the effect."""
    papers = _moved("file", "blocked", "parent_refused") + _moved("offer", "blocked", "parent_refused")
    names = (*_refused_candidates("name must have at most 20 characters"), *papers)
    yield Case(19, {"name_max_chars": 20}, moved=names)
    notes = [(entity, "refused", "note must have at most 1000 characters") for entity in ("note", "offer")]
    yield Case(19, {"note_max_chars": 1000}, moved=notes)
    yield Case(19, {"value_max_chars": 36}, moved=_LONG_VALUES)
    feedback = _moved("feedback", "refused", "feedbackForm.fieldSubmissions[0].value must have at most 1000 characters")
    yield Case(19, {"feedback_text_max_chars": 1000}, moved=feedback)
    large = _moved("file", "refused", "contentLength must be at most 1000")
    yield Case(19, {"file_max_bytes": 1000}, moved=large)
    odd = _moved("file", "refused", "filename must be the name of a document")
    yield Case(19, {"file_types": "documents"}, moved=odd)
    for body in ("errorInfo", "html", "empty"):
        yield Case(
            20,
            {"error_500_body": body},
            faults=lost("500_after", *sorted(calls.WRITES), share=0.2),
            quick=body == "errorInfo",
        )
        yield Case(20, {"error_500_body": body}, faults=lost("500_before", *sorted(calls.WRITES), share=0.02))


CASES = (
    *_creations(),
    *_answers(),
    *_looking(),
    *_texts_and_files(),
    *_repetitions(),
    *_people(),
    *_sizes_and_faults(),
)
