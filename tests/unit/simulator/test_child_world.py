"""What hangs on the invented people: made up when asked for, the same every time, and within their time."""

from collections import Counter

import pytest

from pipeline.simulator import company
from pipeline.simulator.lever_state import World
from pipeline.simulator.world import invent
from pipeline.simulator.world_child_cases import REFEREE
from pipeline.simulator.world_child_crowd import KINDS, hanging


@pytest.fixture(scope="module")
def world() -> World:
    return invent(people=1_500)


def test_the_crowd_needs_no_memory_and_stays_the_same(world: World) -> None:
    other = invent(people=300)
    assert len(world.children) == len(other.children) < 20
    for record in other.opportunities.values():
        for kind in KINDS:
            assert hanging(other, record, kind) == hanging(world, world.opportunities[record.id], kind)
    assert invent(seed=1, people=20).opportunities.keys().isdisjoint(world.opportunities)


def test_amounts_are_plausible(world: World) -> None:
    counts = Counter(
        {kind: sum(len(hanging(world, record, kind)) for record in world.opportunities.values()) for kind in KINDS}
    )
    people = len(world.opportunities)
    shares = {kind: count / people for kind, count in counts.items()}
    assert 0.3 < shares["resumes"] < 0.8
    assert 0.1 < shares["files"] < 0.4
    assert 0.2 < shares["panels"] < 0.8
    assert shares["panels"] < shares["feedback"] < 2
    assert 0.01 < shares["offers"] < 0.1
    assert 0.03 < shares["forms"] < 0.15
    assert 0.02 < shares["referrals"] < 0.1


def test_nothing_happens_after_the_last_interaction(world: World) -> None:
    for record in world.opportunities.values():
        end = record.last_interaction_at
        moments = [one.created_at for kind in KINDS if kind != "files" for one in hanging(world, record, kind)]
        moments += [file.stored.uploaded_at for file in hanging(world, record, "files")]
        moments += [
            given.completed_at for given in hanging(world, record, "feedback") if given.completed_at is not None
        ]
        assert max(moments, default=0) <= end
        assert min(moments, default=end) >= record.created_at or record.id in world.children


def test_references_among_children_hold(world: World) -> None:
    users = {user.id for user in (*world.users, *world.merged_users)}
    templates = {template.id for template in world.feedback_templates}
    for record in world.opportunities.values():
        feedback = {given.id: given for given in hanging(world, record, "feedback")}
        panels = {panel.id: panel for panel in hanging(world, record, "panels")}
        interviews = {one.id: one for panel in panels.values() for one in panel.interviews}
        for given in feedback.values():
            assert given.user in users
            assert given.template in templates
            assert (given.interview is None) == (given.panel is None)
            assert given.interview is None or given.interview in interviews
            assert given.panel is None or given.panel in panels
        for one in interviews.values():
            assert all(feedback[wanted].interview == one.id for wanted in one.feedback)
            assert {person.id for person in one.interviewers} <= users
        for panel in panels.values():
            assert panel.start < panel.end


def test_ids_occur_once(world: World) -> None:
    seen = Counter(
        one.id for record in world.opportunities.values() for kind in KINDS for one in hanging(world, record, kind)
    )
    assert max(seen.values()) == 1


def test_the_cases_name_what_is_there(world: World) -> None:
    there = {
        one.id for record in world.opportunities.values() for kind in KINDS for one in hanging(world, record, kind)
    }
    there |= {
        one.id
        for record in world.opportunities.values()
        for panel in hanging(world, record, "panels")
        for one in panel.interviews
    }
    names = [
        name
        for name in world.cases
        if name.split(" ")[0] in ("feedback", "interview", "panel", "offer", "file", "form", "referral") and " " in name
    ]
    assert len(names) > 50
    for name in names:
        if name != "file gap question":
            assert set(world.cases[name]) <= there, name


def test_whoever_occurs_in_children_is_a_canary(world: World) -> None:
    canaries = set(world.canaries())
    assert set(REFEREE) <= canaries
    colleagues = {person.name for person in company.COLLEAGUES if person.lever != "absent"}
    met: set[str] = set()
    for record in world.opportunities.values():
        for panel in hanging(world, record, "panels"):
            for one in panel.interviews:
                met |= {person.name for person in one.interviewers}
                assert {person.email for person in one.interviewers} <= canaries
        for offer in hanging(world, record, "offers"):
            signed = {word for part in offer.signatures or () for word in (part.name, part.email) if word}
            named = {field["value"] for field in offer.fields if field["identifier"] == "candidate_name"}
            assert signed | named <= canaries
    assert met <= canaries
    assert met == colleagues
