"""No silent gap: what a copy of Lever lacks is named, that and no more; and a journey stops at it (lever-api 3d)."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import duck
from pipeline.errors import NotAllowed
from pipeline.run import ExtractOptions
from pipeline.simulator import lever_shapes
from pipeline.simulator.control import Vendor
from pipeline.simulator.faults import Fault
from pipeline.simulator.lever_options import PERMISSIONS
from pipeline.simulator.lever_state import Opportunity
from pipeline.simulator.server import Running, running
from pipeline.workspace import Workspace
from tests.journey.conftest import UNLIMITED_ASHBY, UNLIMITED_LEVER, Journey
from tests.journey.lever_truth import differences, extract, held, known

PEOPLE = 3
Found = set[tuple[str, str, str | None]]
"""Gap, resource, and the id of what is missing; None where nobody can name it."""


@pytest.fixture(scope="module")
def healthy() -> Iterator[Running]:
    """One account in which nothing dangles, for all tests that only read it."""
    with running(people=PEOPLE, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY, healthy=True) as vendors:
        yield vendors


def _set(vendors: Running, **switches: Any) -> None:
    """These switches and no others; no faults."""
    vendors.lever.set_options(**asdict(UNLIMITED_LEVER) | switches)
    vendors.lever.faults.clear()


def _found(workspace: Path) -> Found:
    with closing(duck.connect(Workspace(workspace), ["raw_lever__gap"])) as connection:
        return set(connection.table("raw_lever__gap").project("gap, resource, lever_id").fetchall())


def _kinds(found: Found) -> set[tuple[str, str]]:
    return {(gap, resource) for gap, resource, _ in found}


def test_an_account_without_gaps_has_none_reported(healthy: Running, tmp_path: Path) -> None:
    _set(healthy)

    report = extract(healthy, tmp_path)

    assert _found(tmp_path) == set()
    assert not any(said.startswith("gap:") for said in report.remarks)
    assert differences(healthy.lever, tmp_path) == {}


@dataclass(frozen=True)
class Gap:
    """One thing that is wrong with an account, and everything that an extraction must find of it."""

    switches: dict[str, Any]
    finds: Callable[[Vendor, Path], Found]


def _ids(gap: str, resource: str, kind: str) -> Callable[[Vendor, Path], Found]:
    """Those that the stand-in has chosen, by the name of its own list of them."""
    return lambda lever, _: {(gap, resource, id_) for id_ in getattr(lever.state.gaps, kind)}


def _nothing(_lever: Vendor, _workspace: Path) -> Found:
    return set()


def _texts_of_hidden(lever: Vendor, _: Path) -> Found:
    """The sources and tags of an opportunity that no list has: Lever's own counts are what tells of it.

    Not those that a confidential opportunity carries too, which Lever may leave out of its counts (2.17).
    """
    hidden = [lever.state.opportunities[id_] for id_ in lever.state.gaps.unlisted_opportunities]
    secret = [record for record in lever.state.opportunities.values() if record.confidential]
    sources, tags = ({text for record in secret for text in of(record)} for of in (_sources, lever_shapes.tags))
    return {("control_total", "source", text) for record in hidden for text in set(record.sources) - sources} | {
        ("control_total", "tag", text) for record in hidden for text in set(lever_shapes.tags(record)) - tags
    }


def _sources(record: Opportunity) -> tuple[str, ...]:
    return record.sources


def _most_carried(lever: Vendor, _: Path) -> Found:
    records = [record for record in lever.state.opportunities.values() if not record.confidential]
    carried = {
        "source": Counter(text for record in records for text in record.sources),
        "tag": Counter(text for record in records for text in lever_shapes.tags(record)),
    }
    return {("control_total", resource, counts.most_common(1)[0][0]) for resource, counts in carried.items()}


def _nowhere(gap: str, resource: str, key: str) -> Callable[[Vendor, Path], Found]:
    """What a requisition names and the account does not have."""

    def find(lever: Vendor, workspace: Path) -> Found:
        there = {id_.rsplit("/", 1)[-1] for id_ in known(lever)[resource]}
        named = {
            id_ for requisition in held(workspace, ["requisition"])["requisition"].values() for id_ in requisition[key]
        }
        assert named - there
        return {(gap, resource, id_) for id_ in named - there}

    return find


GAPS = {
    "an opportunity that no list has": Gap({"hidden_opportunities": 1}, _texts_of_hidden),
    "an opportunity that is listed and can't be read": Gap(
        {"unreadable_opportunities": 1}, _ids("unread_opportunity", "opportunity", "unreadable_opportunities")
    ),
    # Everything that is named is read by its id: nothing is missing.
    "a posting that no list has": Gap({"hidden_postings": 1}, _nothing),
    "a user whom no list has": Gap({"hidden_users": 1}, _nothing),
    "a posting that is gone": Gap({"gone_postings": 1}, _ids("unreadable_posting", "posting", "unreadable_postings")),
    "a user who is merged away": Gap({"gone_users": 1}, _ids("unknown_user", "user", "unreadable_users")),
    "a removed stage": Gap({"removed_stages": 1}, _ids("unknown_stage", "stage", "removed_stages")),
    "a removed archive reason": Gap(
        {"removed_archive_reasons": 1}, _ids("unknown_archive_reason", "archive_reason", "removed_archive_reasons")
    ),
    "an inactive template of feedback": Gap(
        {"removed_templates": 1}, _ids("unknown_feedback_template", "feedback_template", "removed_templates")
    ),
    "an offer that nothing returns": Gap(
        {"requisition_offer_lost": True}, _nowhere("missing_offer", "offer", "offerIds")
    ),
    "a posting that nothing returns": Gap(
        {"requisition_posting_lost": True}, _nowhere("unreadable_posting", "posting", "postings")
    ),
    # More than there are confidential ones with the text: Lever may leave those out of its counts.
    "counts that are higher than the copy": Gap({"count_drift": 20}, _most_carried),
    # Not every account has the add-on, and nothing in it is migrated.
    "no audit log": Gap({"audit_log": False}, _nothing),
}


@pytest.mark.prove
@pytest.mark.parametrize("name", GAPS)
def test_a_gap_is_found_and_named_and_no_other(healthy: Running, tmp_path: Path, name: str) -> None:
    _set(healthy, **GAPS[name].switches)

    extract(healthy, tmp_path)

    assert _found(tmp_path) == GAPS[name].finds(healthy.lever, tmp_path)


def test_all_gaps_of_single_records_together_are_found_each_by_its_id(healthy: Running, tmp_path: Path) -> None:
    # A gone posting may be the lost one's neighbour in a requisition: apart from that no two touch each other.
    together = {name: gap for name, gap in GAPS.items() if "hidden_users" not in gap.switches}
    _set(healthy, **{switch: value for gap in together.values() for switch, value in gap.switches.items()})

    report = extract(healthy, tmp_path)

    expected = set[tuple[str, str, str | None]]().union(
        *(gap.finds(healthy.lever, tmp_path) for gap in together.values())
    )
    assert _found(tmp_path) == expected
    assert {said.split()[1] for said in report.remarks if said.startswith("gap:")} == {gap for gap, _, _ in expected}


WITHOUT: dict[str, tuple[set[str], set[tuple[str, str]]]] = {
    "applications": ({"application", "deleted_application"}, set()),
    "archive_reasons": ({"archive_reason"}, {("unknown_archive_reason", "archive_reason")}),
    "audit_events": (set(), set()),
    "contact": ({"contact"}, set()),
    "eeo_responses": ({"eeo_response"}, set()),
    "eeo_responses_pii": ({"eeo_response_pii"}, set()),
    "feedback": ({"feedback"}, set()),
    "feedback_templates": ({"feedback_template"}, {("unknown_feedback_template", "feedback_template")}),
    "files": ({"file"}, set()),
    "form_templates": ({"form_template"}, {("unknown_form_template", "form_template")}),
    "forms": ({"form"}, set()),
    "interviews": ({"interview"}, set()),
    "notes": ({"note"}, set()),
    # An offer that a requisition names is not looked for where no offers can be read.
    "offers": ({"offer"}, set()),
    "panels": ({"panel"}, set()),
    "postings": ({"posting", "deleted_posting"}, {("unreadable_posting", "posting")}),
    "referrals": ({"referral"}, set()),
    "requisition_fields": ({"requisition_field"}, set()),
    "requisitions": ({"requisition"}, {("unknown_requisition", "requisition")}),
    "resumes": ({"resume"}, set()),
    "sources": ({"source"}, set()),
    "stages": ({"stage"}, {("unknown_stage", "stage")}),
    "tags": ({"tag"}, set()),
    "users": ({"user"}, {("unknown_user", "user")}),
}
"""Permission → the lists that are missing as a whole without it, and the gaps of single records that follow from it:
what is named and was to be looked up in a list that can't be read."""


def test_every_permission_is_tried() -> None:
    assert {*WITHOUT, "opportunities"} == set(PERMISSIONS)


@pytest.mark.prove
@pytest.mark.parametrize("permission", WITHOUT)
def test_a_missing_permission_is_found_and_no_other(healthy: Running, tmp_path: Path, permission: str) -> None:
    _set(healthy, permissions=tuple(word for word in PERMISSIONS if word != permission))

    extract(healthy, tmp_path, ExtractOptions(eeo=True))

    missing, follows = WITHOUT[permission]
    assert _kinds(_found(tmp_path)) == {("missing_permission", resource) for resource in missing} | follows


def test_a_key_that_may_read_nothing_but_opportunities_is_told_all_that_it_lacks(
    healthy: Running, tmp_path: Path
) -> None:
    _set(healthy, permissions=("opportunities",))

    extract(healthy, tmp_path, ExtractOptions(eeo=True))

    missing = set[str]().union(*(resources for resources, _ in WITHOUT.values()))
    follows = set[tuple[str, str]]().union(*(kinds for _, kinds in WITHOUT.values()))
    found = _found(tmp_path)
    # Templates are named by nothing that could be read, requisitions by applications that could not.
    unnamed = {
        ("unknown_feedback_template", "feedback_template"),
        ("unknown_form_template", "form_template"),
        ("unknown_requisition", "requisition"),
        ("unreadable_posting", "posting"),
    }
    assert _kinds(found) - {("confidential_access", "opportunity")} == (
        {("missing_permission", resource) for resource in missing} | follows - unnamed
    )


def test_a_key_without_opportunities_ends_in_a_sentence(healthy: Running, tmp_path: Path) -> None:
    _set(healthy, permissions=tuple(word for word in PERMISSIONS if word != "opportunities"))

    with pytest.raises(NotAllowed, match="may not read /opportunities"):
        extract(healthy, tmp_path)


def test_a_key_without_confidential_access_is_refused_and_the_gap_is_named(healthy: Running, tmp_path: Path) -> None:
    _set(healthy, confidential_access=False)

    extract(healthy, tmp_path)

    assert _found(tmp_path) == {
        ("confidential_access", resource, None) for resource in ("opportunity", "posting", "requisition")
    }


@pytest.mark.parametrize("counted", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_a_key_that_silently_sees_nothing_confidential_has_not_proved_its_access(
    healthy: Running, tmp_path: Path, counted: bool
) -> None:
    """Where Lever counts confidential opportunities, its counts tell of them as well."""
    _set(healthy, confidential_access=False, confidential_silent=True, counts_cover_confidential=counted)

    extract(healthy, tmp_path)

    found = _found(tmp_path)
    assert ("confidential_access", "opportunity", None) in found
    assert ({gap for gap, _, _ in found} == {"confidential_access", "control_total"}) is counted
    assert ({gap for gap, _, _ in found} == {"confidential_access"}) is not counted


def test_files_that_lever_does_not_deliver_whole_are_named_and_never_taken_for_files(
    healthy: Running, tmp_path: Path
) -> None:
    resumes = sorted(id_ for id_, resume in known(healthy.lever)["resume"].items() if resume.get("file"))
    files = sorted(id_ for id_, file in known(healthy.lever)["file"].items() if int(file["size"]) > 100)
    offers = sorted(id_ for id_, offer in known(healthy.lever)["offer"].items() if offer.get("sentDocument"))
    gone = [id_.split("/")[1] for id_ in (resumes[0], files[0], offers[0])]
    breaking, ending, refused = (id_.split("/")[1] for id_ in (files[1], files[2], resumes[1]))
    _set(healthy, download_missing=tuple(gone))
    healthy.lever.faults.replace(
        [
            Fault("drop_during", match=f"*/{breaking}/download"),
            Fault("truncated", match=f"*/{ending}/download"),
            Fault("500_before", match=f"*/{refused}/download", nth=[1, 2]),
        ]
    )

    report = extract(healthy, tmp_path)

    documents = {("offer_sent", gone[2])} | (
        {("offer_signed", gone[2])} if known(healthy.lever)["offer"][offers[0]].get("signedDocument") else set()
    )
    wrong = {("resume", gone[0]), ("file", gone[1]), ("file", breaking), ("file", ending)} | documents
    assert _found(tmp_path) == {("attachment", kind, id_) for kind, id_ in wrong}
    rows = {f"{row['kind']}/{row['object_id']}": row for row in held(tmp_path, ["attachment"])["attachment"].values()}
    assert {id_ for id_, row in rows.items() if row["outcome"] == "refused"} == {
        f"{kind}/{id_}" for kind, id_ in wrong if id_ != ending
    }
    # What ends too early and looks whole is kept, since it may be all that Lever has, and said.
    assert rows[f"file/{ending}"]["outcome"] == "doubtful"
    assert rows[f"file/{ending}"]["bytes"] < rows[f"file/{ending}"]["listed_bytes"]
    assert any("gap: attachment of file" in said for said in report.remarks)
    assert not [path for path in (tmp_path / "files").iterdir() if path.name.startswith(".")]

    healthy.lever.faults.clear()
    _set(healthy)
    extract(healthy, tmp_path)

    assert _found(tmp_path) == set(), "what was refused once is asked for again"


def test_a_deletion_that_the_feed_has_forgotten_is_told_by_its_id(tmp_path: Path) -> None:
    with running(people=0, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY, healthy=True) as vendors:
        extract(vendors, tmp_path)
        forgotten, remembered = sorted(vendors.lever.state.opportunities)[:2]
        moment = max(record.updated_at or 0 for record in vendors.lever.state.opportunities.values())
        vendors.lever.edit("delete", opportunity=forgotten, now=moment - 400 * 86_400_000)
        vendors.lever.edit("delete", opportunity=remembered)
        vendors.lever.set_options(deleted_feed_days=90)

        extract(vendors, tmp_path)

        assert _found(tmp_path) == {("vanished_without_trace", "opportunity", forgotten)}
        assert differences(vendors.lever, tmp_path) == {}


def test_windows_of_eeo_answers_that_lever_refuses_are_named_by_their_dates(healthy: Running, tmp_path: Path) -> None:
    _set(healthy, eeo_widest_days=3)

    extract(healthy, tmp_path, ExtractOptions(eeo=True))

    rows = held(tmp_path, ["eeo_response_pii"])["eeo_response_pii"]
    there = {one["id"] for one in healthy.lever.describe(healthy.lever.state)["eeo_responses_pii"]}
    assert there
    assert set(rows) == there or _kinds(_found(tmp_path)) == {
        ("eeo_window", "eeo_response"),
        ("eeo_window", "eeo_response_pii"),
    }


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """A workspace with one known gap and one critical gap."""
    options = UNLIMITED_LEVER
    with running(people=0, lever_options=options, ashby_options=UNLIMITED_ASHBY, healthy=True) as vendors:
        vendors.lever.set_options(gone_users=1, count_drift=20)
        yield Journey(vendors, tmp_path_factory.mktemp("stopped") / "workspace")


def test_a_journey_stops_at_a_gap_until_a_person_takes_it_by_name(stopped: Journey) -> None:
    ended = stopped.run("run", "--sweep", "0", exit_code=4)
    assert "unknown_user of user (known, records: 1)" in ended.stderr
    assert "control_total of source (critical, records: " in ended.stderr
    assert "--accept-gap NAME" in ended.stderr
    assert stopped.writes() == 0

    ended = stopped.run("run", "--sweep", "0", "--yes", exit_code=4)
    assert "unknown_user" not in ended.stderr, "--yes takes what is named one by one"
    assert "control_total" in ended.stderr, "and never what nobody can name"
    assert stopped.writes() == 0

    accepted = ("--accept-gap", "control_total", "--accept-gap", "unknown_user")
    ended = stopped.run("run", "--sweep", "0", *accepted, exit_code=4)
    assert "mappings/" in ended.stderr, "it went on, to the next question"
    assert "control_total" not in ended.stderr
    with (stopped.workspace / "mappings" / "gap.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["gap"]: bool(row["accepted_by"]) for row in csv.DictReader(lines)} == {
            "control_total": True,
            "unknown_user": True,
        }
