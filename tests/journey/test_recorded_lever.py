"""Real input: the recorded answers of a real Lever, served verbatim, and the journey over them to its end."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from pipeline.simulator.server import running
from pipeline.tables import TABLES
from pipeline.workspace import Workspace
from tests.journey.conftest import UNLIMITED_ASHBY, Journey
from tests.journey.recorded import CHILDREN, LISTS, Recorded, as_served, serving

WHERE_IT_LANDS = {
    # every resource of section 2 of the reference → its tables; none: why
    "Opportunities": ("opportunity", "deleted_opportunity", "tombstone"),
    "Contacts": ("opportunity", "contact"),
    "Applications": ("opportunity", "application", "deleted_application"),
    "Form fields (common to feedback, forms, templates, referrals, custom questions)": ("feedback", "form", "referral"),
    "Feedback (scorecards)": ("feedback",),
    "Feedback templates": ("feedback_template",),
    "Interviews": ("interview",),
    "Panels": ("panel",),
    "Notes": ("note",),
    "Offers": ("offer", "attachment"),
    "Resumes": ("resume", "attachment"),
    "Files": ("file", "attachment"),
    "Postings": ("posting", "posting_question", "deleted_posting"),
    "Requisitions and requisition fields": ("requisition", "requisition_field"),
    "Referrals": ("referral",),
    "Profile forms and their templates": ("form", "form_template"),
    "Stages, archive reasons, sources, tags": ("stage", "disposition_stage", "archive_reason", "source", "tag"),
    "Users": ("user",),
    "EEO": ("eeo_response", "eeo_response_pii"),
    "Audit events, surveys, uploads, tasks, others": ("audit_event",),
}


def test_every_resource_of_the_reference_has_a_table(shared: Path) -> None:
    reference = (shared / "reference" / "lever-api.md").read_text(encoding="utf-8")
    resources = re.findall(r"^## 2\.\d+ (.+)$", reference, re.MULTILINE)

    assert sorted(resources) == sorted(WHERE_IT_LANDS)
    for tables in WHERE_IT_LANDS.values():
        assert {f"raw_lever__{table}" for table in tables} <= TABLES.keys()


@pytest.fixture(scope="module")
def recorded(shared: Path) -> Recorded:
    return Recorded(shared / "payloads")


@pytest.fixture(scope="module")
def recorded_lever(recorded: Recorded) -> Iterator[str]:
    with serving(recorded) as url:
        yield url


@pytest.fixture(scope="module")
def extracted(recorded_lever: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    with running(people=0, ashby_options=UNLIMITED_ASHBY) as vendors:
        journey = Journey(
            vendors, tmp_path_factory.mktemp("recorded") / "workspace", {"LEVER_BASE_URL": recorded_lever}
        )
        journey.run("extract", "--eeo", exit_code=0)
        yield journey


def _texts(journey: Journey, table: str) -> list[str]:
    with closing(duck.connect(Workspace(journey.workspace), [f"raw_lever__{table}"])) as connection:
        return [row[0] for row in connection.table(f"raw_lever__{table}").project("json").fetchall()]


@pytest.mark.parametrize(
    ("kind", "path"), [*(("lists", path) for path in LISTS), *(("children", path) for path in CHILDREN)]
)
def test_every_recorded_object_lands_word_for_word(
    extracted: Journey, recorded: Recorded, kind: str, path: str
) -> None:
    table = (LISTS | CHILDREN)[path][0]
    objects = getattr(recorded, kind)[path]
    expected = {as_served(one) for one in objects}

    landed = set(_texts(extracted, table))

    assert expected <= landed, f"{table}: {len(expected - landed)} of {len(expected)} are not there as they came"
    assert not landed - expected - {as_served(one) for one in recorded.postings.values()}


@pytest.mark.parametrize(
    ("table", "objects"),
    [
        ("opportunity", lambda recorded: recorded.opportunities),
        ("note", lambda recorded: recorded.notes),
        ("posting_question", lambda recorded: recorded.questions.values()),
        ("disposition_stage", lambda recorded: [recorded.disposition_stages]),
    ],
)
def test_what_is_no_plain_list_lands_word_for_word_too(
    extracted: Journey, recorded: Recorded, table: str, objects: Any
) -> None:
    landed = set(_texts(extracted, table))

    expected = {as_served(one) for one in objects(recorded)}
    # Questions are asked of the postings that are known; one recording is of a posting that nothing else names.
    assert landed <= expected if table == "posting_question" else landed == expected
    assert landed


def test_the_bytes_of_recorded_files_are_kept(extracted: Journey) -> None:
    rows = [json.loads(text) for text in _texts(extracted, "attachment")]

    assert {row["kind"] for row in rows} >= {"resume", "file", "offer_sent", "offer_signed"}
    for row in rows:
        if row["outcome"] == "kept":
            assert (extracted.workspace / "files" / row["sha256"]).stat().st_size == row["bytes"]


def test_every_recorded_opportunity_and_note_is_accounted_for(
    recorded_lever: str, recorded: Recorded, tmp_path: Path
) -> None:
    with running(people=0, ashby_options=UNLIMITED_ASHBY) as vendors:
        journey = Journey(vendors, tmp_path / "workspace", {"LEVER_BASE_URL": recorded_lever})

        stopped = journey.run("run", "--yes", exit_code=4)
        # 30 of 1,004 recorded opportunities: Lever's own counts know of the others.
        assert "control_total" in stopped.stderr
        gaps = set(re.findall(r"(\w+) of \w+ \(critical", stopped.stderr))
        ended = journey.run("run", "--yes", *(word for gap in sorted(gaps) for word in ("--accept-gap", gap)))

    assert ended.exit_code in (0, 5), ended.stderr
    buckets = ended.told["buckets"]
    assert len(recorded.opportunities) == 30
    assert sum(buckets["application"].values()) == len(recorded.opportunities)
    assert sum(buckets["note"].values()) == len(recorded.notes)
    contacts = {_contact(opportunity) for opportunity in recorded.opportunities}
    assert sum(buckets["candidate"].values()) == len(contacts)
    assert buckets["candidate"]["held"] + buckets["candidate"]["missing"] + buckets["candidate"]["refused"] == 0
    assert "Traceback" not in ended.stderr


def _contact(opportunity: Any) -> str:
    contact = opportunity["contact"]
    return str(contact["id"] if isinstance(contact, dict) else contact)
