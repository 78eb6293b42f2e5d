"""Keys, permissions, confidential records, errors and the rate limit of Lever's stand-in, over loopback."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pipeline.simulator import company, lever_children
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import PERMISSIONS, LeverOptions
from pipeline.simulator.server import lever_vendor
from pipeline.simulator.serving import serving

FREE = LeverOptions(rate_limit="none")


@pytest.fixture(scope="module")
def vendor() -> Vendor:
    return lever_vendor(people=20, options=FREE)


@pytest.fixture(scope="module")
def client(vendor: Vendor) -> Iterator[httpx.Client]:
    with serving(vendor) as (url,), httpx.Client(base_url=f"{url}/v1") as client:
        yield client


@pytest.fixture
def switch(vendor: Vendor) -> Iterator[Any]:
    yield vendor.set_options
    vendor.options = FREE
    vendor.set_options()


def get(client: httpx.Client, path: str, key: str = company.LEVER_KEY, **query: Any) -> httpx.Response:
    return client.get(path, params=query, auth=(key, ""))


def test_only_the_key_opens(client: httpx.Client) -> None:
    assert get(client, "/stages").status_code == 200
    for answer in (
        client.get("/stages"),
        get(client, "/stages", key="other"),
        client.get("/stages", auth=(company.LEVER_KEY, "password")),
        client.get("/stages", headers={"authorization": f"Bearer {company.LEVER_KEY}"}),
        client.get("/stages", headers={"authorization": "Basic ???"}),
    ):
        assert answer.status_code == 401
        assert set(answer.json()) == {"code", "message"}


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_each_endpoint_needs_its_permission(client: httpx.Client, switch: Any, vendor: Vendor, permission: str) -> None:
    record = next(iter(vendor.state.opportunities.values()))
    paths = {
        "applications": (f"/opportunities/{record.id}/applications",),
        "contact": (f"/contacts/{record.contact.id}",),
        "eeo_responses": ("/eeo/responses",),
        "eeo_responses_pii": ("/eeo/responses/pii",),
        "notes": (f"/opportunities/{record.id}/notes", f"/candidates/{record.id}/notes"),
        "opportunities": ("/opportunities", f"/opportunities/{record.id}", "/candidates", "/opportunities/deleted"),
        "stages": ("/stages", "/disposition_stages"),
        "users": ("/users", f"/users/{vendor.state.users[0].id}"),
        **{kind: (f"/opportunities/{record.id}/{kind}",) for kind in lever_children.KINDS},
    }
    others = [known for known in PERMISSIONS if known != permission]
    for path in paths.get(permission, (f"/{permission}",)):
        switch(permissions=PERMISSIONS)
        assert get(client, path).status_code == 200
        switch(permissions=tuple(others))
        assert get(client, path).status_code == 403


def test_confidential_records_show_only_when_asked_for(client: httpx.Client, vendor: Vendor) -> None:
    def ids(**query: str) -> set[str]:
        return {record["id"] for record in everything(client, "/opportunities", **query)}

    hidden = {record.id for record in vendor.state.opportunities.values() if record.confidential}
    assert set(vendor.state.cases["confidential"]) <= hidden
    assert ids(confidentiality="confidential") == hidden
    assert ids() == ids(confidentiality="non-confidential") == set(vendor.state.opportunities) - hidden
    assert ids(confidentiality="all") == set(vendor.state.opportunities)
    assert get(client, "/opportunities", confidentiality="some").status_code == 400
    postings = everything(
        client, "/postings", confidentiality="confidential", distributionChannel=["public", "internal"]
    )
    assert {posting["text"] for posting in postings} == {role.posting for role in company.ROLES if role.confidential}


def test_a_plain_key_is_refused_what_is_confidential(client: httpx.Client, switch: Any, vendor: Vendor) -> None:
    secret = vendor.state.opportunities[vendor.state.cases["confidential"][0]]
    switch(confidential_access=False, confidential_child_status=404)
    assert get(client, "/opportunities").status_code == 200
    for asked in ("confidential", "all"):
        refused = get(client, "/opportunities", confidentiality=asked)
        assert refused.status_code == 403
        assert set(refused.json()) == {"code", "message"}
    assert get(client, f"/opportunities/{secret.id}").status_code == 403
    assert get(client, f"/postings/{secret.application.posting.id}").status_code == 403
    for child in ("notes", "applications"):
        assert get(client, f"/opportunities/{secret.id}/{child}").status_code == 404
    switch(confidential_status=401)
    assert get(client, "/opportunities", confidentiality="all").status_code == 401


def test_what_is_not_there_answers_in_levers_words(client: httpx.Client) -> None:
    for path in ("/stages/nope", "/users/nope", "/postings/nope", "/opportunities/nope", "/archive_reasons/nope"):
        answer = get(client, path)
        kind = path.split("/")[1]
        assert answer.status_code == 404
        assert answer.json() == {"code": "ResourceNotFound", "message": f"{kind} nope was not found"}
    assert get(client, "/opportunities/nope/notes").status_code == 404
    for path in ("/tasks", "/opportunities/x/feedback", "/", "/v2/users"):
        assert get(client, path).status_code == 404


def test_writing_is_refused(client: httpx.Client) -> None:
    assert client.post("/opportunities", json={}, auth=(company.LEVER_KEY, "")).status_code == 405


def test_the_posting_that_is_gone_is_readable_nowhere(client: httpx.Client, vendor: Vendor) -> None:
    record = vendor.state.opportunities[vendor.state.cases["posting_gone"][0]]
    assert get(client, f"/postings/{record.application.posting.id}").status_code == 404
    (application,) = get(client, f"/opportunities/{record.id}/applications").json()["data"]
    assert application["posting"] == record.application.posting.id
    assert application == get(client, f"/opportunities/{record.id}/applications/{application['id']}").json()["data"]
    expanded = get(client, f"/opportunities/{record.id}/applications", expand="posting").json()["data"]
    assert expanded[0]["posting"] == record.application.posting.id


@pytest.mark.parametrize("kind", ["bucket", "sliding", "fixed"])
def test_the_limit_refuses_without_hints(client: httpx.Client, switch: Any, kind: str) -> None:
    switch(rate_limit=kind, requests_per_second=3, burst=6)
    answers = [get(client, "/stages") for _ in range(20)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert answers[0].status_code == 200
    assert all(set(answer.json()) == {"code", "message"} for answer in refused)
    assert not [name for name in refused[0].headers if "retry" in name or "limit" in name]


def everything(client: httpx.Client, path: str, **query: Any) -> list[dict[str, Any]]:
    """All pages of a list."""
    rows: list[dict[str, Any]] = []
    while True:
        page = get(client, path, **query).json()
        rows += page["data"]
        if not page["hasNext"]:
            return rows
        query["offset"] = page["next"]
