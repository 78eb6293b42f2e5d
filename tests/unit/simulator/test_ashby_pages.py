"""Ashby stand-in: pages, cursors, sync tokens (section 3), lists while data changes (points 14 to 16)."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.simulator import ashby_hands as hands
from pipeline.simulator.ashby_desk import Desk, desk
from pipeline.simulator.ashby_options import DAY

Between = Callable[[int], None]


def crawl(opened: Desk, endpoint: str, between: Between = lambda _: None, **body: Any) -> tuple[list[str], str]:
    """The ids of a whole run and its syncToken; `between` happens after each page."""
    ids: list[str] = []
    page = opened.post(endpoint, body).body
    number = 0
    while True:
        ids += [row["id"] for row in page["results"]]
        if not page["moreDataAvailable"]:
            return ids, page.get("syncToken", "")
        assert "syncToken" not in page
        between(number)
        number += 1
        page = opened.post(endpoint, {**body, "cursor": page["nextCursor"]}).body


ORDERS = ("created", "updated", "random")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("cursors", ["position", "offset"])
def test_a_run_meets_every_row_once(order: str, cursors: str) -> None:
    opened = desk(60, list_order=order, cursors=cursors)
    for row in list(opened.state.candidates.by_id)[10:30]:
        hands.edit(opened.state, row, company="Elsewhere")
    ids, _ = crawl(opened, "candidate.list", limit=7)
    assert sorted(ids) == sorted(opened.state.candidates.by_id)


def test_orders_differ() -> None:
    opened = desk(60)
    hands.edit(opened.state, list(opened.state.candidates.by_id)[5], company="Elsewhere")
    orders = []
    for order in ORDERS:
        opened.switch(desk(0, list_order=order).options)
        orders.append(tuple(crawl(opened, "candidate.list")[0]))
    assert len(set(orders)) == 3
    assert orders[0] == tuple(opened.state.candidates.by_id)
    assert orders[1][0] == orders[0][5]


def test_the_default_and_greatest_page_is_100() -> None:
    opened = desk(150)
    assert len(opened.ask("candidate.list")) == 100
    assert len(opened.ask("candidate.list", limit=1)) == 1


def test_a_sync_run_gives_only_what_changed_since_the_full_run_began() -> None:
    opened = desk(30)
    ids, token = crawl(opened, "candidate.list", limit=10)
    hands.edit(opened.state, ids[3], company="Elsewhere")
    hands.edit(opened.state, ids[3], company="Nowhere")
    made = opened.ask("candidate.create", name="N")["id"]
    changed, second = crawl(opened, "candidate.list", syncToken=token, limit=1)
    assert changed == [ids[3], made]
    assert crawl(opened, "candidate.list", syncToken=second)[0] == []


@pytest.mark.parametrize("order", ORDERS)
def test_nothing_is_lost_over_a_full_run_and_its_sync(order: str) -> None:
    opened = desk(30, list_order=order)
    made: list[str] = []

    def between(number: int) -> None:
        made.append(opened.ask("candidate.create", name=f"N{number}")["id"])
        hands.edit(opened.state, list(opened.state.candidates.by_id)[number], company="Elsewhere")

    ids, token = crawl(opened, "candidate.list", between, limit=10)
    later, _ = crawl(opened, "candidate.list", syncToken=token)
    assert set(ids) | set(later) == set(opened.state.candidates.by_id)
    assert set(made) <= set(later)


def test_newest_change_first_misses_what_changes_meanwhile() -> None:
    opened = desk(30, list_order="updated")
    oldest = next(iter(opened.state.candidates.by_id))
    ids, token = crawl(opened, "candidate.list", lambda _: hands.edit(opened.state, oldest, company="X"), limit=10)
    assert oldest not in ids
    assert crawl(opened, "candidate.list", syncToken=token)[0] == [oldest]


def test_offset_cursors_repeat_and_skip() -> None:
    opened = desk(30, list_order="created", cursors="offset")
    gone = list(opened.state.candidates.by_id)[:2]
    skipped = list(opened.state.candidates.by_id)[10:12]

    def between(number: int) -> None:
        if number == 0:
            for candidate_id in gone:
                hands.delete(opened.state, candidate_id)

    assert set(crawl(opened, "candidate.list", between, limit=10)[0]) & set(skipped) == set()
    opened.switch(desk(0, list_order="updated", cursors="offset").options)
    oldest = next(iter(opened.state.candidates.by_id))
    ids, _ = crawl(opened, "candidate.list", lambda _: hands.edit(opened.state, oldest, company="X"), limit=10)
    assert len(ids) > len(set(ids))


def test_listnotes_pages_and_syncs() -> None:
    opened = desk(0)
    person = opened.ask("candidate.create", name="N")["id"]
    notes = [opened.ask("candidate.createNote", candidateId=person, note=f"note {n}")["id"] for n in range(5)]
    ids, token = crawl(opened, "candidate.listNotes", candidateId=person, limit=2)
    assert ids == notes
    more = opened.ask("candidate.createNote", candidateId=person, note="more")["id"]
    assert crawl(opened, "candidate.listNotes", candidateId=person, syncToken=token)[0] == [more]


def test_list_history_has_no_sync_token() -> None:
    opened = desk(10)
    application = next(row for row in opened.ask("application.list"))["id"]
    page = opened.post("application.listHistory", {"applicationId": application}).body
    assert "syncToken" not in page
    assert [row["stageNumber"] for row in page["results"]] == list(range(len(page["results"])))
    whole = opened.ask("application.info", applicationId=application)["applicationHistory"]
    assert page["results"] == whole
    assert crawl(opened, "application.listHistory", applicationId=application, limit=1)[0] == [
        event["id"] for event in whole
    ]
    error = opened.refusal("application.listHistory", applicationId=application, syncToken="x")
    assert error == "invalid_input"


def test_codes_of_bad_cursors_and_tokens() -> None:
    opened = desk(30)
    cursor = opened.post("candidate.list", {"limit": 5}).body["nextCursor"]
    token = opened.post("candidate.list").body["syncToken"]
    assert opened.refusal("candidate.list", cursor="nonsense") == "cursor_invalid"
    assert opened.refusal("candidate.list", cursor=cursor[:-2] + "AA") == "cursor_invalid"
    assert opened.refusal("application.list", cursor=cursor) == "invalid_next_cursor"
    assert opened.refusal("candidate.list", cursor=cursor, createdAfter=1) == "invalid_next_cursor"
    assert opened.refusal("candidate.list", cursor=token) == "invalid_next_cursor"
    assert opened.refusal("candidate.list", syncToken="nonsense") == "sync_token_invalid"
    assert opened.refusal("user.list", syncToken=token) == "sync_token_invalid"
    now = opened.state.clock()
    opened.state.clock = lambda: now + 14 * DAY + 60
    assert opened.refusal("candidate.list", cursor=cursor) == "next_cursor_expired"
    assert opened.refusal("candidate.list", syncToken=token) == "sync_token_expired"
    opened.state.clock = lambda: now + 13 * DAY
    assert opened.post("candidate.list", {"syncToken": token}).body["success"] is True


def test_a_sync_may_be_too_large() -> None:
    opened = desk(5, sync_max_changes=2)
    token = opened.post("candidate.list").body["syncToken"]
    for number in range(2):
        opened.ask("candidate.create", name=f"N{number}")
    assert len(opened.ask("candidate.list", syncToken=token)) == 2
    opened.ask("candidate.create", name="N")
    assert opened.refusal("candidate.list", syncToken=token) == "incremental_sync_too_large"


def test_the_sync_token_may_stand_beside_the_cursor_of_its_run() -> None:
    opened = desk(5)
    token = opened.post("candidate.list").body["syncToken"]
    made = [opened.ask("candidate.create", name=f"N{n}")["id"] for n in range(3)]
    first = opened.post("candidate.list", {"syncToken": token, "limit": 2}).body
    second = opened.ask("candidate.list", syncToken=token, limit=2, cursor=first["nextCursor"])
    assert [row["id"] for row in first["results"] + second] == made


@pytest.mark.parametrize(("deleted", "shown"), [("absent", 0), ("stale", 1)])
def test_deleted_rows_in_a_sync(deleted: str, shown: int) -> None:
    opened = desk(10, deleted_in_sync=deleted)
    token = opened.post("application.list").body["syncToken"]
    application = opened.ask("application.list")[0]["id"]
    opened.ask("application.delete", applicationId=application)
    assert [row["id"] for row in opened.ask("application.list", syncToken=token)] == [application] * shown
    assert application not in crawl(opened, "application.list")[0]


@pytest.mark.parametrize("seconds", [0.0, 30.0])
def test_delays_until_a_write_shows(seconds: float) -> None:
    opened = desk(5, list_visible_after_s=seconds, search_visible_after_s=seconds)
    token = opened.post("candidate.list").body["syncToken"]
    now = opened.state.clock()
    opened.state.clock = lambda: now
    made = opened.ask("candidate.create", name="N", email="n@post.example")["id"]
    opened.ask("candidate.createNote", candidateId=made, note="x")

    def looks() -> list[int]:
        return [
            sum(row["id"] == made for row in opened.ask("candidate.list")),
            len(opened.ask("candidate.list", syncToken=token)),
            len(opened.ask("candidate.search", email="n@post.example")),
            len(opened.ask("candidate.listNotes", candidateId=made)),
        ]

    assert opened.ask("candidate.info", id=made)["id"] == made
    assert looks() == [0 if seconds else 1] * 4
    opened.state.clock = lambda: now + seconds + 1
    assert looks() == [1] * 4


@pytest.mark.parametrize("verdict", ["not_found", "redirect"])
def test_a_merged_candidate(verdict: str) -> None:
    opened = desk(6, merged_candidate=verdict)
    kept, gone = (opened.ask("candidate.create", name=name, email=f"{name}@post.example")["id"] for name in ("K", "G"))
    job = opened.ask("job.list")[0]["id"]
    application = opened.ask("application.create", candidateId=gone, jobId=job)["id"]
    hands.merge(opened.state, kept, gone)
    assert opened.ask("application.info", applicationId=application)["candidate"]["id"] == kept
    assert opened.ask("candidate.info", id=kept)["applicationIds"] == [application]
    assert [row["id"] for row in opened.ask("candidate.search", email="g@post.example")] == [kept]
    if verdict == "redirect":
        assert opened.ask("candidate.info", id=gone)["id"] == kept
    else:
        assert opened.refusal("candidate.info", id=gone) == "candidate_not_found"


def test_created_after_looks_at_the_date_of_adding_or_at_created_at() -> None:
    opened = desk(0)
    before = int(opened.state.clock() * 1000) - 1000
    made = opened.ask("candidate.create", name="N", createdAt="2014-01-01T00:00:00Z")["id"]
    assert [row["id"] for row in opened.ask("candidate.list", createdAfter=before)] == [made]
    opened.switch(desk(0, created_after_means="created").options)
    assert opened.ask("candidate.list", createdAfter=before) == []
    assert opened.refusal("candidate.list", createdAfter=10**18) == "invalid_input"
