"""OAuth at Lever's stand-in: refreshing, rotation, the end of an access token; over loopback."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from pipeline.simulator import company
from tests.unit.simulator.lever_reader import Reader, reading

NOBODY = httpx.Auth()
"""Instead of the reader's key: no credentials but those of the call itself."""


@pytest.fixture
def lever() -> Iterator[Reader]:
    with reading(people=0) as reader:
        yield reader


def refresh(lever: Reader, token: str = company.LEVER_REFRESH_TOKEN, **other: str) -> httpx.Response:
    form = {
        "grant_type": "refresh_token",
        "client_id": company.LEVER_CLIENT_ID,
        "client_secret": company.LEVER_CLIENT_SECRET,
        "refresh_token": token,
        **other,
    }
    return lever.client.post("/oauth/token", data=form, auth=NOBODY)


def stages(lever: Reader, token: str) -> int:
    return lever.client.get("/v1/stages", headers={"authorization": f"Bearer {token}"}, auth=NOBODY).status_code


def test_a_refresh_gives_tokens_that_open_the_api_beside_the_key(lever: Reader) -> None:
    told = refresh(lever).json()
    assert set(told) == {"access_token", "refresh_token", "expires_in", "token_type"}
    assert (told["expires_in"], told["token_type"]) == (3600, "Bearer")
    assert stages(lever, told["access_token"]) == 200
    assert lever.get("/stages").status_code == 200
    assert stages(lever, told["refresh_token"]) == stages(lever, company.LEVER_KEY) == 401
    following = refresh(lever, told["refresh_token"]).json()
    assert len({*told.values(), *following.values()}) == 6
    assert stages(lever, told["access_token"]) == stages(lever, following["access_token"]) == 200


def test_an_access_token_ends(lever: Reader) -> None:
    lever.vendor.set_options(access_token_life_s=0.3)
    token = refresh(lever).json()["access_token"]
    assert stages(lever, token) == 200
    time.sleep(0.35)
    assert stages(lever, token) == 401


def test_a_used_refresh_token_is_dead_at_once(lever: Reader) -> None:
    new = refresh(lever).json()["refresh_token"]
    refused = refresh(lever)
    assert refused.status_code == 403
    assert set(refused.json()) == {"error", "error_description"}
    assert refresh(lever, new).status_code == 200


def test_or_lives_until_the_new_one_is_used(lever: Reader) -> None:
    lever.vendor.set_options(old_refresh_token="until_new_used")
    lost = refresh(lever).json()["refresh_token"]
    new = refresh(lever).json()["refresh_token"]
    assert new != lost
    assert refresh(lever, new).status_code == 200
    assert refresh(lever).status_code == 403


def test_or_lives_on(lever: Reader) -> None:
    lever.vendor.set_options(old_refresh_token="alive")
    new = refresh(lever).json()["refresh_token"]
    assert refresh(lever, new).status_code == refresh(lever).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"client_secret": "other"}, 401),
        ({"client_id": "other"}, 401),
        ({"token": "other"}, 403),
        ({"grant_type": "password"}, 400),
    ],
)
def test_wrong_credentials_are_refused(lever: Reader, wrong: dict[str, str], status: int) -> None:
    refused = refresh(lever, **wrong)
    assert refused.status_code == status
    assert set(refused.json()) == {"error", "error_description"}
    assert refresh(lever).status_code == 200


def test_tokens_and_the_secret_are_canaries_and_end_with_the_world(lever: Reader) -> None:
    told = refresh(lever).json()
    secrets = {told["access_token"], told["refresh_token"], company.LEVER_CLIENT_SECRET, company.LEVER_REFRESH_TOKEN}
    assert secrets <= set(lever.world.canaries())
    lever.vendor.set_options(burst=3)
    assert stages(lever, told["access_token"]) == 200
    lever.vendor.reset()
    assert stages(lever, told["access_token"]) == 401


def test_the_token_endpoint_stands_outside_limit_and_maintenance(lever: Reader) -> None:
    lever.vendor.set_options(rate_limit="bucket", requests_per_second=0.001, burst=1)
    told: dict[str, Any] = refresh(lever).json()
    told = refresh(lever, told["refresh_token"]).json()
    assert stages(lever, told["access_token"]) == 200
    told = refresh(lever, told["refresh_token"]).json()
    assert stages(lever, told["access_token"]) == 429  # another token of the same grant
    lever.client.post("/_sim/faults", json=[{"kind": "maintenance", "match": "/v1/*", "seconds": 60}])
    lever.vendor.set_options(rate_limit="none")
    assert stages(lever, told["access_token"]) == 503
    assert refresh(lever, told["refresh_token"]).status_code == 200
