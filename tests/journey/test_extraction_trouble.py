"""Whatever happens to an extraction, it ends with the tables and files of an undisturbed one, and tells no secret."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline import parquet
from pipeline.simulator.calls import Call
from pipeline.simulator.faults import Fault
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import Running, running
from pipeline.tables import RAW_LEVER
from pipeline.transport import CONNECTIONS
from pipeline.workspace import Workspace
from tests.journey.conftest import UNLIMITED_ASHBY, UNLIMITED_LEVER, Journey
from tests.journey.lever_truth import extract

KILLS = 25
CHANGED = 6


def _some(kills: int, every: int) -> list[Any]:
    """All instants; a few in every test run, the others in `make prove`."""
    return [pytest.param(kill, marks=() if kill % every == every // 2 else pytest.mark.prove) for kill in range(kills)]


@dataclass(frozen=True)
class Copy:
    """What an extraction leaves: objects by table, however often and whenever each came; names of files; its calls."""

    tables: dict[str, set[tuple[Any, ...]]]
    files: set[str]
    calls: int = 0


def _copy(workspace: Path, calls: int = 0) -> Copy:
    tables = {}
    for table in RAW_LEVER:
        paths = parquet.current_files(Workspace(workspace).folder(table.name))
        assert paths is not None, table.name
        rows = [row for path in paths for row in pq.read_table(path).to_pylist()]
        tables[table.name] = {
            tuple(value for column, value in row.items() if column not in ("batch", "fetched_at")) for row in rows
        }
    return Copy(tables, {path.name for path in (workspace / "files").iterdir()}, calls)


def _same(workspace: Path, expected: Copy) -> None:
    found = _copy(workspace)
    assert {name for name, rows in expected.tables.items() if found.tables[name] != rows} == set()
    assert found.files == expected.files
    assert not list((workspace / "raw").rglob("_open*")), "a journal was left behind"


@pytest.fixture(scope="module")
def company() -> Iterator[Running]:
    """One company for all tests that change nothing in it."""
    with running(people=0, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY) as vendors:
        yield vendors


@pytest.fixture(scope="module")
def undisturbed(company: Running, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy that every disturbed extraction must end with."""
    workspace = tmp_path_factory.mktemp("undisturbed")
    extract(company, workspace)
    return _copy(workspace, len(company.lever.recorder.calls()))


@pytest.fixture(autouse=True)
def _calm(company: Running) -> Iterator[None]:
    company.lever.faults.clear()
    company.lever.recorder.reset()
    yield
    company.lever.faults.clear()


LISTS = (
    "/v1/opportunities",
    *(
        f"/v1/opportunities/*/{kind}"
        for kind in (
            "notes", "feedback", "interviews", "panels", "offers", "resumes", "files", "forms", "referrals", "download"
        )
    ),
    *(
        f"/v1/{kind}"
        for kind in (
            "users", "stages", "archive_reasons", "sources", "tags", "requisitions", "requisition_fields",
            "feedback_templates", "form_templates", "audit_events", "opportunities/deleted", "applications/deleted",
        )
    ),
)  # fmt: skip
"""All but postings, which Lever's maintenance spares."""


def test_maintenance_in_mid_resource_is_waited_out(company: Running, undisturbed: Copy, tmp_path: Path) -> None:
    company.lever.faults.replace(
        [
            Fault("maintenance", match="/v1/opportunities/*/notes", nth=20, seconds=1.5),
            Fault("maintenance", match="*/download", nth=5, seconds=1.5),
            Fault("maintenance", match="/v1/users", nth=1, seconds=1.5),
        ]
    )

    extract(company, tmp_path)

    assert [fault["fired"] for fault in company.lever.faults.dump()["faults"]] == [1, 1, 1]
    _same(tmp_path, undisturbed)


@pytest.mark.prove
@pytest.mark.parametrize("path", LISTS)
def test_half_a_minute_of_maintenance_in_any_resource_is_waited_out(
    company: Running, undisturbed: Copy, tmp_path: Path, path: str
) -> None:
    times = sum(_is_like(call, path) for call in _calls_of(company, tmp_path / "counted"))
    company.lever.faults.replace([Fault("maintenance", match=path, nth=1 + times // 2, seconds=30)])

    extract(company, tmp_path / "disturbed")

    assert company.lever.faults.dump()["faults"][0]["fired"] == 1
    _same(tmp_path / "disturbed", undisturbed)


def _calls_of(company: Running, workspace: Path) -> list[Call]:
    extract(company, workspace)
    return company.lever.recorder.calls()


def _is_like(call: Call, pattern: str) -> bool:
    parts = pattern.split("*")
    return call.path.startswith(parts[0]) and call.path.endswith(parts[-1]) and (len(parts) > 1 or call.path == pattern)


@pytest.mark.parametrize("share", [pytest.param(share, marks=pytest.mark.prove) for share in (0.01, 0.05)])
def test_every_kind_of_broken_answer_together_changes_nothing(
    company: Running, undisturbed: Copy, tmp_path: Path, share: float
) -> None:
    everywhere = [Fault(kind, share=share) for kind in ("429", "500_before", "500_after", "drop_before")]
    cut = [Fault("truncated", match=path, share=share) for path in LISTS if path != "/v1/opportunities/*/download"]
    late = Fault("slow", share=share, seconds=1.6)
    broken_off = Fault("drop_during", match="*/download", share=4 * share)
    company.lever.faults.replace([late, *everywhere, *cut, broken_off])

    extract(company, tmp_path, lever2ashby_timeout_s=1.2)

    fired = company.lever.faults.dump()["counts"]
    assert {"429", "500_before", "500_after", "drop_before", "slow", "truncated"} <= fired.keys()
    _same(tmp_path, undisturbed)


def test_downloads_whose_connection_breaks_are_whole_in_the_end(
    company: Running, undisturbed: Copy, tmp_path: Path
) -> None:
    # Not more often than the same file may break off before it is given up.
    company.lever.faults.replace([Fault("drop_during", match="*/download", nth=range(1, 13))])

    extract(company, tmp_path)

    assert company.lever.faults.dump()["counts"]["drop_during"] > 5
    _same(tmp_path, undisturbed)


def _killed_when(journey: Journey, is_time: Callable[[], bool]) -> None:
    """Start an extraction and kill it the moment it is time."""
    with subprocess.Popen(
        journey.command("extract"), env=journey.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while not is_time():
            assert process.poll() is None, "it ended before it was time to kill it"
            time.sleep(0.0005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("kill", _some(KILLS, 5))
def test_an_extraction_killed_at_any_instant_ends_with_the_same_tables_and_files(
    company: Running, undisturbed: Copy, tmp_path: Path, kill: int
) -> None:
    journey = Journey(company, tmp_path)
    instant = 1 + kill * undisturbed.calls // KILLS

    _killed_when(journey, lambda: len(company.lever.recorder.calls()) >= instant)
    journey.run("extract", exit_code=0)

    _same(tmp_path, undisturbed)
    assert len(company.lever.recorder.calls()) < undisturbed.calls + 60, "it began from the beginning"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A company of which a few opportunities change between two extractions."""
    with running(people=0, lever_options=UNLIMITED_LEVER, ashby_options=UNLIMITED_ASHBY) as vendors:
        yield vendors


@pytest.mark.parametrize("kill", _some(KILLS, 25))
def test_a_later_extraction_killed_at_any_instant_ends_as_an_undisturbed_one(
    changed: Running, tmp_path: Path, kill: int
) -> None:
    changed.lever.reset()
    killed, calm = Journey(changed, tmp_path / "killed"), Journey(changed, tmp_path / "calm")
    extract(changed, killed.workspace)
    extract(changed, calm.workspace)
    for number, opportunity in enumerate(sorted(changed.lever.state.opportunities)[: 2 * CHANGED]):
        if number % 3 == 0:
            changed.lever.edit("delete", opportunity=opportunity)
        else:
            changed.lever.edit("add_file", opportunity=opportunity, name=f"reference-{number}.pdf")
    changed.lever.recorder.reset()
    extract(changed, calm.workspace)
    calls = len(changed.lever.recorder.calls())
    instant = 1 + kill * calls // KILLS
    changed.lever.recorder.reset()

    _killed_when(killed, lambda: len(changed.lever.recorder.calls()) >= instant)
    killed.run("extract", exit_code=0)

    _same(killed.workspace, _copy(calm.workspace))
    assert len(changed.lever.recorder.calls()) < calls + 60


def _with_grant(company: Running, workspace: Path, **settings: str) -> Journey:
    options: LeverOptions = company.lever.options
    grant = {
        "LEVER_API_KEY": "",
        "LEVER_CLIENT_ID": options.oauth_client_id,
        "LEVER_CLIENT_SECRET": options.oauth_client_secret,
        "LEVER_REFRESH_TOKEN": options.oauth_refresh_token,
    }
    return Journey(company, workspace, grant | settings)


def _refreshes(company: Running) -> int:
    return sum(call.path == "/oauth/token" for call in company.lever.recorder.calls())


def _calls_after_refresh(company: Running, refreshes: int) -> int:
    """Calls that came after so many refreshes."""
    paths = [call.path for call in company.lever.recorder.calls()]
    places = [place for place, path in enumerate(paths) if path == "/oauth/token"]
    return len(paths) - places[refreshes - 1] - 1 if len(places) >= refreshes else 0


@pytest.fixture
def granted(company: Running) -> Iterator[Running]:
    """The same company, without grants used so far, whose access tokens live for a second."""
    company.lever.state.grants.refresh.clear()
    company.lever.state.grants.access.clear()
    company.lever.set_options(access_token_life_s=2.0)
    yield company
    company.lever.set_options(access_token_life_s=3600, old_refresh_token="dead")


@pytest.mark.parametrize(
    ("old", "kill"),
    [
        ("dead", 2),
        *(
            pytest.param(old, kill, marks=pytest.mark.prove)
            for old in ("dead", "until_new_used", "alive")
            for kill in (1, 3)
        ),
    ],
)
def test_a_grant_outlives_a_kill_between_a_refresh_and_its_use(
    granted: Running, undisturbed: Copy, tmp_path: Path, old: str, kill: int
) -> None:
    granted.lever.set_options(old_refresh_token=old)
    journey = _with_grant(granted, tmp_path)

    # More calls than can have been under way during the refresh: so the new token is on disk.
    _killed_when(journey, lambda: _calls_after_refresh(granted, kill) > CONNECTIONS)
    ended = journey.run("extract", exit_code=0)

    assert _refreshes(granted) > kill, "the second run has not signed in by itself"
    _same(tmp_path, undisturbed)
    _tells_nothing(granted, journey, ended.stdout + ended.stderr)
    _keeps_no_token(granted, tmp_path)


@pytest.mark.prove
@pytest.mark.parametrize("old", ["until_new_used", "alive"])
@pytest.mark.parametrize("kill", [1, 2, 3])
def test_a_refresh_whose_answer_never_reached_the_disk_is_made_again_where_lever_allows_it(
    granted: Running, undisturbed: Copy, tmp_path: Path, old: str, kill: int
) -> None:
    granted.lever.set_options(old_refresh_token=old)
    journey = _with_grant(granted, tmp_path)

    _killed_when(journey, lambda: len(granted.lever.state.grants.refresh) >= kill)
    journey.run("extract", exit_code=0)

    _same(tmp_path, undisturbed)


def test_an_extraction_in_trouble_tells_no_name_address_key_or_token(company: Running, tmp_path: Path) -> None:
    journey = Journey(company, tmp_path)
    company.lever.faults.replace(
        [
            Fault("500_before", share=0.02),
            Fault("truncated", match="/v1/opportunities*", share=0.02),
            Fault("body", match="/v1/tags", body='{"data": [{"text": 7'),
        ]
    )

    ended = journey.run("extract", exit_code=7)

    assert "/tags" in ended.stderr
    _tells_nothing(company, journey, ended.stdout + ended.stderr)


def _tells_nothing(company: Running, journey: Journey, shown: str) -> None:
    """No canary in what a command showed, nor in a log."""
    logs = "".join(path.read_text() for path in (journey.workspace / "logs").iterdir())
    canaries = [canary for canary in company.lever.state.canaries() if len(canary) > 3]
    assert len(canaries) > 50
    assert [canary for canary in canaries if canary in shown or canary in logs] == []


def _keeps_no_token(company: Running, workspace: Path) -> None:
    """No key, secret or token in any file of the workspace that can be read."""
    secrets = [secret.encode() for secret in company.lever.state.keys]
    assert len(secrets) > 3
    for path in workspace.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path.name
