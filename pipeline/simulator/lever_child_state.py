"""What hangs on an opportunity in the stand-in of Lever, and the templates of it: facts only, each once.

Written from the reference, sections 2.4 to 2.12, 2.15 and 2.16; all times are Unix ms, UTC. A filled form keeps its
own title, fields and options as they were (2.4), so `fields` here are whole, in Lever's shape, with their values.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Fields = tuple[dict[str, Any], ...]

NO_FEEDBACK = "no-feedback"
"""The special feedback template that is in no list (section 2.6)."""


class Group(NamedTuple):
    """The group of a template."""

    id: str
    name: str


@dataclass(slots=True)
class FeedbackTemplate:
    """A feedback template (section 2.6); the list shows active ones only."""

    id: str
    text: str
    group: Group | Literal[""] | None
    instructions: str
    fields: Fields
    created_at: int | None
    updated_at: int | None
    active: bool = True


@dataclass(slots=True)
class FormTemplate:
    """A template of profile forms (section 2.16); the list shows active ones only."""

    id: str
    text: str
    group: Group | None
    instructions: str
    fields: Fields
    created_at: int
    updated_at: int
    secret_by_default: bool = False
    active: bool = True


@dataclass(slots=True)
class Feedback:
    """One scorecard of one person (section 2.5)."""

    id: str
    type: str
    """interview, assignment or share"""
    text: str
    instructions: str
    fields: Fields
    template: str
    interview: str | None
    panel: str | None
    user: str
    created_at: int
    completed_at: int | None
    """None: a draft"""
    updated_at: int | None = None
    deleted_at: int | None = None


class Interviewer(NamedTuple):
    """Somebody who interviews, as written into the interview; `template` None: the key is absent."""

    id: str
    name: str
    email: str
    template: str | None


@dataclass(slots=True)
class Interview:
    """One conversation of a panel (section 2.7)."""

    id: str
    subject: str
    note: str
    interviewers: tuple[Interviewer, ...]
    created_at: int
    date: int
    duration: int
    """minutes"""
    location: str | None
    template: str | None
    feedback: tuple[str, ...]
    """ids of feedback; Lever's `feedbackForms`"""
    reminder: str
    user: str
    stage: str
    postings: tuple[str, ...]
    timezone: str
    canceled_at: int | None = None


@dataclass(slots=True)
class Panel:
    """Interviews that were scheduled together (section 2.8); start and end follow from them."""

    id: str
    applications: tuple[str, ...]
    created_at: int
    timezone: str
    reminder: str
    user: str
    stage: str
    note: str | None
    interviews: tuple[Interview, ...]
    externally_managed: bool = False
    external_url: str | None = None
    canceled_at: int | None = None

    @property
    def start(self) -> int:
        """When the first interview begins."""
        return min(interview.date for interview in self.interviews)

    @property
    def end(self) -> int:
        """When the last interview ends."""
        return max(interview.date + interview.duration * 60_000 for interview in self.interviews)


@dataclass(slots=True)
class Stored:
    """Bytes that can be downloaded, and what Lever says of them (sections 2.11, 2.12)."""

    name: str
    ext: str
    """with a dot for files, without for resumes, as in the documentation's examples"""
    uploaded_at: int
    status: str | None
    """processing, processed, unsupported, error or None"""
    size: int
    content: str
    """what the bytes are made from, see `lever_files`: the same text and size give the same bytes"""
    big: bool = False
    """as long as the option `big_file_bytes` says, where it is set"""


@dataclass(slots=True)
class File:
    """A file of an opportunity (section 2.12)."""

    id: str
    stored: Stored


@dataclass(slots=True)
class Resume:
    """A resume (section 2.11); without `stored` where it was read from an online profile."""

    id: str
    created_at: int
    stored: Stored | None
    parsed: dict[str, Any] | None
    """None: the key `parsedData` is absent"""


class Signature(NamedTuple):
    """One signature of an offer; with `opened_at` None the four keys about opening and signing are absent."""

    role: str
    name: str | None
    email: str | None
    opened_at: int | None = None
    signed_at: int | None = None


@dataclass(slots=True)
class Offer:
    """An offer with its documents (section 2.10)."""

    id: str
    posting: str | None
    created_at: int
    status: str
    creator: str
    fields: tuple[dict[str, Any], ...]
    signatures: tuple[Signature, ...] | None
    """None: the key is absent, as in older shapes"""
    approved_at: int | None = None
    sent_at: int | None = None
    sent: Stored | None = None
    signed: Stored | None = None


@dataclass(slots=True)
class Form:
    """A profile form (section 2.16)."""

    id: str
    text: str
    instructions: str
    template: str
    fields: Fields
    user: str | None
    stage: str | None
    created_at: int
    completed_at: int | None
    deleted_at: int | None = None
    secret: bool = False


@dataclass(slots=True)
class Referral:
    """A referral (section 2.15); the same form, with the same id, may stand in the application (2.3)."""

    id: str
    text: str
    instructions: str
    fields: Fields
    template: str
    user: str | None
    referrer: str | None
    stage: str | None
    created_at: int
    completed_at: int | None


@dataclass(slots=True)
class Children:
    """Everything that hangs on one opportunity, besides notes and the application."""

    feedback: list[Feedback] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    resumes: list[Resume] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)

    def people(self) -> set[str]:
        """Names and e-mails that are written into interviews and offers."""
        interviewers = {
            word
            for panel in self.panels
            for interview in panel.interviews
            for person in interview.interviewers
            for word in (person.name, person.email)
        }
        signers = {
            word
            for offer in self.offers
            for signature in offer.signatures or ()
            for word in (signature.name, signature.email)
            if word is not None
        }
        return interviewers | signers
