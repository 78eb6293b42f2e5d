"""What hangs on an opportunity held against recorded answers and the documentation's examples beside the repository."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.simulator import lever_child_shapes as shapes
from pipeline.simulator.lever_child_state import Resume
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import Opportunity, World
from pipeline.simulator.world import invent
from pipeline.simulator.world_child_crowd import hanging

LEVER = Path(__file__).parents[3].parent / "shared" / "payloads" / "lever"

pytestmark = pytest.mark.skipif(not LEVER.is_dir(), reason="the recorded payloads are not beside this checkout")

Held = Iterator[tuple[Opportunity, Any]]


def recorded(name: str) -> Any:
    """The data of a recording, with or without its envelope."""
    found = json.loads((LEVER / f"{name}.json").read_text())
    inner = found.get("response", found)
    return inner["data"] if isinstance(inner, dict) and "data" in inner else inner


@pytest.fixture(scope="module")
def world() -> World:
    return invent(people=200)


def held(world: World, kind: str) -> Held:
    for record in world.opportunities.values():
        for one in hanging(world, record, kind):
            yield record, one


def fields_of(rows: list[dict[str, Any]]) -> dict[str, set[frozenset[str]]]:
    """The key sets of each field type."""
    found: dict[str, set[frozenset[str]]] = {}
    for row in rows:
        for field in row["fields"]:
            found.setdefault(field["type"], set()).add(frozenset(field))
    return found


def test_feedback_has_the_recorded_keys_in_their_order(world: World) -> None:
    sample = recorded("nango/feedback.get-before-put")
    ours = [shapes.feedback(one) for _, one in held(world, "feedback")]
    assert all(list(shape) == list(sample) for shape in ours)
    theirs = fields_of([sample, *recorded("transcribed/feedback.list.partial")])
    mine = fields_of(ours)
    for kind, key_sets in theirs.items():
        assert key_sets <= mine[kind], kind
    for kind in ("score-system", "scorecard", "textarea"):
        assert mine[kind] == theirs[kind], kind
    (card,) = (field for field in recorded("transcribed/feedback.list.partial")[2]["fields"] if "scores" in field)
    for shape in ours:
        for field in shape["fields"]:
            if field["type"] == "scorecard":
                assert len(field["value"]) == len(field["scores"])
                assert all(list(row) == list(card["value"][0]) for row in field["value"])


def test_templates_have_the_recorded_keys_and_field_types(world: World) -> None:
    samples = recorded("nango/feedback-templates.list")
    ours = [shapes.feedback_template(template) for template in world.feedback_templates]
    assert all(list(shape) == list(samples[0]) for shape in ours)
    assert {type(shape["group"]) for shape in ours} == {dict, str, type(None)}
    theirs, mine = fields_of(samples), fields_of(ours)
    assert theirs.keys() <= mine.keys()
    for kind, key_sets in theirs.items():
        assert mine[kind] == key_sets, kind
    for sample in recorded("doc-examples/form-templates.list"):
        for template in world.form_templates:
            shape = shapes.form_template(template)
            assert list(shape) == list(sample)
            assert type(shape["createdAt"]) is type(sample["createdAt"]) is str


def test_interviews_and_panels_have_the_recorded_keys(world: World) -> None:
    single, sample = recorded("nango/interview.get"), recorded("transcribed/interviews.list.partial")[0]
    assert set(single) - set(sample) == {"opportunityId"}
    (recorded_panel,) = recorded("nango/panels.list")
    interviewers = {frozenset(person) for row in recorded("airbyte/interviews") for person in row["interviewers"]}
    interviewers.add(frozenset(single["interviewers"][0]))
    for _, panel in held(world, "panels"):
        shape = shapes.panel(panel)
        assert list(shape) == list(recorded_panel)
        for one, row in zip(panel.interviews, shape["interviews"], strict=True):
            assert list(shapes.interview(one, panel)) == list(sample)
            assert list(row) == list(recorded_panel["interviews"][0])
            keys = {frozenset(person) for person in shapes.interview(one, panel)["interviewers"]}
            assert keys <= interviewers
            for person in row["interviewers"]:
                assert set(person) - {"feedbackTemplate"} == {"id", "email", "name", "responseStatus"}


def test_offers_have_the_recorded_keys(world: World) -> None:
    (sample,) = recorded("airbyte/offers")
    (documents,) = recorded("doc-examples/offer.with-documents")
    identifiers = {field["identifier"] for field in sample["fields"]}
    ever: set[str] = set()
    for opportunity, offer in held(world, "offers"):
        shape = shapes.offer(offer, opportunity.id)
        assert list(shape) in (list(sample), [key for key in sample if key != "signatures"])
        assert all(list(field) == list(sample["fields"][0]) for field in shape["fields"])
        ever |= {field["identifier"] for field in shape["fields"]}
        for kind in ("sentDocument", "signedDocument"):
            assert shape[kind] is None or list(shape[kind]) == list(documents[kind])
        if "signatures" in shape and offer.status == "draft":
            assert list(shape["signatures"]["candidate"]) == list(sample["signatures"]["candidate"])
    assert identifiers <= ever


def test_resumes_and_files_have_the_documented_keys_and_types(world: World) -> None:
    read, torn = recorded("doc-examples/resumes.list")
    options = LeverOptions()
    for opportunity, resume in held(world, "resumes"):
        shape = shapes.resume(resume, opportunity.id, options)
        assert list(shape) == list(read if resume.parsed else torn)
        if shape["file"] is not None:
            assert list(shape["file"]) == list(read["file"])
            assert {key: type(value) for key, value in shape["file"].items() if key != "status"} == {
                key: type(value) for key, value in read["file"].items() if key != "status"
            }
        for part in ("positions", "schools"):
            for entry in shape.get("parsedData", {}).get(part, []):
                assert list(entry) == list(read["parsedData"][part][0])
    file = json.loads((LEVER / "doc-examples" / "files.list.json").read_text())
    sample = (file["response"] if isinstance(file, dict) else file)[0]
    for opportunity, one in held(world, "files"):
        shape = shapes.file(one, opportunity.id, options)
        assert list(shape) == list(sample)
        assert all(isinstance(shape[key], str) for key in ("size", "uploadedAt"))


def test_forms_and_referrals_have_the_known_keys(world: World) -> None:
    sample, theirs = recorded("doc-examples/form.get"), recorded("airbyte/referrals")
    forms = [shapes.form(one, LeverOptions()) for _, one in held(world, "forms")]
    assert all(set(shape) == set(sample) for shape in forms)
    documented, ours = fields_of([sample]), fields_of(forms)
    assert all(key_sets <= ours[kind] for kind, key_sets in documented.items())
    referrals = [shapes.referral(one) for _, one in held(world, "referrals")]
    assert all(list(shape) == list(theirs[0]) for shape in referrals)
    assert fields_of(referrals) == fields_of(theirs)


def test_a_resume_without_a_file_differs_from_the_example_in_nothing_else() -> None:
    read, _ = recorded("doc-examples/resumes.list")
    bare = Resume("id", 1, None, read["parsedData"])
    assert shapes.resume(bare, "o", LeverOptions()) == {
        "id": "id",
        "createdAt": 1,
        "file": None,
        "parsedData": read["parsedData"],
    }
