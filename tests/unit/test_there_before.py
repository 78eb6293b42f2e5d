"""What was in Ashby before us is known by its time, and only gets what it lacks (P3; ashby-api 11, 1 and 2)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from pipeline.ashby import shown
from pipeline.ashby.looking import Look
from pipeline.ashby.writes import WRITES
from tests.journey import contract
from tests.unit.ashby_desk import Desk, opened

SENT_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BACK_DATED = {"name": "Ada", "createdAt": "2019-03-04T05:06:07.089Z"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with opened() as desk:
        yield desk
        contract.check(desk.ashby.recorder)


@pytest.mark.parametrize("call", ["candidate.create", "application.create"])
@pytest.mark.parametrize(
    ("body", "created_at", "is_new"),
    [
        (BACK_DATED, "2019-03-04T05:06:07.089Z", True),
        (BACK_DATED, "2019-03-04T05:06:07+00:00", True),
        (BACK_DATED, "2019-03-04", True),  # the time of day is lost
        (BACK_DATED, "2019-03-03T19:06:07Z", True),  # read in another zone
        (BACK_DATED, "2026-11-22T11:59:00Z", True),  # the time is not taken; two clocks
        (BACK_DATED, "2019-03-06T05:06:07Z", False),
        (BACK_DATED, "2026-11-22T11:00:00Z", False),
        ({"name": "Ada"}, "2026-11-22T12:00:01Z", True),
        ({"name": "Ada"}, "2026-11-20T12:00:00Z", False),
        (BACK_DATED, None, True),  # nothing told
        (BACK_DATED, 7, True),
        (BACK_DATED, "once", True),
    ],
)
def test_what_ashby_gives_back_is_ours_by_its_time(
    call: str, body: dict[str, Any], created_at: object, is_new: bool
) -> None:
    told = WRITES[call].is_new
    assert told is not None
    results = msgspec.Raw(msgspec.json.encode({"id": "1", "createdAt": created_at}))

    assert told(results, Look(body, SENT_AT, lambda _: False, is_last=False)) is is_new


def _people(desk: Desk, **theirs: Any) -> tuple[str, msgspec.Raw]:
    """Somebody who is there, and how Ashby shows them."""
    told = desk.write("candidate.create", {"name": "A. Theirs", **theirs})
    candidate_id = str(msgspec.json.decode(told.results)["id"])
    results = desk.do(lambda ashby: shown.candidate(ashby, candidate_id))
    assert results is not None
    return candidate_id, results


OURS = {
    "name": "Ada Ours",
    "email": "ada@ours.example",
    "alternateEmailAddresses": ["ADA@theirs.example", "second@ours.example"],
    "phoneNumber": "+32 1",
    "linkedInUrl": "https://www.linkedin.com/in/ours",
    "githubUrl": "https://github.com/ours",
    "website": "https://ours.example",
    "createdAt": "2019-03-04T05:06:07.089Z",
}


def test_only_what_somebody_lacks_is_given_to_them(desk: Desk) -> None:
    held = {"email": "ada@theirs.example", "phoneNumber": "+32 2", "githubUrl": "https://github.com/theirs"}
    candidate_id, results = _people(desk, **held)

    assert desk.do(lambda ashby: shown.fill(ashby, candidate_id, results, OURS)) == []

    row = desk.ashby.state.candidates.by_id[candidate_id]
    assert row.name == "A. Theirs"
    assert (row.email, row.other_emails) == ("ada@theirs.example", ("ada@ours.example", "second@ours.example"))
    assert row.phone == "+32 2"
    assert dict(row.links) == {
        "GitHub": "https://github.com/theirs",
        "LinkedIn": "https://www.linkedin.com/in/ours",
        "Website": "https://ours.example",
    }
    assert desk.ashby.notifications(desk.ashby.state) == []


def test_somebody_who_lacks_everything_gets_it_and_then_nothing_more(desk: Desk) -> None:
    candidate_id, results = _people(desk)
    desk.do(lambda ashby: shown.fill(ashby, candidate_id, results, OURS))
    row = desk.ashby.state.candidates.by_id[candidate_id]
    assert (row.email, row.other_emails) == ("ada@ours.example", ("ADA@theirs.example", "second@ours.example"))
    assert row.phone == "+32 1"

    now = desk.do(lambda ashby: shown.candidate(ashby, candidate_id))
    assert now is not None
    before = len(desk.ashby.recorder.calls())
    assert desk.do(lambda ashby: shown.fill(ashby, candidate_id, now, OURS)) == []
    assert len(desk.ashby.recorder.calls()) == before


def test_what_ashby_did_not_take_is_named(desk: Desk) -> None:
    candidate_id, results = _people(desk)
    desk.ashby.state.drop_candidate(desk.ashby.state.candidates.by_id[candidate_id])

    left = desk.do(lambda ashby: shown.fill(ashby, candidate_id, results, {"name": "Ada", "phoneNumber": "+32 1"}))

    assert left == ["phoneNumber"]


def test_an_application_tells_whose_it_is_now(desk: Desk) -> None:
    state = desk.ashby.state
    row = next(iter(state.applications.by_id.values()))
    kept_id, _ = _people(desk)

    assert desk.do(lambda ashby: shown.owner(ashby, row.id)) == row.candidate_id
    desk.ashby.edit("merge", kept_id=kept_id, gone_id=row.candidate_id)
    assert desk.do(lambda ashby: shown.owner(ashby, row.id)) == kept_id
    assert desk.do(lambda ashby: shown.owner(ashby, kept_id)) is None
