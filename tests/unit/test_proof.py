"""What proves that a file arrived (R1): its bytes come back from Ashby, each file once, over real HTTP on loopback."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline import journal
from pipeline.allowance import Allowance
from pipeline.ashby import client, copy, files, resources
from pipeline.ashby.answers import Accepted
from pipeline.errors import Unreachable
from pipeline.run import Run, silent
from pipeline.settings import Settings
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.company import ASHBY_KEY
from pipeline.simulator.faults import Fault
from pipeline.simulator.server import Running, running
from pipeline.transport import Connection, Patience
from pipeline.workspace import Workspace
from stages import reconcile
from stages.reconcile import proof
from tests.unit.small_workspace import read_table, write_table

QUICK = Patience(total_s=2, attempts=3, first_wait_s=0.01, longest_wait_s=0.05)


@pytest.fixture
def vendors() -> Iterator[Running]:
    with running(people=0, ashby_options=AshbyOptions(rate_window="none")) as both:
        yield both


@dataclass
class Company:
    """One person of ours in Ashby, another one who is nobody's, and the workspace of which they are read."""

    vendors: Running
    workspace: Workspace
    candidate_id: str
    stranger_id: str

    def reconcile(self) -> list[dict[str, Any]]:
        """Read the candidates back and prove their files, as a reconcile does; returns raw_ashby__file as it is now."""
        self.vendors.ashby.recorder.reset()
        pull = journal.open_pull(self.workspace.root / "raw", "ashby_read_back")

        async def go(ashby: Connection) -> None:
            await copy.copy_list(self.workspace, ashby, resources.CANDIDATES, pull, silent)
            reconcile._restage(self.workspace)
            await proof.prove(Run(self.workspace, Settings()), ashby, pull)

        _connected(self.vendors, go)
        journal.close_pull(self.workspace.root / "raw", "ashby_read_back", pull, 0)
        return sorted(
            (
                {"id": row["id"], "parent_id": row["parent_id"], **msgspec.json.decode(row["json"])}
                for row in read_table(self.workspace, "raw_ashby__file")
            ),
            key=lambda row: row["name"],
        )

    def asked(self) -> int:
        """Files whose address was asked for since the last reconcile began."""
        return sum(call.path == "/file.info" for call in self.vendors.ashby.recorder.calls())


def _connected(vendors: Running, work: Any) -> Any:
    async def go() -> Any:
        async with client.connected(vendors.ashby_url, ASHBY_KEY, Allowance(1e6, 1), 1, QUICK) as ashby:
            return await work(ashby)

    return asyncio.run(go())


async def _written(ashby: Connection, call: str, body: dict[str, Any]) -> dict[str, Any]:
    told = await client.write(ashby, call, body)
    assert isinstance(told, Accepted)
    results: dict[str, Any] = msgspec.json.decode(told.results)
    return results


def _company(vendors: Running, root: Path, names: Sequence[str]) -> Company:
    """Files of these names on our person, the first one as resume; and the first one on the stranger too."""
    workspace = Workspace(root)

    async def put(ashby: Connection, candidate_id: str, name: str, context: str, call: str, parameter: str) -> None:
        path = root / "bytes"
        path.write_bytes(name.encode())
        handle = await files.upload(
            ashby, path, context=context, name=name, content_type="text/plain", length=len(name.encode())
        )
        await _written(ashby, call, {"candidateId": candidate_id, parameter: handle})

    async def make(ashby: Connection) -> tuple[str, str]:
        ours = (await _written(ashby, "candidate.create", {"name": "Ann"}))["id"]
        theirs = (await _written(ashby, "candidate.create", {"name": "Bo"}))["id"]
        for name in (*names[1:], "of a recruiter.txt"):
            await put(ashby, ours, name, "CandidateFiles", "candidate.uploadFile", "fileHandle")
        await put(ashby, ours, names[0], "CandidateResume", "candidate.uploadResume", "resumeHandle")
        await put(ashby, theirs, names[0], "CandidateFiles", "candidate.uploadFile", "fileHandle")
        return ours, theirs

    ours, theirs = _connected(vendors, make)
    write_table(
        workspace,
        "result__candidate",
        [{"write_key": "candidate/c1", "entity": "candidate", "lever_id": "c1", "ashby_id": ours}],
    )
    write_table(
        workspace, "int_child", [{"entity": "file", "lever_id": f"file/{name}", "person_id": "c1"} for name in names]
    )
    write_table(
        workspace,
        "int_file",
        [{"attachment_id": f"file/{name}", "file_name": name, "sha256": _sha256(name)} for name in names],
    )
    return Company(vendors, workspace, ours, theirs)


def _sha256(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def test_the_bytes_of_our_files_are_proved_once(vendors: Running, tmp_path: Path) -> None:
    """Neither a recruiter's file nor another candidate's is asked for, and no file of ours a second time."""
    company = _company(vendors, tmp_path, ["cv (Lever resume r1).txt", "é (Lever file f1)"])

    first = company.reconcile()

    assert company.asked() == 2
    assert [(row["name"], row["outcome"], row["sha256"], row["bytes"], row["parent_id"]) for row in first] == [
        (name, "given", _sha256(name), len(name.encode()), company.candidate_id)
        for name in ("cv (Lever resume r1).txt", "é (Lever file f1)")
    ]
    assert company.reconcile() == first
    assert company.asked() == 0


@pytest.mark.parametrize(
    ("bytes_", "outcome", "calls"),
    [("altered", "given", 1), ("refused", "refused", 2), ("no_url", "no_address", 1)],
)
def test_what_is_not_proved_is_told_and_asked_for_again(
    vendors: Running, tmp_path: Path, bytes_: str, outcome: str, calls: int
) -> None:
    """Other bytes, a storage that refuses, and no address at all: none of it is proof, and none of it is for ever."""
    company = _company(vendors, tmp_path, ["cv (Lever resume r1).txt"])
    vendors.ashby.set_options(file_bytes=bytes_)

    (row,) = company.reconcile()

    assert row["outcome"] == outcome
    assert row.get("sha256") != _sha256("cv (Lever resume r1).txt")
    assert (row.get("why") is None) == (outcome == "given")
    assert company.asked() == calls
    vendors.ashby.set_options(file_bytes="given")
    (row,) = company.reconcile()
    assert row["sha256"] == _sha256("cv (Lever resume r1).txt")
    assert "why" not in row


def test_a_file_of_another_name_is_known_by_the_id_that_ashby_told(vendors: Running, tmp_path: Path) -> None:
    """Ashby may cut a name short: what the write's answer called it still tells which one is ours."""
    company = _company(vendors, tmp_path, ["cv (Lever resume r1).txt"])
    (first,) = company.reconcile()
    ours = {"attachment_id": "file/f1", "file_name": "cv, but longer (Lever resume r1).txt", "sha256": "ab" * 32}
    write_table(company.workspace, "int_file", [ours])
    write_table(company.workspace, "int_child", [{"entity": "file", "lever_id": "file/f1", "person_id": "c1"}])
    company.reconcile()
    assert company.asked() == 0, "nothing tells that it is ours"

    told = {"write_key": "file/file/f1", "entity": "file", "lever_id": "file/f1", "ashby_id": first["id"]}
    write_table(company.workspace, "result__file", [told])
    company.reconcile()

    assert company.asked() == 1


def test_it_goes_on_where_it_was_cut_off(vendors: Running, tmp_path: Path) -> None:
    """What was proved before Ashby fell silent stays proved; only the rest is asked for."""
    names = [f"{number:02} (Lever file f{number})" for number in range(20)]
    company = _company(vendors, tmp_path, names)
    vendors.ashby.faults.replace([Fault("500_before", match="/file.info", nth=range(12, 200))])
    with pytest.raises(Unreachable):
        company.reconcile()
    done = sum(call.path.startswith("/_storage/file/") for call in vendors.ashby.recorder.calls())
    vendors.ashby.faults.clear()

    rows = company.reconcile()

    assert [row["sha256"] for row in rows] == [_sha256(name) for name in names]
    assert 20 - done <= company.asked() < 20
