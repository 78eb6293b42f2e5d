"""Whatever Ashby does where its documentation is silent, the journey closes, and nothing is doubled or lost.

Every point of section 11 of `reference/ashby-api.md`, with every value of every switch that stands for it
(`AshbyOptions`). A case (`open_cases`) names all that ends otherwise than under the defaults, and all that Ashby shows
otherwise than it was sent: anything else fails it. The extraction and the first survey are made once; what a point may
change of them is made again in the case.
"""

import ast
import fcntl
import inspect
import pickle
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from pipeline.ashby import calls
from pipeline.simulator import ashby_options
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_state import AshbyState
from pipeline.simulator.server import Running, running
from pipeline.tables import ENTITIES
from tests.journey import open_company
from tests.journey.conftest import UNLIMITED_ASHBY, UNLIMITED_LEVER, Journey, ended
from tests.journey.open_cases import CASES, UNREACHED, Case, Moved, Shown

PEOPLE = 0
"""Besides the awkward cases, which are the point."""
ASHBY = replace(UNLIMITED_ASHBY, error_form="errorInfo")
"""Says in words why it refuses."""
AROUND_WORDS = re.compile(r"^Ashby refused it: | \(request \w+\)$")
MARKER = re.compile(r"lever:([a-z]+:[0-9a-f-]+)")
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass(frozen=True)
class End:
    """What a journey ended with."""

    records: dict[tuple[str, str], tuple[str, str]]
    """Entity and Lever id → bucket, and its reason: Ashby's words if it refused the record, else the code."""
    shown: frozenset[Shown]
    exit_code: int
    state: dict[str, Any]
    """What Ashby holds."""


@dataclass(frozen=True)
class Prepared:
    """Both vendors, a workspace that is ready to load, and what the journey ends with under the defaults."""

    vendors: Running
    workspace: Path
    usual: End

    def ready(self, case: Case, folder: Path) -> Journey:
        """A copy of the workspace, and an Ashby as the case wants it."""
        shutil.copytree(self.workspace, folder / "workspace")
        return _served(self.vendors, case, folder / "workspace")


def _served(vendors: Running, case: Case, workspace: Path) -> Journey:
    ashby = vendors.ashby
    ashby.options = ASHBY
    ashby.reset()
    open_company.furnish(ashby.state)
    ashby.set_options(**case.switches)
    return Journey(vendors, workspace, {"LEVER2ASHBY_TIMEOUT_S": str(case.timeout_s)})


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Prepared]:
    """The company, prepared once for all tests that run side by side: the same seed gives the same ids."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    home = shared / "open_points"
    with (
        running(people=PEOPLE, lever_options=UNLIMITED_LEVER, ashby_options=ASHBY) as vendors,
        (shared / "open_points.lock").open("w") as lock,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _prepare(vendors, shared / "open_points.made")
            (shared / "open_points.made").rename(home)
        fcntl.flock(lock, fcntl.LOCK_UN)
        made = pickle.loads((home / "usual").read_bytes())  # noqa: S301 - of our own making, a moment ago
        yield Prepared(vendors, home / "workspace", made)


def _prepare(vendors: Running, home: Path) -> None:
    open_company.extend(vendors.lever.state)
    journey = _served(vendors, Case(0), home / "workspace")
    journey.run("extract", exit_code=0)
    _survey(journey)
    shutil.copytree(home / "workspace", home / "copy" / "workspace")
    usual = _end(_served(vendors, Case(0), home / "copy" / "workspace"), Case(0))
    assert usual.exit_code == 5
    assert not usual.shown
    (home / "usual").write_bytes(pickle.dumps(usual))


def _survey(journey: Journey) -> None:
    """From the survey to what is ready to load."""
    for words in (["survey"], ["transform", "--yes"], ["check"]):
        made = journey.run(*words)
        assert made.exit_code in (0, 5), made.stdout + made.stderr


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name, marks=() if case.quick else pytest.mark.prove) for case in CASES]
)
def test_the_journey_closes_whatever_ashby_does(prepared: Prepared, tmp_path: Path, case: Case) -> None:
    usual = prepared.usual
    journey = prepared.ready(case, tmp_path)
    if case.resurveys:
        _survey(journey)
    if case.hands is not None:
        case.hands(journey.vendors.ashby.state)

    end = _end(journey, case)

    assert end.records.keys() == usual.records.keys()
    moved = {_moved(case, key[0], where) for key, where in end.records.items() if usual.records[key] != where}
    assert sorted(moved) == sorted(case.moved)
    assert sorted(end.shown) == sorted(case.shown)
    is_different = bool(case.shown) or any(bucket == "missing" for _, bucket, _ in case.moved)
    assert end.exit_code == (6 if is_different else 5)
    if not (case.moved or case.shown or case.alters):
        assert end.state == usual.state
    if case.heals:
        _survey(journey)
        assert _end(journey, replace(case, faults=(), during=None, afterwards=None)).records == usual.records
    shutil.rmtree(journey.workspace)


def _moved(case: Case, entity: str, where: tuple[str, str]) -> Moved:
    bucket, why = where
    return entity, bucket, "" if bucket == "refused" and not case.is_in_words else why


def _end(journey: Journey, case: Case) -> End:
    """Load and compare, and what must be true at the end of any journey."""
    ashby = journey.vendors.ashby
    _load(journey, case)
    if case.afterwards is not None:
        case.afterwards(ashby.state)
    reconciled = journey.run("reconcile")
    assert reconciled.exit_code in (0, 5, 6), reconciled.stdout + reconciled.stderr
    assert not _doubles(ashby.state)
    before = journey.writes()
    again = journey.run("load", "--yes")
    assert again.exit_code in (0, 5), again.stdout + again.stderr
    assert journey.writes() == before, "a second load writes"
    rows = journey.rows("parity__records")
    buckets = reconciled.told["buckets"]
    assert tuple(buckets) == ENTITIES
    for entity, counts in buckets.items():
        assert sum(counts.values()) == sum(row["entity"] == entity for row in rows)
    return End(
        {(row["entity"], row["lever_id"]): (row["bucket"], _why(row)) for row in rows},
        frozenset(
            (row["entity"], NUMBER.sub("#", row["field"]))
            for row in journey.rows("parity__fields")
            if row["verdict"] in ("differs", "missing", "extra")
        ),
        reconciled.exit_code,
        ended(ashby),
    )


def _load(journey: Journey, case: Case) -> None:
    """Load; where answers get lost, once more when none does: what had no answer by then gets one."""
    ashby = journey.vendors.ashby
    ashby.faults.replace(case.faults)
    deed = threading.Thread(target=case.during, args=(ashby,)) if case.during is not None else None
    if deed is not None:
        deed.start()
    loaded = journey.run("load", "--yes")
    assert loaded.exit_code in (0, 5), loaded.stdout + loaded.stderr
    if deed is not None:
        deed.join()
    if case.faults:
        assert ashby.faults.dump()["fired"], "no answer was lost"
        ashby.faults.clear()
        assert journey.run("load", "--yes").exit_code in (0, 5)


def _why(row: dict[str, Any]) -> str:
    """Ashby's words, if it gave them; else our code."""
    reason = row["reason"] or ""
    return AROUND_WORDS.sub("", reason) if reason.startswith("Ashby refused it: ") else row["reason_code"] or ""


def _doubles(state: AshbyState) -> dict[str, int]:
    """Everything of Lever's that is in Ashby more than once: people, applications, texts and files, by their ids."""
    marks: list[str] = []
    with state.lock:
        ids = {
            row.id for row in state.fields.by_id.values() if re.fullmatch("Lever (contact|opportunity) id", row.title)
        }
        customs = [row.custom for row in state.candidates.by_id.values()]
        customs += [row.custom for row in state.applications.by_id.values()]
        marks += [one for custom in customs for id_ in ids & custom.keys() for one in str(custom[id_]).split(", ")]
        for candidate in state.candidates.by_id.values():
            marks += [found[-1] for note in candidate.notes if (found := MARKER.findall(note.content))]
            held = {file.id: file.name for file in (candidate.resume, *candidate.files) if file is not None}
            marks += [name for name in held.values() if "(Lever " in name]
        marks += [mark for row in state.feedback.by_id.values() for mark in set(MARKER.findall(str(row.values)))]
    return {mark: count for mark, count in Counter(marks).items() if count > 1}


def _open_points() -> dict[str, set[int]]:
    """The switches that stand for points of section 11: each docstring begins with their numbers."""
    (options,) = (
        node
        for node in ast.parse(inspect.getsource(ashby_options)).body
        if isinstance(node, ast.ClassDef) and node.name == "AshbyOptions"
    )
    found = {}
    for switch, said in zip(options.body, options.body[1:], strict=False):
        if isinstance(switch, ast.AnnAssign) and isinstance(switch.target, ast.Name) and isinstance(said, ast.Expr):
            numbers = re.match(r"\d+(, \d+)*(?=[:,]|$)", str(ast.literal_eval(said.value)))
            if numbers is not None:
                found[switch.target.id] = {int(number) for number in numbers[0].split(", ")}
    return found


def test_every_switch_of_every_open_point_is_tried_with_every_value() -> None:
    defaults = {switch.name: switch.default for switch in fields(AshbyOptions)}
    hints = get_type_hints(AshbyOptions)
    tried: dict[str, set[Any]] = {name: {default} for name, default in defaults.items()}
    for case in CASES:
        for name, value in case.switches.items():
            tried[name].add(value)
    switches = _open_points()

    for name in switches:
        values = set(get_args(hints[name])) if not isinstance(defaults[name], bool) else {True, False}
        values -= {int, type(None)}
        assert tried[name] >= values, name
        assert len(tried[name]) > 1, name
    assert set().union(*switches.values()) | UNREACHED | {20} == set(range(1, 21))
    assert {case.point for case in CASES} | UNREACHED == set(range(1, 21))


def test_what_the_journey_never_sends_leaves_its_points_closed() -> None:
    """13, and what 10 and 14 say of calls that no stage makes: such a call can't be sent at all."""
    sent = calls.READS | calls.WRITES | calls.UPLOADS

    assert not sent & {
        "application.changeStage",
        "application.delete",
        "application.removeHiringTeamMember",
        "candidate.addEmailMessage",
        "candidate.addProject",
        "candidate.removeProject",
        "candidate.removeTag",
        "hiringTeam.removeMember",
    }
