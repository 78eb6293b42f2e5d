"""What people do in Lever to what hangs on an opportunity: feedback, interviews, files, resumes, forms, offers.

Each edit sets the marks that were seen (reference section 3b): new feedback moves lastInteractionAt and updatedAt, an
interview lastInteractionAt only, an edit or a deletion nothing. What files, resumes, forms and offers move is not
documented: lastInteractionAt here, nothing where `quiet`. `now` is in ms and is the wall clock unless given.
"""

from collections.abc import Callable
from typing import Any

from pipeline.simulator.lever_child_state import (
    Feedback,
    File,
    Form,
    Interview,
    Interviewer,
    Offer,
    Panel,
    Resume,
    Signature,
    Stored,
)
from pipeline.simulator.lever_edits import changing, locked, new_id, wall_clock
from pipeline.simulator.lever_state import Comment, Note, World
from pipeline.simulator.world_child_crowd import kept
from pipeline.simulator.world_child_templates import INFORMATION, PHONE, filled


@locked
def add_feedback(
    world: World, opportunity: str, text: str, user: str | None = None, *, draft: bool = False, now: int | None = None
) -> str:
    """Feedback by hand, without an interview, with `text` as its notes; its id. updatedAt stays null where it was."""
    moment = now or wall_clock()
    template = world.feedback_templates[PHONE]
    with changing(world, opportunity) as record:
        given = Feedback(
            id=new_id(world),
            type="interview",
            text=template.text,
            instructions=template.instructions,
            fields=filled(template.fields, "3 - Yes", text),
            template=template.id,
            interview=None,
            panel=None,
            user=user or world.users[0].id,
            created_at=moment,
            completed_at=None if draft else moment,
        )
        kept(world, record).feedback.append(given)
        record.last_interaction_at = moment
        record.updated_at = None if record.updated_at is None else moment
    return given.id


@locked
def edit_feedback(world: World, opportunity: str, feedback: str, text: str, now: int | None = None) -> None:
    """Another text in the last field of a feedback; only its own updatedAt tells."""
    given = _feedback(world, opportunity, feedback)
    given.fields = (*given.fields[:-1], {**given.fields[-1], "value": text})
    given.updated_at = now or wall_clock()


@locked
def delete_feedback(world: World, opportunity: str, feedback: str, now: int | None = None) -> None:
    """Mark a feedback as deleted; it stays listed."""
    _feedback(world, opportunity, feedback).deleted_at = now or wall_clock()


def _feedback(world: World, opportunity: str, feedback: str) -> Feedback:
    given = kept(world, world.opportunities[opportunity]).feedback
    return next(known for known in given if known.id == feedback)


@locked
def add_file(
    world: World,
    opportunity: str,
    name: str = "letter.pdf",
    size: int = 1_000,
    content: str | None = None,
    *,
    quiet: bool = False,
    now: int | None = None,
) -> str:
    """A new file; its id. Two with the same `content` and size have the same bytes."""
    wanted, moment = new_id(world), now or wall_clock()
    ending = f".{name.rpartition('.')[2]}" if "." in name else ""
    stored = Stored(name, ending, moment, "processed", size, content or wanted)
    kept(world, world.opportunities[opportunity]).files.append(File(wanted, stored))
    _interact(world, opportunity, moment, quiet=quiet)
    return wanted


@locked
def add_resume(
    world: World,
    opportunity: str,
    name: str = "CV.pdf",
    size: int = 1_000,
    content: str | None = None,
    *,
    quiet: bool = False,
    now: int | None = None,
) -> str:
    """A new resume, not read yet; its id. Two with the same `content` and size have the same bytes."""
    wanted, moment = new_id(world), now or wall_clock()
    stored = Stored(name, name.rpartition(".")[2], moment, "processed", size, content or wanted)
    kept(world, world.opportunities[opportunity]).resumes.append(Resume(wanted, moment, stored, None))
    _interact(world, opportunity, moment, quiet=quiet)
    return wanted


@locked
def remove_file(world: World, opportunity: str, file: str) -> None:
    """Take a file or a resume away; nothing tells."""
    children = kept(world, world.opportunities[opportunity])
    children.files = [known for known in children.files if known.id != file]
    children.resumes = [known for known in children.resumes if known.id != file]


@locked
def schedule_interview(
    world: World, opportunity: str, date: int, interviewer: str | None = None, now: int | None = None
) -> str:
    """An interview in a panel of its own, at `date` (ms), by a user (id); the interview's id."""
    moment = now or wall_clock()
    person = next((user for user in world.users if user.id == interviewer), world.users[0])
    with changing(world, opportunity) as record:
        application = record.application
        template = world.feedback_templates[PHONE].id
        interview = Interview(
            id=new_id(world),
            subject="Interview",
            note="",
            interviewers=(Interviewer(person.id, person.name, person.email, template),),
            created_at=moment,
            date=date,
            duration=30,
            location=None,
            template=template,
            feedback=(),
            reminder="daily",
            user=world.users[0].id,
            stage=record.stage,
            postings=() if application is None else (application.posting.id,),
            timezone="Europe/Brussels",
        )
        panel = Panel(
            id=new_id(world),
            applications=() if application is None else (application.id,),
            created_at=moment,
            timezone="Europe/Brussels",
            reminder="daily",
            user=world.users[0].id,
            stage=record.stage,
            note=None,
            interviews=(interview,),
        )
        kept(world, record).panels.append(panel)
        record.last_interaction_at = moment
    return interview.id


@locked
def cancel_interview(world: World, opportunity: str, interview: str, now: int | None = None) -> None:
    """Mark an interview as canceled; it stays listed, and nothing else tells."""
    panels = kept(world, world.opportunities[opportunity]).panels
    found = next(known for panel in panels for known in panel.interviews if known.id == interview)
    found.canceled_at = now or wall_clock()


@locked
def add_form(
    world: World,
    opportunity: str,
    text: str,
    user: str | None = None,
    *,
    secret: bool = False,
    quiet: bool = False,
    now: int | None = None,
) -> str:
    """A profile form with `text` as its notes; its id."""
    wanted, moment = new_id(world), now or wall_clock()
    template, record = world.form_templates[INFORMATION], world.opportunities[opportunity]
    form = Form(
        id=wanted,
        text=template.text,
        instructions=template.instructions,
        template=template.id,
        fields=filled(template.fields, None, None, None, None, text),
        user=user or world.users[0].id,
        stage=record.stage,
        created_at=moment,
        completed_at=moment,
        secret=secret,
    )
    kept(world, record).forms.append(form)
    _interact(world, opportunity, moment, quiet=quiet)
    return wanted


@locked
def add_offer(
    world: World, opportunity: str, salary: float = 50_000, *, quiet: bool = False, now: int | None = None
) -> str:
    """A sent offer with its document; its id."""
    wanted, moment = new_id(world), now or wall_clock()
    record = world.opportunities[opportunity]
    application, person = record.application, record.contact
    offer = Offer(
        id=wanted,
        posting=None if application is None else application.posting.id,
        created_at=moment,
        status="sent",
        creator=world.users[0].id,
        fields=(
            {"text": "Candidate name", "identifier": "candidate_name", "value": person.name},
            {"text": "Offered compensation amount", "identifier": "salary_amount", "value": salary},
        ),
        signatures=(Signature("candidate", person.name, next(iter(person.emails), None)),),
        approved_at=moment,
        sent_at=moment,
        sent=Stored("offer.pdf", "pdf", moment, "processed", 1_000, f"{wanted}:sent"),
    )
    kept(world, record).offers.append(offer)
    _interact(world, opportunity, moment, quiet=quiet)
    return wanted


@locked
def add_quiet_note(world: World, opportunity: str, text: str, user: str | None = None, now: int | None = None) -> str:
    """A new note that moves no mark of the opportunity; its id. Such notes were seen on old records (3b)."""
    moment, record = now or wall_clock(), world.opportunities[opportunity]
    note = Note(new_id(world), user, moment, (Comment(moment, record.stage, user, text, None),))
    world.notes.setdefault(opportunity, []).append(note)
    return note.id


def _interact(world: World, opportunity: str, moment: int, *, quiet: bool) -> None:
    if not quiet:
        with changing(world, opportunity) as record:
            record.last_interaction_at = moment


EDITS: dict[str, Callable[..., Any]] = {
    edit.__name__: edit
    for edit in (
        add_feedback,
        edit_feedback,
        delete_feedback,
        add_file,
        add_resume,
        remove_file,
        schedule_interview,
        cancel_interview,
        add_form,
        add_offer,
        add_quiet_note,
    )
}
"""Every edit by its name; each takes the world first."""
