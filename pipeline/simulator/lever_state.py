"""What the stand-in of Lever remembers: its records, and the orders in which they are listed.

Facts only, each once: a person's name stands on the contact, a posting's tags on the posting. How Lever copies them
onto what it answers is `lever_shapes`' business; who is in the company is `world`'s. All times are Unix milliseconds,
UTC, as everywhere in Lever (reference section 1.8). Records are compact because a company may have 100,000 people.
"""

import threading
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.simulator.lever_account_state import AuditEvent, EeoAnswer, Gaps, Grants, Requisition
from pipeline.simulator.lever_child_state import Children, FeedbackTemplate, FormTemplate


@dataclass(slots=True)
class User:
    """A user (reference section 2.18). A merged one is not among `World.users`; its id only occurs in references."""

    id: str
    name: str
    email: str
    access_role: str
    created_at: int
    deactivated_at: int | None = None
    photo: str | None = None
    external_directory_id: str | None = None
    linked_contacts: tuple[str, ...] | None = None
    job_title: str | None = None
    manager: str | None = None


@dataclass(slots=True)
class Stage:
    """A stage of the one pipeline (section 2.17)."""

    id: str
    text: str
    pipeline: str
    rank: float


@dataclass(slots=True)
class ArchiveReason:
    """A reason for archiving (section 2.17); `type` is hired or non-hired, `status` active or inactive."""

    id: str
    text: str
    type: str
    status: str


@dataclass(slots=True)
class Posting:
    """A posting (section 2.13). State "gone": named by applications, listed and readable nowhere."""

    id: str
    text: str
    state: str
    channels: tuple[str, ...] | None
    confidential: bool
    team: str
    department: str
    location: str
    user: str | None
    owner: str | None
    hiring_manager: str | None
    followers: tuple[str, ...]
    created_at: int
    updated_at: int
    deleted_at: int | None = None


class Phone(NamedTuple):
    """A phone number; `type` None: the key is absent in Lever's answer."""

    type: str | None
    value: str


@dataclass(slots=True)
class Contact:
    """A person (section 2.2). Lever copies these fields onto each of the contact's opportunities."""

    id: str
    name: str
    headline: str
    location: str
    emails: tuple[str, ...]
    phones: tuple[Phone, ...]
    anonymized: bool = False


class StageChange(NamedTuple):
    """An entry of `stageChanges`; `user` None: the key `userId` is absent."""

    stage: str
    position: int
    at: int
    user: str | None


class Archived(NamedTuple):
    """Why and when something was archived."""

    reason: str
    at: int


@dataclass(slots=True)
class Application:
    """The one application that an opportunity may have (section 2.3)."""

    id: str
    type: str
    """posting, user or referral"""
    posting: Posting
    user: str | None
    created_at: int
    owner: str | None
    hiring_manager: str | None
    typed: dict[str, Any] | None = None
    """what the applicant typed: name, company, phone, email, links, comments, customQuestions; None: all empty"""
    requisition_for_hire: dict[str, Any] | None = None


@dataclass(slots=True)
class Opportunity:
    """One candidacy of a contact (section 2.1)."""

    id: str
    contact: Contact
    stage: str
    rank: float
    """rank of `stage`, for the default order"""
    stage_changes: list[StageChange]
    origin: str
    sourced_by: str | None
    owner: str | None
    followers: tuple[str, ...]
    application: Application | None
    tags: tuple[str, ...]
    """tags given by hand only"""
    sources: tuple[str, ...]
    links: tuple[str, ...]
    archived: Archived | None
    created_at: int
    updated_at: int | None
    last_interaction_at: int
    last_advanced_at: int
    location: str | None
    """None: the key `opportunityLocation` is absent"""
    snoozed_until: int | None = None
    data_protection: dict[str, Any] | None = None
    deleted_at: int | None = None
    deleted_by: str | None = None
    lively_until: int | None = None
    """for one of the crowd: lastInteractionAt at the founding, up to which `world_child_crowd` makes up what hangs on
    it; None: all that hangs on it is in `World.children`"""

    @property
    def confidential(self) -> bool:
        """An opportunity is confidential when it sits on a confidential posting (section 1.3)."""
        return self.application is not None and self.application.posting.confidential


class Comment(NamedTuple):
    """One comment of a note's thread."""

    at: int
    stage: str
    user: str | None
    value: str
    score: int | None


@dataclass(slots=True)
class Note:
    """A note: a thread of comments (section 2.9)."""

    id: str
    user: str | None
    created_at: int
    comments: tuple[Comment, ...]
    secret: bool = False
    deleted_at: int | None = None


RankKey = tuple[float, int, str]
UpdatedKey = tuple[int, str]


def rank_key(opportunity: Opportunity) -> RankKey:
    """Default order: stage rank ascending, lastAdvancedAt descending, id ascending (section 1.6)."""
    return opportunity.rank, -opportunity.last_advanced_at, opportunity.id


def updated_key(opportunity: Opportunity) -> UpdatedKey:
    """Order under updated_at filters: updatedAt, then id; a null updatedAt stands before all others."""
    return opportunity.updated_at or 0, opportunity.id


@dataclass
class World:
    """Everything that the stand-in of Lever knows. Change opportunities only between `take_out` and `put_in`."""

    seed: int
    people: int
    users: list[User] = field(default_factory=list)
    merged_users: list[User] = field(default_factory=list)
    """gone after a merge: no answer shows them, references to their ids dangle"""
    stages: list[Stage] = field(default_factory=list)
    removed_stage: Stage | None = None
    archive_reasons: list[ArchiveReason] = field(default_factory=list)
    postings: dict[str, Posting] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    deleted: list[Opportunity] = field(default_factory=list)
    notes: dict[str, list[Note]] = field(default_factory=dict)
    """by opportunity id, oldest first"""
    feedback_templates: list[FeedbackTemplate] = field(default_factory=list)
    form_templates: list[FormTemplate] = field(default_factory=list)
    children: dict[str, Children] = field(default_factory=dict)
    """what hangs on an opportunity, by its id, where it was written or edited; see `Opportunity.lively_until`"""
    undeliverable: bool = True
    """some resumes of the crowd have no bytes (status error); False in a healthy company"""
    mentioned: list[str] = field(default_factory=list)
    """names and e-mails of people who occur in texts only, for `canaries`"""
    requisitions: list[Requisition] = field(default_factory=list)
    eeo_answers: list[EeoAnswer] = field(default_factory=list)
    audit_events: list[AuditEvent] = field(default_factory=list)
    grants: Grants = field(default_factory=Grants)
    gaps: Gaps = field(default_factory=Gaps)
    """what the options in force hide, see `lever_gaps`"""
    cases: dict[str, list[str]] = field(default_factory=dict)
    """ids by the awkward case they stand for: of opportunities, or of notes ("note_…"), feedback ("feedback …"),
    interviews, panels, offers, files and resumes ("file …"), forms and referrals ("referral …")"""
    by_rank: list[RankKey] = field(default_factory=list)
    by_updated: list[UpdatedKey] = field(default_factory=list)
    of_contact: dict[str, list[str]] = field(default_factory=dict)
    """opportunity ids by contact id"""
    version: int = 0
    """grows with every change; lets counts be kept until then"""
    issued: dict[tuple[str, str], float] = field(default_factory=dict)
    """offset tokens given out, by (filters, token), with their monotonic time"""
    keys: tuple[str, ...] = ()
    """API keys, client secrets and tokens, for `canaries`"""
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)
    """held by whoever reads or changes a world that is being served"""

    def put_in(self, opportunity: Opportunity) -> None:
        """Add an opportunity, new or changed, and keep the orders."""
        self.opportunities[opportunity.id] = opportunity
        self.contacts[opportunity.contact.id] = opportunity.contact
        self.of_contact.setdefault(opportunity.contact.id, []).append(opportunity.id)
        insort(self.by_rank, rank_key(opportunity))
        insort(self.by_updated, updated_key(opportunity))
        self.version += 1

    def take_out(self, opportunity: Opportunity) -> None:
        """Remove an opportunity so that it can be changed; its notes and children stay."""
        del self.opportunities[opportunity.id]
        self.of_contact[opportunity.contact.id].remove(opportunity.id)
        del self.by_rank[bisect_left(self.by_rank, rank_key(opportunity))]
        del self.by_updated[bisect_left(self.by_updated, updated_key(opportunity))]
        self.version += 1

    def fill(self, opportunities: list[Opportunity]) -> None:
        """Add many opportunities at once; sorts once instead of once per record."""
        for opportunity in opportunities:
            self.opportunities[opportunity.id] = opportunity
            self.contacts[opportunity.contact.id] = opportunity.contact
            self.of_contact.setdefault(opportunity.contact.id, []).append(opportunity.id)
        self.by_rank = sorted(rank_key(opportunity) for opportunity in self.opportunities.values())
        self.by_updated = sorted(updated_key(opportunity) for opportunity in self.opportunities.values())
        self.version += 1

    def rank_of(self, stage: str) -> tuple[int, float]:
        """Position and rank of a stage that is still listed."""
        for index, listed in enumerate(self.stages):
            if listed.id == stage:
                return index, listed.rank
        raise KeyError(stage)

    def canaries(self) -> list[str]:
        """Every person's name and e-mail, every colleague's name and e-mail, and the keys: must turn up in no log."""
        found = {*self.keys, *self.mentioned}
        for children in self.children.values():
            found |= children.people()
        for contact in [*self.contacts.values(), *(opportunity.contact for opportunity in self.deleted)]:
            found.update((contact.name, *contact.emails))
        for user in [*self.users, *self.merged_users]:
            found.update((user.name, user.email))
        return sorted({canary.strip() for canary in found} - {""})
