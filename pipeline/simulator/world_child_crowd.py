"""What hangs on the ordinary people of the invented company, made when it is asked for and never kept.

It follows from the seed and from what never changes about an opportunity: its id, its creation, its history up to the
founding of the company. So 200,000 people need no memory for it, and an edit elsewhere leaves it as it was. Where
something was written or edited, `World.children` has the whole instead. Nothing happens after `lively_until`, so the
founded lastInteractionAt covers it all.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from pipeline.simulator.company import COLLEAGUES
from pipeline.simulator.lever_child_state import (
    NO_FEEDBACK,
    Children,
    Feedback,
    File,
    Form,
    Interview,
    Interviewer,
    Offer,
    Panel,
    Referral,
    Resume,
    Signature,
    Stored,
)
from pipeline.simulator.lever_state import Opportunity, User, World
from pipeline.simulator.world_child_templates import (
    INFORMATION,
    PHONE,
    REPORT,
    SCORES,
    THOROUGH,
    VALUES,
    filled,
    referral_fields,
)
from pipeline.simulator.world_writing import uid

KINDS = ("feedback", "panels", "offers", "resumes", "files", "forms", "referrals")
"""The fields of `Children`."""
DAY, HOUR, MINUTE = 86_400_000, 3_600_000, 60_000
WORDS = (
    "Clear answers, asked good questions.",
    "Needs a lead for the first months.",
    "Knows the field.",
    "Did not prepare.\nStill friendly.",
)
ROOMS = ("Ghent-1-Scheldt", "+32 9 555 01 00", None)
FILE_NAMES = (("Portfolio 2024", ".pdf"), ("Cover letter", ".docx"), ("photo", ".png"), ("notes", ".txt"))


def hanging(world: World, opportunity: Opportunity, kind: str) -> list[Any]:
    """What hangs on an opportunity, of one kind of `KINDS`: as written or edited, or made up for one of the crowd."""
    kept = world.children.get(opportunity.id)
    if kept is not None:
        found: list[Any] = getattr(kept, kind)
        return found
    return [] if opportunity.lively_until is None else MAKERS[kind](world, opportunity)


def kept(world: World, opportunity: Opportunity) -> Children:
    """All that hangs on an opportunity, from now on kept in the world, so that it can be edited."""
    if opportunity.id not in world.children:
        world.children[opportunity.id] = Children(**{kind: hanging(world, opportunity, kind) for kind in KINDS})
    return world.children[opportunity.id]


def _panels(world: World, opportunity: Opportunity) -> list[Panel]:
    return _talks(world, opportunity)[0]


def _feedback(world: World, opportunity: Opportunity) -> list[Feedback]:
    return _talks(world, opportunity)[1]


def _talks(world: World, opportunity: Opportunity) -> tuple[list[Panel], list[Feedback]]:
    """Panels with their interviews, the feedback on these, and now and then one given without an interview."""
    rng, end = _start(world, opportunity, "talks")
    panels: list[Panel] = []
    given: list[Feedback] = []
    if end - opportunity.created_at > DAY and rng.random() < 0.45:
        for _ in range(1 if rng.random() < 0.75 else 2):
            panel, forms = _panel(world, opportunity, rng, end)
            panels.append(panel)
            given += forms
    if rng.random() < 0.04:
        given.append(_scorecard(world, rng, _moment(rng, opportunity, end), end, rng.choice(_colleagues(world)).id))
    return panels, given


def _panel(world: World, opportunity: Opportunity, rng: Random, end: int) -> tuple[Panel, list[Feedback]]:
    created = _moment(rng, opportunity, end - HOUR)
    begin = created + (end - created) // 2
    begin -= begin % MINUTE
    wanted = uid(rng)
    application = opportunity.application
    organiser = rng.choice(_colleagues(world)).id
    reminder = rng.choice(("once", "daily", "frequently", "none"))
    stage = _stage(opportunity, created)
    template = world.feedback_templates[rng.choice((PHONE, VALUES))].id
    interviews: list[Interview] = []
    given: list[Feedback] = []
    for number in range(rng.choices((1, 2, 3), (70, 20, 10))[0]):
        interview = uid(rng)
        people = rng.sample(_colleagues(world), rng.choices((1, 2), (80, 20))[0])
        asked = NO_FEEDBACK if rng.random() < 0.05 else template
        date = begin + number * 30 * MINUTE
        forms = [
            _scorecard(world, rng, max(created, min(date, end)), end, person.id, asked, interview, wanted)
            for person in people
            if asked != NO_FEEDBACK and rng.random() < 0.85
        ]
        given += forms
        interviews.append(
            Interview(
                id=interview,
                subject=f"Interview {number + 1} - {opportunity.contact.name}",
                note="",
                interviewers=tuple(Interviewer(person.id, person.name, person.email, asked) for person in people),
                created_at=created,
                date=date,
                duration=30,
                location=rng.choice(ROOMS),
                template=asked,
                feedback=handed_in(forms),
                reminder=reminder,
                user=organiser,
                stage=stage,
                postings=() if application is None else (application.posting.id,),
                timezone="Europe/Brussels",
                canceled_at=min(end, created + HOUR) if rng.random() < 0.05 else None,
            )
        )
    panel = Panel(
        id=wanted,
        applications=() if application is None else (application.id,),
        created_at=created,
        timezone="Europe/Brussels",
        reminder=reminder,
        user=organiser,
        stage=stage,
        note=None,
        interviews=tuple(interviews),
    )
    return panel, given


def handed_in(given: Sequence[Feedback]) -> tuple[str, ...]:
    """Ids of the feedback that an interview names: neither drafts nor what was deleted."""
    return tuple(form.id for form in given if form.completed_at is not None and form.deleted_at is None)


def _scorecard(
    world: World,
    rng: Random,
    created: int,
    end: int,
    user: str,
    template: str | None = None,
    interview: str | None = None,
    panel: str | None = None,
) -> Feedback:
    phone, values = world.feedback_templates[PHONE], world.feedback_templates[VALUES]
    place = phone if template == phone.id else values if template is not None else world.feedback_templates[THOROUGH]
    words = f"{rng.choice(WORDS)} ({rng.randrange(10**6):06d})"
    if place is phone:
        answers: tuple[Any, ...] = (rng.choice(phone.fields[0]["options"])["text"], words)
    else:
        scores = [(rng.randrange(1, 5), rng.choice((None, words))) for _ in place.fields[1]["scores"]]
        answers = (rng.choice(SCORES), scores)
    draft = rng.random() < 0.08
    return Feedback(
        id=uid(rng),
        type="interview",
        text=place.text,
        instructions=place.instructions,
        fields=filled(place.fields) if draft else filled(place.fields, *answers),
        template=place.id,
        interview=interview,
        panel=panel,
        user=user,
        created_at=created,
        completed_at=None if draft else min(end, created + 25 * MINUTE),
        deleted_at=end if rng.random() < 0.03 else None,
    )


def _offers(world: World, opportunity: Opportunity) -> list[Offer]:
    rng, end = _start(world, opportunity, "offers")
    reached = [change.at for change in opportunity.stage_changes if change.stage == "offer" and change.at <= end]
    if not reached or rng.random() < 0.3:
        return []
    created = reached[0]
    status = rng.choice(("draft", "approval-sent", "sent", "denied", "signed"))
    wanted = uid(rng)
    application = opportunity.application
    name = opportunity.contact.name
    email = next(iter(opportunity.contact.emails), None)
    went_out = status in ("sent", "denied", "signed")
    sent = Stored("offer.pdf", "pdf", created, "processed", rng.randrange(400, 4_000), f"{wanted}:sent")
    return [
        Offer(
            id=wanted,
            posting=None if application is None else application.posting.id,
            created_at=created,
            status=status,
            creator=rng.choice(_colleagues(world)).id,
            fields=(
                {
                    "text": "Job posting",
                    "identifier": "job_posting",
                    "value": None if application is None else application.id,
                },
                {"text": "Candidate name", "identifier": "candidate_name", "value": name},
                {
                    "text": "Offered compensation amount",
                    "identifier": "salary_amount",
                    "value": rng.randrange(30, 120) * 1_000,
                },
                {"text": "Compensation currency", "identifier": "compensation_currency", "value": "EUR"},
                {"text": "Anticipated start date", "identifier": "anticipated_start_date", "value": None},
            ),
            signatures=(
                Signature("candidate", name, email, end, end if status == "signed" else None)
                if went_out
                else Signature("candidate", None, None),
            ),
            approved_at=end if went_out else None,
            sent_at=end if went_out else None,
            sent=sent if went_out else None,
            signed=None
            if status != "signed"
            else Stored("offer_signed.pdf", "pdf", end, "processed", sent.size + 200, f"{wanted}:signed"),
        )
    ]


def _resumes(world: World, opportunity: Opportunity) -> list[Resume]:
    rng, end = _start(world, opportunity, "resumes")
    share = 0.8 if opportunity.origin in ("applied", "agency", "referred") else 0.35
    made: list[Resume] = []
    for number in range(0 if rng.random() > share else rng.choices((1, 2), (93, 7))[0]):
        wanted = uid(rng)
        created = opportunity.created_at if number == 0 else _moment(rng, opportunity, end)
        status = rng.choices(("processed", "unsupported", "error"), (95, 3, 2))[0]
        status = status if world.undeliverable or status != "error" else "unsupported"
        stored = Stored("CV.pdf", "pdf", created, status, rng.randrange(300, 5_000), wanted)
        parsed: dict[str, Any] | None = None
        if status == "processed":
            year = rng.randrange(1995, 2020)
            begin, finish = {"year": year, "month": rng.randrange(1, 13)}, {"year": year + 2, "month": 6}
            parsed = {
                "positions": [
                    {
                        "org": "Kite & Compass",
                        "title": "Clerk",
                        "summary": "",
                        "location": "Ghent",
                        "start": begin,
                        "end": finish,
                    }
                ],
                "schools": [],
            }
        made.append(Resume(wanted, created, stored, parsed))
    return made


def _files(world: World, opportunity: Opportunity) -> list[File]:
    rng, end = _start(world, opportunity, "files")
    made: list[File] = []
    for _ in range(rng.choices((0, 1, 2), (82, 13, 5))[0]):
        wanted = uid(rng)
        name, ext = rng.choice(FILE_NAMES)
        moment = _moment(rng, opportunity, end)
        made.append(File(wanted, Stored(f"{name}{ext}", ext, moment, "processed", rng.randrange(5_000), wanted)))
    return made


def _forms(world: World, opportunity: Opportunity) -> list[Form]:
    rng, end = _start(world, opportunity, "forms")
    if rng.random() > 0.08:
        return []
    place = world.form_templates[rng.choice((INFORMATION, REPORT))]
    answers: tuple[Any, ...] = ("Good", None, ["Laptop"])
    if place is world.form_templates[INFORMATION]:
        answers = (end - end % DAY, rng.randrange(30, 120) * 1_000, rng.choice(("yes", "no")), "", None)
    moment = _moment(rng, opportunity, end)
    return [
        Form(
            id=uid(rng),
            text=place.text,
            instructions=place.instructions,
            template=place.id,
            fields=filled(place.fields, *answers),
            user=rng.choice(_colleagues(world)).id,
            stage=_stage(opportunity, moment),
            created_at=moment,
            completed_at=moment,
            secret=place.secret_by_default,
        )
    ]


def _referrals(world: World, opportunity: Opportunity) -> list[Referral]:
    rng, _ = _start(world, opportunity, "referrals")
    if opportunity.origin != "referred" or rng.random() < 0.3:
        return []
    template, fields = referral_fields(world.seed)
    referrer = rng.choice(_colleagues(world)).id
    return [
        Referral(
            id=uid(rng),
            text="Referral",
            instructions="",
            fields=filled(fields, "", rng.choice(("Friend", "Former colleague", None)), rng.choice(WORDS)),
            template=template,
            user=referrer,
            referrer=referrer,
            stage=None,
            created_at=opportunity.created_at,
            completed_at=opportunity.created_at,
        )
    ]


MAKERS: dict[str, Callable[[World, Opportunity], list[Any]]] = {
    "feedback": _feedback,
    "panels": _panels,
    "offers": _offers,
    "resumes": _resumes,
    "files": _files,
    "forms": _forms,
    "referrals": _referrals,
}


def _start(world: World, opportunity: Opportunity, kind: str) -> tuple[Random, int]:
    """Chance for one kind of one opportunity, and the moment until which something may have happened."""
    return Random(f"{world.seed}:{opportunity.id}:{kind}"), opportunity.lively_until or opportunity.created_at


def _colleagues(world: World) -> list[User]:
    """Those whom Lever's users had when the company was founded, whatever became of them since."""
    known = {user.name: user for user in (*world.users, *world.merged_users)}
    return [known[person.name] for person in COLLEAGUES if person.lever in ("active", "deactivated")]


def _moment(rng: Random, opportunity: Opportunity, end: int) -> int:
    """A time between the creation and `end`."""
    return opportunity.created_at + rng.randrange(max(1, end - opportunity.created_at))


def _stage(opportunity: Opportunity, moment: int) -> str:
    """The stage at a time of the past."""
    return max(
        (change for change in opportunity.stage_changes if change.at <= moment),
        key=lambda change: change.at,
        default=opportunity.stage_changes[0],
    ).stage
