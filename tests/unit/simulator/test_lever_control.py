"""The control surface of a vendor, both vendors in one process, and the command that serves them."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.simulator import company
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import lever_vendor, running
from pipeline.simulator.serving import serving

ROOT = Path(__file__).parents[3]


@pytest.fixture
def vendor() -> Vendor:
    return lever_vendor(people=20)


@pytest.fixture
def client(vendor: Vendor) -> Iterator[httpx.Client]:
    with serving(vendor) as (url,), httpx.Client(base_url=url, auth=(company.LEVER_KEY, "")) as client:
        yield client


def test_calls_are_recorded_and_counted(client: httpx.Client) -> None:
    client.get("/v1/users", params={"limit": 1})
    client.get("/v1/opportunities/00000000-0000-4000-8000-000000000000/notes")
    told = client.get("/_sim/calls").json()
    assert next((call["method"], call["path"], call["query"], call["status"]) for call in told["calls"]) == (
        "GET",
        "/v1/users",
        "limit=1",
        200,
    )
    counts = client.get("/_sim/calls?counts=1").json()
    assert counts["counts"] == {"GET /v1/opportunities/:id/notes": {"404": 1}, "GET /v1/users": {"200": 1}}
    assert "calls" not in counts
    assert client.post("/_sim/calls", json={"keep": 0}).status_code == 200
    client.get("/v1/users")
    told = client.get("/_sim/calls").json()
    assert told["calls"] == []
    assert told["rates"]["calls"] == 1


def test_the_rate_report_tells_offered_accepted_and_refused(client: httpx.Client, vendor: Vendor) -> None:
    vendor.set_options(rate_limit="bucket", requests_per_second=0.001, burst=5)
    statuses = [client.get("/v1/stages").status_code for _ in range(12)]
    assert statuses == [200] * 5 + [429] * 7
    rates = vendor.recorder.rates()
    assert (rates["calls"], rates["refused_429"]) == (12, 7)
    # on a busy machine the calls may be spread over more than the window of one second
    assert 1 <= rates["most_accepted_in_window"] <= 5
    assert rates["most_accepted_in_window"] <= rates["most_offered_in_window"] <= 12


def test_faults_options_state_and_reset(client: httpx.Client, vendor: Vendor) -> None:
    client.post("/_sim/faults", json=[{"kind": "500_before", "match": "/v1/users", "nth": 1}])
    assert [client.get(f"/v1/{path}").status_code for path in ("stages", "users", "users")] == [200, 500, 200]
    assert client.get("/v1/stages").json()["hasNext"] is False
    (fault,) = client.get("/_sim/faults").json()["faults"]
    assert (fault["matched"], fault["fired"]) == (2, 1)
    assert client.post("/_sim/faults", json=[{"kind": "odd"}]).status_code == 400
    assert client.post("/_sim/options", json={"permissions": ["users"]}).status_code == 200
    assert client.get("/v1/stages").status_code == 403
    for wrong in ({"updated_order": "up"}, {"permissions": ["everything"]}, {"nonsense": 1}):
        assert client.post("/_sim/options", json=wrong).status_code == 400
    state = client.get("/_sim/state").json()
    assert len(state["opportunities"]) == len(vendor.state.opportunities)
    assert state["cases"]["no_posting"] == vendor.state.cases["no_posting"]
    assert client.post("/_sim/reset", json={"people": 5, "seed": 3}).json() == {"seed": 3, "people": 5}
    assert len(client.get("/_sim/state").json()["contacts"]) == len(state["contacts"]) - 15
    assert client.get("/_sim/faults").json()["faults"] == []
    assert client.get("/_sim/calls?counts=1").json()["rates"]["calls"] == 0
    assert client.get("/_sim/notifications").json() == {"notifications": []}
    assert client.get("/_sim/other").status_code == 404


def test_a_scripted_refusal_speaks_levers_envelope(client: httpx.Client) -> None:
    script = [{"kind": kind, "nth": number} for number, kind in enumerate(("429", "500_after"), start=1)]
    client.post("/_sim/faults", json=[*script, {"kind": "maintenance", "nth": 3, "seconds": 60}])
    for status in (429, 500, 503):
        answer = client.get("/v1/opportunities")
        assert answer.status_code == status
        assert set(answer.json()) == {"code", "message"}
    assert client.get("/v1/postings").status_code == 200


def test_both_vendors_run_side_by_side_and_free_their_ports() -> None:
    with running(people=10, lever_options=LeverOptions(burst=3), keep=0) as both:
        assert httpx.get(f"{both.lever_url}/stages", auth=(company.LEVER_KEY, "")).status_code == 200
        key_info = httpx.post(f"{both.ashby_url}/apiKey.info", json={}, auth=(company.ASHBY_KEY, ""))
        assert key_info.status_code == 200
        assert key_info.json()["success"] is True
        assert both.lever.options.burst == 3
        assert both.lever.recorder.rates()["calls"] == both.ashby.recorder.rates()["calls"] == 1
        assert both.lever.recorder.calls() == []
        assert httpx.get(f"{both.ashby_url}/_sim/notifications").status_code == 200
        both.stop()
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{both.lever_url}/stages")


def test_the_command_tells_addresses_and_keys_and_ends_on_a_signal() -> None:
    command = [sys.executable, "-m", "pipeline.simulator", "--people", "5", "--seed", "9"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert set(told) == {"lever_base_url", "ashby_base_url", "lever_api_key", "ashby_api_key"}
        answer = httpx.get(f"{told['lever_base_url']}/stages", auth=(told["lever_api_key"], ""))
        assert answer.status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert process.stdout.read() == ""
