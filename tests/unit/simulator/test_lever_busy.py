"""A company that moves while its Lever is read, and a Lever that is short of breath; over loopback."""

from typing import Any

import pytest

from tests.unit.simulator.lever_reader import Reader, reading

ALL_KINDS = ("back", "forward", "archive", "note", "merge", "delete", "new")


def state(lever: Reader) -> Any:
    """The state without times, which follow the wall clock."""
    told = lever.client.get("/_sim/state").json()
    return [
        (row["id"], row["stage"], row["contact"], row["name"], row["archived"] and row["archived"]["reason"])
        for row in [*sorted(told["opportunities"], key=lambda row: row["id"]), *told["deleted"]]
    ]


def walk(lever: Reader, calls: int) -> None:
    """So many calls of several kinds, most of them about children."""
    paths = ["/stages", *(f"/opportunities/{wanted}/notes" for wanted in sorted(lever.world.opportunities)[:3])]
    for number in range(calls):
        lever.get(paths[number % len(paths)])


def test_something_happens_after_every_third_call_the_same_in_every_run() -> None:
    ended = []
    for _ in range(2):
        with reading(people=20, movement_calls=3, movement_kinds=ALL_KINDS, movement_times=14) as lever:
            before = state(lever)
            deleted = len(lever.world.deleted)
            walk(lever, 2)
            assert state(lever) == before
            walk(lever, 1)
            assert state(lever) != before
            walk(lever, 39)
            ended.append(state(lever))
            walk(lever, 9)
            assert state(lever) == ended[-1]
            assert len(lever.world.deleted) == deleted + 2
            assert sum("Newcomer" in contact.name for contact in lever.world.contacts.values()) == 2
    assert ended[0] == ended[1]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_each_kind_of_movement_happens(kind: str) -> None:
    with reading(people=5, movement_calls=1, movement_kinds=(kind,), movement_times=3) as lever:
        before = {row["id"]: row for row in lever.client.get("/_sim/state").json()["opportunities"]}
        walk(lever, 3)
        after = {row["id"]: row for row in lever.client.get("/_sim/state").json()["opportunities"]}
        new, gone = after.keys() - before.keys(), before.keys() - after.keys()
        both = after.keys() & before.keys()
        changed = {name for wanted in both for name, value in after[wanted].items() if value != before[wanted][name]}
        assert (len(new), len(gone)) == (3 if kind == "new" else 0, 3 if kind == "delete" else 0)
        expected = {
            "back": "stage",
            "forward": "stage",
            "archive": "archived",
            "note": "lastInteractionAt",
            "merge": "contact",
        }
        assert expected.get(kind, "updatedAt") in changed or kind in ("new", "delete")


def test_the_paged_movement_can_bring_somebody_new() -> None:
    with reading(people=20, movement_every=1, movement_kinds=("new",), movement_times=2) as lever:
        before = len(lever.world.opportunities)
        lever.rows("/opportunities", limit=10)
        assert len(lever.world.opportunities) == before + 2


def test_early_refusals_have_their_share_and_no_hints() -> None:
    with reading(people=0, early_429_share=0.25) as lever:
        answers = [lever.get("/stages") for _ in range(200)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert 25 <= len(refused) <= 75
        assert not [name for name in refused[0].headers if "retry" in name or "limit" in name]
        first = [answer.status_code for answer in answers]
        lever.vendor.reset()
        assert [lever.get("/stages").status_code for _ in range(200)] == first


def test_maintenance_spares_postings_and_all_under_them() -> None:
    with reading(people=0) as lever:
        posting = next(posting.id for posting in lever.world.postings.values() if posting.state == "published")
        lever.client.post("/_sim/faults", json=[{"kind": "maintenance", "match": "/v1/users", "seconds": 60}])
        assert lever.get("/users").status_code == 503
        for path in ("/opportunities", "/requisitions", "/eeo/responses"):
            assert lever.get(path).status_code == 503
        for path in ("", f"/{posting}", f"/{posting}/apply", f"/{posting}/users", "/deleted"):
            assert lever.get(f"/postings{path}").status_code == 200
