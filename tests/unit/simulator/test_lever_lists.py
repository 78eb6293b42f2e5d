"""Pages, tokens, filters and the open points of Lever's lists, over loopback."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from pipeline.simulator import company, lever_shapes
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_state import World
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving

FREE = LeverOptions(rate_limit="none")
INVALID = "Invalid offset token: Offset token is invalid for sort"


@pytest.fixture(scope="module")
def vendor() -> Vendor:
    return lever_vendor(people=150, options=FREE)


@pytest.fixture(scope="module")
def served(vendor: Vendor) -> Iterator[httpx.Client]:
    with serving(vendor) as (url,), httpx.Client(base_url=f"{url}/v1", auth=(company.LEVER_KEY, "")) as client:
        yield client


@pytest.fixture
def client(served: httpx.Client, vendor: Vendor) -> httpx.Client:
    vendor.options = FREE
    vendor.set_options()
    return served


@pytest.fixture
def world(vendor: Vendor) -> World:
    state: World = vendor.state
    return state


def get(client: httpx.Client, path: str = "/opportunities", **query: Any) -> dict[str, Any]:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def pages(client: httpx.Client, path: str = "/opportunities", **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        found.append(get(client, path, **query))
        if not found[-1]["hasNext"]:
            return found
        query["offset"] = found[-1]["next"]


def rows(client: httpx.Client, path: str = "/opportunities", **query: Any) -> list[dict[str, Any]]:
    return [row for page in pages(client, path, **query) for row in page["data"]]


def refusal(client: httpx.Client, path: str = "/opportunities", **query: Any) -> str:
    answer = client.get(path, params=query)
    assert answer.status_code == 400
    assert set(answer.json()) == {"code", "message"}
    return str(answer.json()["message"])


def test_the_default_order_and_the_last_page(client: httpx.Client, world: World) -> None:
    found = pages(client, confidentiality="all", limit=20)
    assert [len(page["data"]) for page in found[:-1]] == [20] * (len(found) - 1)
    assert all("next" in page for page in found[:-1])
    assert "next" not in found[-1]
    order = [
        (world.opportunities[row["id"]].rank, -row["lastAdvancedAt"], row["id"])
        for page in found
        for row in page["data"]
    ]
    assert order == sorted(order)
    assert len(order) == len(set(order)) == len(world.opportunities)
    for page, following in itertools.pairwise(found):
        first = following["data"][0]
        token = json.loads(unquote(page["next"]))
        assert token == [world.opportunities[first["id"]].rank, first["lastAdvancedAt"], first["id"]]


def test_the_default_limit_is_a_hundred_and_more_is_an_open_point(client: httpx.Client, vendor: Vendor) -> None:
    assert len(get(client)["data"]) == 100
    assert len(get(client, limit=500)["data"]) == 100
    vendor.set_options(limit_over_100="refuse")
    assert "limit" in refusal(client, limit=101)
    for wrong in (0, -1, "ten"):
        assert "limit" in refusal(client, limit=wrong)


def test_a_token_is_refused_under_another_sort_or_filter(client: httpx.Client, vendor: Vendor) -> None:
    token = get(client, limit=5)["next"]
    assert get(client, limit=50, offset=token, expand="contact")
    assert refusal(client, offset=token, updated_at_start=0) == INVALID
    assert refusal(client, offset=token, archived="true") == INVALID
    assert refusal(client, "/users", offset=token) == INVALID
    assert refusal(client, offset="%5B1%2C2%2C%22x%22%5D") == INVALID
    assert refusal(client, offset="0.1414895548650.x") == INVALID
    vendor.set_options(token_check="sort")
    assert get(client, limit=5, offset=token, archived="true")
    assert refusal(client, offset=token, updated_at_start=0) == INVALID
    vendor.set_options(token_check="issued", token_life_seconds=0.0)
    assert refusal(client, offset=get(client, limit=5)["next"]) == INVALID


def test_a_token_is_taken_encoded_once_and_twice(client: httpx.Client) -> None:
    token = get(client, limit=5)["next"]
    once, twice = (
        client.get(f"/opportunities?limit=5&offset={token}"),
        client.get("/opportunities", params={"limit": 5, "offset": token}),
    )
    assert "%255B" in str(twice.request.url)
    assert "%255B" not in str(once.request.url)
    assert once.json() == twice.json()


def test_updated_filters_leave_out_what_has_no_updated_at(client: httpx.Client, world: World, vendor: Vendor) -> None:
    known = {record.id: record.updated_at for record in world.opportunities.values() if record.updated_at is not None}
    found = rows(client, confidentiality="all", updated_at_start=0, limit=30)
    assert {row["id"] for row in found} == set(known)
    order = [(row["updatedAt"], row["id"]) for row in found]
    assert order == sorted(order)
    (page, *_) = pages(client, updated_at_start=0, limit=10)
    assert len(json.loads(unquote(page["next"]))) == 2
    begin, end = sorted(known.values())[10], sorted(known.values())[20]
    window = rows(client, confidentiality="all", updated_at_start=begin, updated_at_end=end)
    assert {row["id"] for row in window} == {wanted for wanted, at in known.items() if begin <= at <= end}
    vendor.set_options(null_updated_matches=True)
    everything = rows(client, confidentiality="all", updated_at_start=begin, limit=30)
    assert sum(row["updatedAt"] is None for row in everything) == len(world.opportunities) - len(known)
    vendor.set_options(null_updated_matches=False, updated_order="desc")
    down = rows(client, confidentiality="all", updated_at_start=0, limit=30)
    assert [row["updatedAt"] for row in down] == sorted(known.values(), reverse=True)


def test_the_other_filters(client: httpx.Client, world: World, vendor: Vendor) -> None:
    records = [record for record in world.opportunities.values() if not record.confidential]
    some = next(record for record in records if record.archived and record.application)
    assert some.application is not None
    assert some.archived is not None
    posting = some.application.posting.id
    cases: list[tuple[dict[str, Any], Any]] = [
        ({"archived": "true"}, lambda row: row["archived"] is not None),
        ({"archived": "false"}, lambda row: row["archived"] is None),
        ({"snoozed": "true"}, lambda row: row["snoozedUntil"] is not None),
        ({"origin": ["referred", "agency"]}, lambda row: row["origin"] in ("referred", "agency")),
        ({"source": "LinkedIn"}, lambda row: "LinkedIn" in row["sources"]),
        ({"tag": "relocates"}, lambda row: "relocates" in row["tags"]),
        ({"tag": "Relocates"}, lambda _: False),
        ({"stage_id": "offer"}, lambda row: row["stage"] == "offer"),
        ({"location": "unspecified"}, lambda row: "opportunityLocation" not in row),
        (
            {"archive_reason_id": some.archived.reason},
            lambda row: (row["archived"] or {}).get("reason") == some.archived.reason,
        ),
        ({"created_at_start": some.created_at}, lambda row: row["createdAt"] >= some.created_at),
        ({"created_at_end": some.created_at}, lambda row: row["createdAt"] <= some.created_at),
        (
            {"archived_at_end": some.archived.at},
            lambda row: row["archived"] and row["archived"]["archivedAt"] <= some.archived.at,
        ),
        ({"advanced_at_start": some.last_advanced_at}, lambda row: row["lastAdvancedAt"] >= some.last_advanced_at),
    ]
    everything = rows(client)
    for query, test in cases:
        assert rows(client, **query) == [row for row in everything if test(row)], query
    on_it = {record.id for record in records if record.application and record.application.posting.id == posting}
    assert {row["id"] for row in rows(client, posting_id=posting)} == on_it
    assert {row["id"] for row in rows(client, archived_posting_id=posting)} == {
        wanted for wanted in on_it if world.opportunities[wanted].archived
    }
    several = world.opportunities[world.cases["several_opportunities"][0]].contact
    assert {row["id"] for row in rows(client, contact_id=several.id)} == set(world.cases["several_opportunities"])
    assert len(rows(client, email=several.emails[0].upper())) == 4
    vendor.set_options(email_ignores_case=False)
    assert rows(client, email=several.emails[0].upper()) == []
    assert refusal(client, email="nobody") == "Email address is not valid"
    assert "created_at_start" in refusal(client, created_at_start="yesterday")


def test_include_takes_away_and_expand_wins(client: httpx.Client, world: World) -> None:
    assert all(set(row) == {"id", "owner"} for row in rows(client, include=["id", "owner"]))
    assert all(set(row) == {"contact", "headline"} for row in rows(client, include="headline", expand="contact"))
    found = rows(client, expand=["applications", "contact", "stage", "owner", "followers", "sourcedBy"])
    for row in found:
        record = world.opportunities[row["id"]]
        assert row["contact"] == json.loads(json.dumps(lever_shapes.contact(record.contact)))
        assert set(row["stage"]) == {"id", "text"}
        if record.application is not None:
            assert row["applications"][0]["posting"] == record.application.posting.id
    single = get(client, f"/opportunities/{found[0]['id']}", expand="stage")["data"]
    assert single["stage"] == found[0]["stage"]


def test_expanding_what_is_gone_or_forbidden_is_an_open_point(
    client: httpx.Client, world: World, vendor: Vendor
) -> None:
    orphan = world.opportunities[world.cases["owner_merged"][0]]
    path = f"/opportunities/{orphan.id}"
    assert get(client, path, expand="owner")["data"]["owner"] == orphan.owner
    vendor.set_options(expand_missing="null")
    assert get(client, path, expand="owner")["data"]["owner"] is None
    vendor.set_options(expand_contact=False, permissions=("opportunities",))
    shown = get(client, path, expand=["contact", "applications"])["data"]
    assert (shown["contact"], shown["applications"]) == (
        orphan.contact.id,
        [orphan.application and orphan.application.id],
    )
    vendor.set_options(expand_without_permission="refuse")
    assert client.get(path, params={"expand": "applications"}).status_code == 403


def test_posting_tags_stay_only_while_live(client: httpx.Client, world: World) -> None:
    for row in rows(client):
        record = world.opportunities[row["id"]]
        by_hand = list(record.tags)
        assert row["tags"][: len(by_hand)] == by_hand
        if row["archived"] or not row["applications"]:
            assert row["tags"] == by_hand
        elif record.application is not None and record.application.posting.state != "gone":
            assert record.application.posting.text in row["tags"]


def test_counts_agree_with_the_crawl(client: httpx.Client, vendor: Vendor) -> None:
    for cover, query in ((False, {}), (True, {"confidentiality": "all"})):
        vendor.set_options(counts_cover_confidential=cover)
        found = rows(client, **query)
        for kind in ("sources", "tags"):
            told = {row["text"]: row["count"] for row in rows(client, f"/{kind}", limit=3)}
            assert told == Counter(text for row in found for text in row[kind])


def test_users_active_only_unless_asked(client: httpx.Client, world: World) -> None:
    found = rows(client, "/users", limit=2)
    assert [row["createdAt"] for row in found] == sorted((row["createdAt"] for row in found), reverse=True)
    assert all(row["deactivatedAt"] is None for row in found)
    everybody = rows(client, "/users", limit=2, includeDeactivated="true")
    assert {row["id"] for row in everybody} == {user.id for user in world.users}
    away = next(user for user in world.users if user.deactivated_at)
    assert get(client, f"/users/{away.id}")["data"]["deactivatedAt"] == away.deactivated_at
    assert client.get(f"/users/{world.merged_users[0].id}").status_code == 404
    assert [row["id"] for row in rows(client, "/users", email=found[0]["email"])] == [found[0]["id"]]
    assert rows(client, "/users", email=found[0]["email"].upper()) == []
    assert {row["accessRole"] for row in rows(client, "/users", **{"accessRole[]": ["admin", "interviewer"]})} == {
        "admin",
        "interviewer",
    }


def test_published_postings_hide_off_the_public_site(client: httpx.Client, vendor: Vendor) -> None:
    def titles(**query: Any) -> set[str]:
        return {row["text"] for row in rows(client, "/postings", **query)}

    listed = {role.posting for role in company.ROLES if role.state != "gone" and not role.confidential}
    both = ["public", "internal"]
    assert titles() == listed - {"Account Executive"}
    assert titles(distributionChannel=both) == listed
    assert "Account Executive" not in titles(distributionChannel="public")
    assert titles(state=["draft", "closed"]) == {"Office Manager", "Product Designer – Core"}
    assert titles(distributionChannel=both, department="Sales") == {"Account Executive"}
    vendor.set_options(published_in_default_list="never", channel_keeps_unpublished=False)
    assert not titles(state="published")
    assert titles(distributionChannel=both) == {
        role.posting for role in company.ROLES if role.state == "published" and not role.confidential
    }
    vendor.set_options(channels_as="comma")
    assert "Account Executive" in titles(distributionChannel="public,internal")
    assert "Account Executive" not in titles(distributionChannel=["internal", "public"])


def test_postings_page_and_take_an_update_filter_alone(client: httpx.Client, world: World) -> None:
    found = rows(client, "/postings", limit=2, confidentiality="all", distributionChannel=["public", "internal"])
    assert [row["createdAt"] for row in found] == sorted((row["createdAt"] for row in found), reverse=True)
    newest = max(posting.updated_at for posting in world.postings.values() if posting.state != "gone")
    late = rows(client, "/postings", updated_at_start=newest, confidentiality="all")
    assert [row["updatedAt"] for row in late] == [newest]
    assert "combined" in refusal(client, "/postings", updated_at_start=0, state="draft")


def test_notes_page_newest_first(client: httpx.Client, world: World, vendor: Vendor) -> None:
    (busy,) = world.cases["many_notes"]
    found = pages(client, f"/opportunities/{busy}/notes")
    assert [len(page["data"]) for page in found] == [100, 50]
    times = [row["createdAt"] for page in found for row in page["data"]]
    assert times == sorted(times, reverse=True)
    (parent,) = world.cases["notes_of_every_kind"]
    path = f"/opportunities/{parent}/notes"
    secret, gone = world.cases["note_secret"][0], world.cases["note_deleted"][0]
    assert {secret, gone} <= {row["id"] for row in rows(client, path)}
    assert get(client, f"{path}/{secret}")["data"]["secret"] is True
    vendor.set_options(secret_notes=False, deleted_notes=False)
    assert not {secret, gone} & {row["id"] for row in rows(client, path)}
    assert client.get(f"{path}/{secret}").status_code == 404
    assert rows(client, f"/opportunities/{world.cases['no_notes'][0]}/notes") == []
    thread = get(client, f"{path}/{world.cases['note_thread'][0]}", expand="user")["data"]
    assert len(thread["fields"]) == 4
    assert thread["user"]["email"] == "imke.aldous@quillbrook.example"


def test_stages_reasons_and_the_internal_list(client: httpx.Client, world: World, vendor: Vendor) -> None:
    stages = rows(client, "/stages", limit=4)
    assert [row["text"] for row in stages] == [text for _, text, _, _ in company.LEVER_STAGES]
    assert world.removed_stage is not None
    assert client.get(f"/stages/{world.removed_stage.id}").status_code == 404
    vendor.set_options(removed_stage_readable=True)
    assert get(client, f"/stages/{world.removed_stage.id}")["data"]["text"] == company.REMOVED_LEVER_STAGE
    reasons = rows(client, "/archive_reasons")
    assert {row["status"] for row in reasons} == {"active", "inactive"}
    assert [row["text"] for row in rows(client, "/archive_reasons", type="hired")] == ["Hired"]
    internal = get(client, "/disposition_stages")
    assert set(internal) == {"data"}
    assert [stage["rank"] for stage in internal["data"]["stages"]] == [rank for *_, rank in company.LEVER_STAGES]


def test_the_deleted_feeds(client: httpx.Client, world: World, vendor: Vendor) -> None:
    found = rows(client, "/opportunities/deleted", limit=1)
    assert {row["id"] for row in found} == set(world.cases["deleted"])
    first = found[-1]
    assert first["deletedBy"]
    assert first["name"]
    assert [row["id"] for row in rows(client, "/opportunities/deleted", deleted_at_end=first["deletedAt"])] == [
        first["id"]
    ]
    applications = rows(client, "/applications/deleted")
    assert {row["opportunityId"] for row in applications} == set(world.cases["deleted"])
    assert rows(client, "/applications/deleted", deleted_at_end=first["deletedAt"]) == []
    (posting,) = rows(client, "/postings/deleted")
    assert set(posting) == {"id", "deletedAt"}
    assert "30 days" in refusal(client, "/opportunities/deleted", deleted_at_start=0, deleted_at_end=31 * 86_400_000)
    vendor.set_options(deleted_rows="bare")
    assert {row["name"] for row in rows(client, "/opportunities/deleted")} == {""}


def test_pages_may_be_short_and_tokens_may_misbehave(client: httpx.Client, world: World, vendor: Vendor) -> None:
    visible = {record.id for record in world.opportunities.values() if not record.confidential}
    vendor.set_options(short_pages_every=2)
    found = pages(client, limit=20)
    assert [len(page["data"]) for page in found[:3]] == [20, 10, 20]
    assert {row["id"] for page in found for row in page["data"]} == visible
    vendor.set_options(short_pages_every=None, token_repeats_from=3)
    tokens = [get(client, limit=5)["next"]]
    for _ in range(4):
        tokens.append(get(client, limit=5, offset=tokens[-1])["next"])
    assert len(set(tokens)) == 2
    vendor.set_options(token_repeats_from=None, next_missing_on=2)
    second = get(client, limit=5, offset=get(client, limit=5)["next"])
    assert second["hasNext"] is True
    assert "next" not in second
