"""What the invented company needs besides for the open points, and what people do in Ashby meanwhile.

Lever's side is extended before the extraction; Ashby's side is furnished after each reset, always with the same ids.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

from pipeline.simulator import ashby_hands, ashby_parser, company
from pipeline.simulator.ashby_files import store
from pipeline.simulator.ashby_objects import Application, Candidate, Event
from pipeline.simulator.ashby_org import FOUNDED
from pipeline.simulator.ashby_state import AshbyState, iso
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_child_state import Children, Feedback, File, Resume, Stored
from pipeline.simulator.lever_state import Comment, Note, Opportunity, World
from pipeline.simulator.world_writing import at, uid

CHATTY = "Euphemia Castelnuovo"
"""Has 150 notes, so that much is still to come when something happens to her."""
_DAY = 86_400
_LONGEST_WAIT_S = 60.0


# ---- Lever, before the extraction ---------------------------------------------------------------------------------


def extend(world: World) -> None:
    """Unusual times, feedback on all of three candidacies for one job, and what hangs on people whom Ashby knows."""
    rng = Random("open points")
    with world.lock:
        for case, moment in (
            ("tied_in_order", "1969-07-20 20:17"),
            ("snoozed_and_protected", "2031-02-03 04:05:06.789"),
        ):
            record = _of(world, case)
            record.created_at = at(moment)
            record.stage_changes[0] = record.stage_changes[0]._replace(at=record.created_at)
        writer = _of(world, "cover_text")
        for moment in ("1968-12-24 21:30", "2030-01-01 00:00"):
            _note(world, rng, writer, at(moment), "Written at another time.")

        again = [world.opportunities[wanted] for wanted in world.cases["email_chain"]]
        oake, quarrington = (world.opportunities[wanted] for wanted in world.cases["also_in_ashby"][:2])
        said = _feedback(world, "feedback of former colleague")
        given = _feedback(world, "feedback assignment")
        for record in (*again, oake):
            for known in (said, given):
                made = replace(known, id=uid(rng), created_at=record.created_at, completed_at=record.created_at + 1)
                world.children.setdefault(record.id, Children()).feedback.append(made)
            _note(world, rng, record, record.created_at + 60_000, "Asked about <b>the team</b> & the office.")
        oake.tags = ("relocates", "speaks Dutch")
        quarrington.tags = ("knows somebody who knows us",)
        for record in (oake, quarrington, again[0]):
            hanging = world.children.setdefault(record.id, Children())
            stored = Stored("CV.pdf", "pdf", record.created_at, "processed", 1_234, f"cv of {record.id}")
            hanging.resumes.append(Resume(uid(rng), record.created_at, stored, None))
            paper = Stored("Certificate.txt", ".txt", record.created_at, "processed", 321, f"paper of {record.id}")
            hanging.files.append(File(uid(rng), paper))


def _of(world: World, case: str) -> Opportunity:
    return world.opportunities[world.cases[case][0]]


def _note(world: World, rng: Random, on: Opportunity, moment: int, text: str) -> None:
    user = world.users[0].id
    notes = world.notes.setdefault(on.id, [])
    notes.append(Note(uid(rng), user, moment, (Comment(moment, on.stage, user, text, None),)))
    notes.sort(key=lambda known: known.created_at)


def _feedback(world: World, case: str) -> Feedback:
    (wanted, *_) = world.cases[case]
    return next(one for children in world.children.values() for one in children.feedback if one.id == wanted)


# ---- Ashby, after each reset ---------------------------------------------------------------------------------------


def furnish(state: AshbyState) -> None:
    """What people have given to those whom Lever knows too: a tag, an application to the same job, a resume."""
    with state.lock:
        (oake, quarrington) = (_candidate(state, addresses[0]) for _, addresses in company.ALSO_IN_ASHBY[:2])
        oake.tags = (*oake.tags, next(tag.id for tag in state.tags.by_id.values() if tag.title == "Relocates"))
        job = next(job for job in state.jobs.by_id.values() if job.title == "Data Analyst")
        assert job.plan_id is not None
        stage = state.plans.by_id[job.plan_id].stages[3]
        begun = iso(FOUNDED - 90 * _DAY)
        event = Event(state.new_id(), stage.id, begun, None, state.key_user_id)
        theirs = Application(state.new_id(), oake.id, job.id, job.plan_id, begun, begun, (event,))
        state.applications.add(theirs, FOUNDED)
        oake.applications = (*oake.applications, theirs.id)
        resume = store(state, quarrington, "Lebenslauf.pdf", b"%PDF-1.4 theirs", "application/pdf")
        quarrington.resume, quarrington.files = resume, (*quarrington.files, resume)


def _candidate(state: AshbyState, email: str) -> Candidate:
    (candidate_id,) = state.by_email[email.casefold()]
    return state.candidates.by_id[candidate_id]


# ---- Ashby, between the survey and the load -------------------------------------------------------------------------


def known_meanwhile(state: AshbyState) -> None:
    """A recruiter enters somebody whom Lever knows, and who was not there when the survey was made."""
    with state.lock:
        made = iso(FOUNDED - 30 * _DAY)
        state.add_candidate(
            Candidate(state.new_id(), "Apollonia G.", made, made, made, email="apollonia@grunewaldt.example")
        )


def disabled_meanwhile(state: AshbyState) -> None:
    """A colleague who owns candidacies, is credited and has given feedback leaves."""
    with state.lock:
        next(user for user in state.users.by_id.values() if user.first_name == "Tarquin").enabled = False


def job_drafted_meanwhile(state: AshbyState) -> None:
    """A job that many apply to is a draft again."""
    _set_status(state, "Draft")


def job_archived_meanwhile(state: AshbyState) -> None:
    """A job that many apply to is archived."""
    _set_status(state, "Archived")


def _set_status(state: AshbyState, status: str) -> None:
    with state.lock:
        next(job for job in state.jobs.by_id.values() if job.title == "Data Analyst").status = status


# ---- Ashby, between the load and the comparison ----------------------------------------------------------------------


def parsed_at_last(state: AshbyState) -> None:
    """The parser has read all resumes."""
    with state.lock:
        ashby_parser.finish(state)


def chatty_deleted(state: AshbyState) -> None:
    """An admin deletes somebody whom the load has just brought over."""
    (candidate_id,) = state.by_name["\n" + CHATTY.casefold()]
    ashby_hands.delete(state, candidate_id)


# ---- Ashby, while the load goes on ----------------------------------------------------------------------------------


def chatty_merged_away(ashby: Vendor) -> None:
    """A recruiter merges somebody whose notes are being written into another candidate: the id is gone."""
    ours = _wait(ashby.state, _chatty_with_notes)
    ashby.edit("merge", kept_id=_twin(ashby.state, ours), gone_id=ours)


def chatty_merged_into(ashby: Vendor) -> None:
    """A recruiter merges another candidate into somebody whose notes are being written."""
    ours = _wait(ashby.state, _chatty_with_notes)
    ashby.edit("merge", kept_id=ours, gone_id=_twin(ashby.state, ours))


def first_applicant_merged_away(ashby: Vendor) -> None:
    """A recruiter merges the first applicant of the load into another candidate, while the answer is waited for."""
    there = set(ashby.state.applications.by_id)

    def new_one(state: AshbyState) -> str | None:
        return next((row.candidate_id for row in state.applications.by_id.values() if row.id not in there), None)

    ours = _wait(ashby.state, new_one)
    ashby.edit("merge", kept_id=_twin(ashby.state, ours), gone_id=ours)


def _chatty_with_notes(state: AshbyState) -> str | None:
    for candidate_id in state.by_name.get("\n" + CHATTY.casefold(), ()):
        if len(state.candidates.by_id[candidate_id].notes) >= 20:
            return candidate_id
    return None


def _wait(state: AshbyState, found: Callable[[AshbyState], str | None]) -> str:
    deadline = time.monotonic() + _LONGEST_WAIT_S
    while time.monotonic() < deadline:
        with state.lock:
            candidate_id = found(state)
        if candidate_id is not None:
            return candidate_id
        time.sleep(0.001)
    raise AssertionError("what should happen during the load had no occasion to")


def _twin(state: AshbyState, candidate_id: str) -> str:
    """Another candidate of the same name, entered long ago."""
    with state.lock:
        made = iso(FOUNDED - 300 * _DAY)
        name = state.candidates.by_id[candidate_id].name
        twin = Candidate(state.new_id(), name, made, made, made, email="another.address@elsewhere.example")
        state.add_candidate(twin)
        return twin.id
