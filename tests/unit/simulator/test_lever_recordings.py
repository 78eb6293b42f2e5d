"""Lever's stand-in held against answers that a real Lever account gave (recordings beside the repository)."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline.simulator import company, lever_shapes
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import BY_RANK, NEWEST_FIRST
from pipeline.simulator.lever_state import Contact, Opportunity, StageChange, World, rank_key
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving

LEVER = Path(__file__).parents[3].parent / "shared" / "payloads" / "lever"

pytestmark = pytest.mark.skipif(not LEVER.is_dir(), reason="the recorded payloads are not beside this checkout")


def recorded(name: str) -> Any:
    return json.loads((LEVER / f"{name}.json").read_text())


def order_sample() -> list[dict[str, str]]:
    with (LEVER / "nango" / "opportunities.order-sample.csv").open() as lines:
        return list(csv.DictReader(lines))


def number(text: str) -> float:
    return float(text) if "." in text else int(text)


def opportunity(row: dict[str, str]) -> Opportunity:
    advanced = int(row["lastAdvancedAt"])
    return Opportunity(
        id=row["id"],
        contact=Contact(f"contact of {row['id']}", "", "", "", (), ()),
        stage=row["stage"],
        rank=number(row["stage_rank"]),
        stage_changes=[StageChange(row["stage"], 0, advanced, None)],
        origin="sourced",
        sourced_by=None,
        owner=None,
        followers=(),
        application=None,
        tags=(),
        sources=(),
        links=(),
        archived=None,
        created_at=int(row["createdAt"]),
        updated_at=int(row["updatedAt"]) if row["updatedAt"] else None,
        last_interaction_at=int(row["lastInteractionAt"]),
        last_advanced_at=advanced,
        location=None,
    )


def replayed(**switches: Any) -> Vendor:
    """The stand-in with the recorded account's opportunities instead of the invented ones."""
    vendor = lever_vendor(people=0, options=LeverOptions(rate_limit="none", **switches))
    world: World = vendor.state
    for known in list(world.opportunities.values()):
        world.take_out(known)
    world.fill([opportunity(row) for row in reversed(order_sample())])
    return vendor


def test_the_order_of_a_real_account_comes_out() -> None:
    rows = order_sample()
    assert len(rows) > 300
    seen: list[str] = []
    with serving(replayed()) as (url,), httpx.Client(auth=(company.LEVER_KEY, "")) as client:
        offset: dict[str, str] = {}
        while True:
            page = client.get(f"{url}/v1/opportunities", params={"limit": "7", **offset}).json()
            seen += [record["id"] for record in page["data"]]
            if not page["hasNext"]:
                break
            offset = {"offset": page["next"]}
    assert seen == [row["id"] for row in rows]


def test_recorded_tokens_are_the_key_of_the_first_record_of_the_next_page() -> None:
    pages = recorded("nango/opportunities.pagination-trace")["pages"]
    records = {row["id"]: opportunity(row) for row in order_sample()}
    assert len(pages) == 11
    for page, following in pairwise(pages):
        first = records[following["first"]["id"]]
        assert BY_RANK.token(rank_key(first)) == page["next"]
        assert BY_RANK.parse(page["next"]) == rank_key(first)


@pytest.mark.parametrize("encoded", ["as given", "once more"])
def test_a_recorded_token_opens_the_recorded_page(encoded: str) -> None:
    pages = recorded("nango/opportunities.pagination-trace")["pages"]
    with serving(replayed(token_check="sort")) as (url,), httpx.Client(auth=(company.LEVER_KEY, "")) as client:
        for page in pages[1:]:
            token = page["offset_sent"]
            if encoded == "as given":
                answer = client.get(f"{url}/v1/opportunities?limit=1&offset={token}")
                assert f"offset={token}" in str(answer.request.url)
            else:
                answer = client.get(f"{url}/v1/opportunities", params={"limit": "1", "offset": token})
                assert "%255B" in str(answer.request.url)
            assert answer.json()["data"][0]["id"] == page["first"]["id"]


def test_tokens_of_opportunities_and_users_of_another_account() -> None:
    (_,) = recorded("amp-labs/opportunities")["response"]["data"]
    token = recorded("amp-labs/opportunities")["response"]["next"]
    key = BY_RANK.parse(token)
    assert key == (1, -1750233409740, "48dd4e94-fea0-4f9a-be5f-95b1853cbbbe")
    assert BY_RANK.token(key) == token
    of_users = recorded("amp-labs/users")["response"]["next"]
    assert NEWEST_FIRST.token((-1733206956064, "c21d911f-8292-49b7-b135-f7cc233b43fd")) == of_users


def keys(value: Any) -> Any:
    """The key sets of an object, nested objects included."""
    return {name: keys(inner) for name, inner in value.items()} if isinstance(value, dict) else None


@pytest.fixture(scope="module")
def world() -> World:
    state: World = lever_vendor(people=50).state
    return state


def test_opportunities_have_the_recorded_keys(world: World) -> None:
    samples = [
        record
        for name in ("a", "b")
        for record in recorded(f"nango/opportunities.list.sample-{name}")["response"]["data"]
    ]
    always = set.intersection(*(set(record) for record in samples))
    ever = set.union(*(set(record) for record in samples))
    assert ever - always == {"opportunityLocation"}
    types = {name: {type(record[name]) for record in samples if name in record} for name in ever}
    change_keys = {frozenset(change) for record in samples for change in record["stageChanges"]}
    assert {frozenset(record["archived"]) for record in samples if record["archived"]} == {
        frozenset({"reason", "archivedAt"})
    }
    for record in world.opportunities.values():
        shape = json.loads(json.dumps(lever_shapes.opportunity(record)))
        assert set(shape) in (always, ever)
        assert ("opportunityLocation" in shape) == (record.application is not None)
        assert {frozenset(change) for change in shape["stageChanges"]} <= change_keys
        assert keys(shape["urls"]) == keys(samples[0]["urls"])
        if shape["archived"]:
            assert set(shape["archived"]) == {"reason", "archivedAt"}
        for name, value in shape.items():
            if name not in ("owner", "snoozedUntil", "dataProtection"):  # null or set here, never so in the sample
                assert type(value) in types[name], name


def test_the_order_of_keys_is_the_recorded_one(world: World) -> None:
    sample = recorded("nango/opportunity.get")["response"]["data"]
    record = next(known for known in world.opportunities.values() if known.application is not None)
    assert list(lever_shapes.opportunity(record)) == list(sample)


def test_applications_have_the_recorded_keys(world: World) -> None:
    sample = recorded("nango/application.get")["response"]["data"]
    for record in world.opportunities.values():
        if record.application is not None:
            assert list(lever_shapes.application(record.application, record)) == list(sample)


def test_the_referral_form_inside_an_application_has_the_recorded_keys(world: World) -> None:
    form = next(record["customQuestions"][0] for record in recorded("airbyte/applications")["data"][3:])
    (wanted,) = world.cases["referral"]
    record = world.opportunities[wanted]
    assert record.application is not None
    ours = lever_shapes.application(record.application, record)["customQuestions"][0]
    assert set(ours) == set(form)
    assert set(ours["fields"][0]) == set(form["fields"][2])


def test_contacts_notes_users_and_postings_have_the_recorded_keys(world: World) -> None:
    contact = recorded("nango/contact.get")["response"]["data"]
    assert all(keys(lever_shapes.contact(person)) == keys(contact) for person in world.contacts.values())
    note = recorded("nango/note.get")["response"]["data"]
    for known in (note for notes in world.notes.values() for note in notes):
        shape = lever_shapes.note(known)
        assert list(shape) == list(note)
        assert all(list(comment) == list(note["fields"][0]) for comment in shape["fields"])
    (user, *_) = recorded("nango/users.list")["response"]["data"]
    assert all(list(lever_shapes.user(known)) == list(user) for known in world.users)
    posting = recorded("nango/posting.get")["response"]["data"]
    for place in world.postings.values():
        shape = lever_shapes.posting(place)
        assert list(shape) == list(posting)
        assert keys(shape["categories"]) == keys(posting["categories"])
        assert keys(shape["content"]) == keys(posting["content"])
        assert shape["urls"] is None or keys(shape["urls"]) == keys(posting["urls"])


def test_stages_reasons_sources_and_tags_have_the_recorded_keys(world: World) -> None:
    stages = recorded("nango/disposition-stages.get")["response"]["data"]
    ours = lever_shapes.disposition_stages(world.stages, world.archive_reasons)
    for part in ("stages", "archiveReasons"):
        assert all(list(row) == list(stages[part][0]) for row in ours[part])
    # the invented company has the recorded account's pipeline: texts, pipelines, ranks and interviews agree
    assert [{**stage, "id": None} for stage in ours["stages"]] == [{**stage, "id": None} for stage in stages["stages"]]
    (stage, *_) = recorded("nango/stages.list")["response"]["data"]
    assert list(lever_shapes.stage(world.stages[0])) == list(stage)
    reason = recorded("nango/archive-reason.get")["response"]["data"]
    assert list(lever_shapes.archive_reason(world.archive_reasons[0])) == list(reason)


@pytest.mark.parametrize("name", ["sources", "tags"])
def test_texts_come_in_the_recorded_order_and_shape(name: str) -> None:
    rows = recorded(f"nango/{name}.list")["response"]["data"]
    texts = [row["text"] for row in rows]
    assert sorted(texts, key=lambda text: (text.lower(), text.swapcase())) == texts
    with serving(lever_vendor(people=20)) as (url,):
        ours = httpx.get(f"{url}/v1/{name}", auth=(company.LEVER_KEY, "")).json()["data"]
    assert all(list(row) == list(rows[0]) for row in ours)
    assert [row["text"] for row in ours] == sorted((row["text"] for row in ours), key=str.lower)


def test_answers_carry_the_recorded_headers_and_envelope() -> None:
    sample = recorded("nango/users.list")
    with serving(lever_vendor(people=0)) as (url,):
        answer = httpx.get(f"{url}/v1/users", auth=(company.LEVER_KEY, ""))
    assert set(answer.json()) == set(sample["response"])
    for header, value in sample["response_headers"].items():
        assert header in answer.headers
        assert header == "date" or answer.headers[header] == value
