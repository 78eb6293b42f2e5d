"""Rules of the house, each with the reason in its message."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.ashby import calls, writes
from pipeline.tables import ENTITIES, TABLES
from stages import journey
from stages.transform import OUTPUTS as TRANSFORMED

ROOT = Path(__file__).resolve().parents[2]
CODE = [path for top in ("pipeline", "stages", "checks") for path in (ROOT / top).rglob("*.py")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("stage", journey.JOURNEY, ids=lambda stage: stage.name)
def test_a_stage_says_what_it_reads_and_writes_and_what_it_may_not(stage: journey.Stage) -> None:
    text = sys.modules[stage.run.__module__].__doc__ or ""

    for word in ("Reads:", "Writes:", "May not"):
        assert word.lower() in text.lower(), f"the docstring of stages.{stage.name} must have a part {word!r}"


def test_every_table_is_made_by_one_stage_at_least() -> None:
    made = {table.name for stage in journey.JOURNEY for table in stage.outputs}
    by_people = {name for name, table in TABLES.items() if table.folder in ("mappings", "reference")}
    views = {name for name, table in TABLES.items() if table.folder == "every"}

    assert set(TABLES) - made - by_people - views == {"ledger__write"}, (
        "a table in pipeline/tables.py that nobody writes"
    )
    assert {table.name for table in TRANSFORMED} <= made


def test_no_catch_all_modules() -> None:
    drawers = [path.name for path in CODE if path.stem in ("utils", "util", "helpers", "common", "base", "misc")]

    assert drawers == [], "name a module for what it does"


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, pipeline.cli\n"
        "heavy = {'duckdb', 'pyarrow', 'polars', 'pandas', 'scipy', 'httpx', 'great_expectations'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]", "import heavy libraries inside the command that needs them"


def test_great_expectations_is_imported_in_one_function() -> None:
    importing = [
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if re.search(r"^\s*(import|from) great_expectations", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert importing == ["checks/engine.py"]
    assert not re.search(r"^(import|from) great_expectations", (ROOT / "checks/engine.py").read_text(), re.MULTILINE)


def test_what_could_tell_people_cannot_be_sent() -> None:
    noisy = {
        "application.changeStage",
        "application.transfer",
        "applicationFeedbackRequest.create",
        "applicationForm.submit",
        "candidate.anonymize",
        "candidate.pushToHris",
        "interviewSchedule.create",
        "jobPosting.setStatus",
        "offer.startApprovalProcess",
        "referralForm.info",
        "sequence.start",
    }

    assert not noisy & (calls.READS | calls.WRITES)
    assert set(writes.WRITES) == calls.WRITES
    assert not calls.READS & calls.WRITES


def test_names_of_ashbys_calls_stand_in_its_client_and_in_the_tables_only() -> None:
    names = re.compile("|".join(re.escape(f'"{name}"') for name in calls.READS | calls.WRITES))
    elsewhere = [
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if names.search(path.read_text(encoding="utf-8"))
        and not path.is_relative_to(ROOT / "pipeline" / "ashby")
        and not path.is_relative_to(ROOT / "pipeline" / "simulator")
        and not path.is_relative_to(ROOT / "checks")
    ]

    assert elsewhere == [], "ask pipeline.ashby instead"


def test_vendor_hosts_stand_in_the_settings_only() -> None:
    hosts = [
        path.relative_to(ROOT).as_posix()
        for path in CODE
        # a stand-in's records name the vendor's addresses, as the vendor's do; it never calls them
        if "simulator" not in path.parts and re.search(r"api\.lever\.co|api\.ashbyhq\.com", path.read_text("utf-8"))
    ]

    assert hosts == ["pipeline/settings.py"]


def test_every_command_and_every_table_is_told_of() -> None:
    from typer.main import get_command

    from pipeline.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        assert command.help, f"{name} has no help"
        assert f"`{name}`" in README, f"the README does not name the command {name}"
    assert all(table.says for table in TABLES.values())


def test_entities_have_their_result_and_held_tables() -> None:
    for entity in ENTITIES:
        assert f"result__{entity}" in TABLES
        assert f"held__{entity}" in TABLES


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_exception_is_swallowed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            name = getattr(node.type, "id", None)
            assert node.type is not None, f"line {node.lineno}: name the exception that you expect"
            assert name not in ("Exception", "BaseException"), f"line {node.lineno}: name the exception you expect"
            assert not all(isinstance(part, ast.Pass) for part in node.body), f"line {node.lineno}: swallowed"


def test_the_query_of_what_is_left_knows_the_same_updates_as_the_client() -> None:
    sql = (ROOT / "stages" / "load" / "todo.sql").read_text(encoding="utf-8")
    named = re.search(r"operation in \(([^)]*)\)", sql)

    assert named is not None
    assert {name.strip(" '\n") for name in named[1].split(",")} == writes.UPDATES


@pytest.mark.parametrize(
    ("kind", "gap"),
    [
        ("user", "unknown_user"),
        ("stage", "unknown_stage"),
        ("archive_reason", "unknown_archive_reason"),
        ("feedback_template", "unknown_feedback_template"),
        ("requisition", "unknown_requisition"),
        ("posting", "unreadable_posting"),
    ],
)
def test_what_is_asked_for_by_name_is_what_the_gap_looks_for(kind: str, gap: str) -> None:
    """Else an id that only the gap sees would be told as a gap though nobody had asked Lever for it."""
    extract = ROOT / "stages" / "extract"
    places = re.compile(r"^reference as \(.*?^\),$", re.MULTILINE | re.DOTALL)
    asked = places.search((extract / "queries" / f"named_{kind}.sql").read_text(encoding="utf-8"))
    missed = places.search((extract / "gap" / f"{gap}.sql").read_text(encoding="utf-8"))

    assert asked is not None
    assert missed is not None
    assert asked.group() == missed.group()
