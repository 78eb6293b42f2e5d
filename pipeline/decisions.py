"""Reading mappings/*.csv, which people edit: a wrong word is said with its line, never taken for "undecided"."""

import csv
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.tables import Table

WORDS = ("exact", "proposed", "chosen", "create", "leave_out", "")
"""What the column `decision` may say; empty is undecided."""


OPTIONAL = ("automation",)
"""Columns that a file may lack: those of an earlier version of this program do."""


def check(path: Path, table: Table) -> tuple[str, ...]:
    """The columns of the file.

    Raises SettingsError, naming file and line, for columns or decisions that nothing can be made of.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            there = tuple(rows.fieldnames or ())
            missing = [column for column in table.columns if column not in (*there, *OPTIONAL)]
            if missing:
                raise SettingsError(
                    f"mappings/{path.name} lacks the column {missing[0]!r}. "
                    f"Its first line must name {', '.join(table.columns)}, separated by commas."
                )
            if "decision" not in table.columns:
                return there
            for row in rows:
                _check_row(path, rows.line_num, row)
    except UnicodeDecodeError as error:
        raise SettingsError(f"mappings/{path.name} is not UTF-8. Save it as CSV UTF-8.") from error
    return there


def _check_row(path: Path, line: int, row: dict[str, str | None]) -> None:
    decision = (row["decision"] or "").strip()
    target = (row["ashby_id"] or row["ashby_name"] or "").strip()
    if decision not in WORDS:
        allowed = ", ".join(word for word in WORDS if word)
        problem = f"has a decision that is none of {allowed}"
    elif decision == "chosen" and not target:
        problem = "is chosen and has no ashby_id"
    elif not decision and target:
        problem = "has a target and no decision: write chosen, or clear the target"
    else:
        return
    raise SettingsError(f"mappings/{path.name}, line {line}, {problem}.")
