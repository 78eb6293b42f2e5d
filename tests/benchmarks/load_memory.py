"""Peak memory of a load: of 100,000 people beside 2,000, and with files of 30 MB beside files of 30 kB.

Against an Ashby of its own (see light_ashby). LEVER2ASHBY_BENCH_PEOPLE sets the bigger size.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline import duck, parquet
from pipeline.tables import TABLES
from pipeline.workspace import Workspace
from stages import load
from tests.benchmarks import light_ashby

SMALL = 2_000
BIG = int(os.environ.get("LEVER2ASHBY_BENCH_PEOPLE", "100000"))
FILES = 40
SMALL_FILE, BIG_FILE = 30_000, 30_000_000


@dataclass(frozen=True)
class _Peak:
    megabytes: int
    seconds: float


def main() -> None:
    """Three loads: few people with small files, few with big ones, many."""
    with tempfile.TemporaryDirectory() as scratch:
        small = _loaded(Path(scratch) / "small", SMALL, SMALL_FILE)
        files = _loaded(Path(scratch) / "files", SMALL, BIG_FILE)
        _print(f"load {SMALL} people, {FILES} files of {BIG_FILE // 1_000_000} MB", files, small)
        _print(f"load {BIG} people with a note each", _loaded(Path(scratch) / "big", BIG, SMALL_FILE), small)


def _print(what: str, peak: _Peak, small: _Peak) -> None:
    print(
        f"{what}: peak {peak.megabytes} MB, {peak.seconds:.0f} s; {SMALL} people, files of {SMALL_FILE // 1000} kB:",
        f"{small.megabytes} MB, {small.seconds:.0f} s: {peak.megabytes / small.megabytes:.2f} x",
        flush=True,
    )


def _loaded(root: Path, people: int, file_bytes: int) -> _Peak:
    """One load in a process of its own, whose peak the system tells when it ends."""
    _make(Workspace(root), people, file_bytes)
    with light_ashby.serving() as url:
        command = [sys.executable, "-m", "pipeline.cli", "load", "--yes", "--workspace", str(root), "--quiet"]
        line = {"ASHBY_BASE_URL": url, "ASHBY_API_KEY": "any", "ASHBY_REQUESTS_PER_MINUTE": "60000000"}
        begun = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, **line}, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"load ended with {process.returncode}")
    return _Peak(used.ru_maxrss // 1024, time.perf_counter() - begun)


def _make(workspace: Workspace, people: int, file_bytes: int) -> None:
    """What a load reads: writes of so many people, and the bytes of one file that all the files are."""
    content = b"%PDF-1.4 " + bytes(file_bytes - 9)
    digest = hashlib.sha256(content).hexdigest()
    workspace.files.mkdir(parents=True)
    (workspace.files / digest).write_bytes(content)
    given = {"people": people, "files": FILES, "sha256": digest, "bytes": file_bytes}
    with closing(duck.bare()) as connection:
        for name, value in given.items():
            connection.execute(f"set variable {name} = ?", [value])
        connection.execute(Path(__file__).with_name("big_load.sql").read_text(encoding="utf-8"))
        made = {
            row[0] for row in connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        }
        for table in load.INPUTS:
            _write(workspace, connection, table.name, is_made=table.name in made)


def _write(workspace: Workspace, connection: duckdb.DuckDBPyConnection, name: str, *, is_made: bool) -> None:
    folder = workspace.folder(name)
    path = parquet.aside(folder)
    columns = TABLES[name].columns
    if is_made:
        listed = ", ".join("sha256(payload) as payload_sha256" if one == "payload_sha256" else one for one in columns)
        rows = connection.table(name).project(listed)
    else:
        listed = ", ".join(f'null::{type_} as "{one}"' for one, type_ in columns.items())
        rows = connection.sql(f"select {listed} where false")
    rows.write_parquet(str(path), compression="zstd")
    count = connection.read_parquet(str(path)).aggregate("count(*)").fetchall()[0][0]
    parquet.replace(folder, [parquet.keep(path, count)])
