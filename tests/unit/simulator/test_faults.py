"""Every kind of scripted fault as a real client sees it over loopback, and what it does to the effect."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from pipeline.simulator.calls import Recorder, record
from pipeline.simulator.faults import KINDS, Fault, Faults, answer, from_json, wrap
from pipeline.simulator.serving import serving


@dataclass
class Counter:
    """An app whose effect is to count; answers the count."""

    count: int = 0

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "http.request"
        self.count += 1
        await answer(send, 200, json.dumps({"count": self.count, "padding": "x" * 500}).encode())


@dataclass
class Bench:
    app: Counter
    faults: Faults
    recorder: Recorder
    client: httpx.Client


@pytest.fixture(scope="module")
def served() -> Iterator[Bench]:
    app, faults, recorder = Counter(), Faults(seed=7), Recorder(window=1.0)
    with serving(record(wrap(app, faults), recorder)) as (url,), httpx.Client(base_url=url, timeout=5) as client:
        yield Bench(app, faults, recorder, client)


@pytest.fixture
def bench(served: Bench) -> Bench:
    served.faults.clear()
    served.recorder.reset()
    served.app.count = 0
    return served


def post(bench: Bench, path: str = "/thing.create") -> httpx.Response:
    return bench.client.post(path, json={"a": 1})


def test_without_faults_nothing_is_in_the_way(bench: Bench) -> None:
    assert post(bench).json()["count"] == 1
    assert bench.recorder.calls()[0].body == {"a": 1}


@pytest.mark.parametrize(
    ("kind", "status", "effects"), [("429", 429, 0), ("500_before", 500, 0), ("500_after", 500, 1)]
)
def test_an_error_comes_before_or_after_the_effect(bench: Bench, kind: str, status: int, effects: int) -> None:
    bench.faults.add(Fault(kind, nth=1))
    assert post(bench).status_code == status
    assert bench.app.count == effects
    assert post(bench).json()["count"] == effects + 1


def test_retry_after_is_sent_only_when_asked_for(bench: Bench) -> None:
    bench.faults.replace([Fault("429", nth=1, retry_after=3), Fault("429", nth=2)])
    assert post(bench).headers["retry-after"] == "3"
    assert "retry-after" not in post(bench).headers


@pytest.mark.parametrize(("kind", "effects"), [("drop_before", 0), ("drop_after", 1), ("drop_during", 1)])
def test_a_dropped_connection_is_one_for_the_client(bench: Bench, kind: str, effects: int) -> None:
    bench.faults.add(Fault(kind, nth=1))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        post(bench)
    assert bench.app.count == effects
    assert bench.recorder.calls()[0].status == (200 if kind == "drop_during" else None)
    assert post(bench).json()["count"] == effects + 1


def test_slow_has_its_effect_at_once(bench: Bench) -> None:
    bench.faults.add(Fault("slow", nth=1, seconds=0.4))
    with pytest.raises(httpx.ReadTimeout):
        bench.client.post("/thing.create", timeout=0.1)
    assert bench.app.count == 1
    begun = time.monotonic()
    bench.faults.replace([Fault("slow", nth=1, seconds=0.2)])
    assert post(bench).json()["count"] == 2
    assert time.monotonic() - begun >= 0.2


def test_slow_effect_comes_though_the_client_has_gone(bench: Bench) -> None:
    bench.faults.add(Fault("slow_effect", nth=1, seconds=0.3))
    with pytest.raises(httpx.ReadTimeout):
        bench.client.post("/thing.create", timeout=0.05)
    assert bench.app.count == 0
    time.sleep(0.5)
    assert bench.app.count == 1


def test_a_truncated_answer_has_its_status_and_half_its_body(bench: Bench) -> None:
    bench.faults.add(Fault("truncated", nth=1))
    cut = post(bench)
    assert cut.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        cut.json()
    assert bench.app.count == 1


def test_another_body_can_be_put_in_place(bench: Bench) -> None:
    bench.faults.add(Fault("body", nth=1, body="<html>"))
    assert post(bench).text == "<html>"
    assert bench.app.count == 1


def test_maintenance_lasts_its_time_and_spares_postings(bench: Bench) -> None:
    bench.faults.add(Fault("maintenance", nth=2, seconds=0.3))
    assert [post(bench).status_code for _ in range(3)] == [200, 503, 503]
    assert post(bench, "/v1/postings").status_code == 200
    time.sleep(0.35)
    assert post(bench).status_code == 200
    assert bench.faults.dump()["counts"] == {"maintenance": 2}


def statuses(bench: Bench, calls: int, path: str = "/thing.create") -> list[int]:
    return [post(bench, path).status_code for _ in range(calls)]


def test_calls_are_chosen_by_number_period_and_bound(bench: Bench) -> None:
    bench.faults.replace([Fault("429", nth=[2, 4])])
    assert statuses(bench, 5) == [200, 429, 200, 429, 200]
    bench.faults.replace([Fault("429", every=3, times=1)])
    assert statuses(bench, 6) == [200, 200, 429, 200, 200, 200]


def test_only_matching_paths_are_counted(bench: Bench) -> None:
    bench.faults.replace([Fault("429", match="/thing.*", nth=2)])
    assert statuses(bench, 2, "/other.list") == [200, 200]
    assert statuses(bench, 2) == [200, 429]


def test_a_share_hits_the_same_calls_every_time() -> None:
    first, second = Faults([Fault("429", share=0.3)], seed=5), Faults([Fault("429", share=0.3)], seed=5)
    hits = [first.choose("/x") is not None for _ in range(2000)]
    assert hits == [second.choose("/x") is not None for _ in range(2000)]
    assert sum(hits) == pytest.approx(600, abs=60)
    assert hits != [Faults([Fault("429", share=0.3)], seed=6).choose("/x") is not None for _ in range(2000)]


def test_the_first_of_two_faults_wins_and_both_count() -> None:
    faults = Faults([Fault("429", nth=2), Fault("500_before", every=2)])
    kinds = [getattr(faults.choose("/x"), "kind", None) for _ in range(4)]
    assert kinds == [None, "429", None, "500_before"]
    assert [(told["matched"], told["fired"]) for told in faults.dump()["faults"]] == [(4, 1), (4, 1)]


def test_a_script_comes_from_json_and_is_checked() -> None:
    assert from_json([{"kind": "slow", "seconds": 1, "match": "/a*"}]) == [Fault("slow", "/a*", seconds=1)]
    for wrong in ({"kind": "boom"}, {"kind": "slow"}, {"kind": "body"}, {"kind": "429", "nth": 1, "every": 2}):
        with pytest.raises(ValueError, match=r"unknown|needs|at most"):
            from_json([wrong])
    assert len(KINDS) == len(set(KINDS))
