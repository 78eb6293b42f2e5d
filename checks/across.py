"""What must be true of several tables together: one row-returning SQL file per rule, read from checks/sql.

Each select gives the rows that break the rule: `table_name` and `row_key` (that table's key, joined by `/`). A row
of a ready table is held, if the rule is critical; any other critical row stops the journey. No engine here.
"""

import re
from dataclasses import dataclass
from importlib.resources import files

from checks.expectation import Severity

_HEADER = re.compile(
    r"-- (?P<name>\w+): one row is .*?^-- (?P<severity>critical|warning): (?P<why>.*?)^-- Grain: ",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Rule:
    """One rule over several tables."""

    name: str
    severity: Severity
    why: str
    sql: str
    """One select that gives the rows which break the rule."""


def read_rule(stem: str, sql: str) -> Rule:
    """A rule from its file. Raises ValueError where the header lacks name, severity, why or grain."""
    header = _HEADER.match(sql)
    if header is None or header["name"] != stem:
        raise ValueError(f"checks/sql/{stem}.sql needs a header: name, critical or warning with its why, grain")
    severity: Severity = "critical" if header["severity"] == "critical" else "warning"
    return Rule(stem, severity, " ".join(header["why"].replace("\n-- ", " ").split()), sql)


def rules() -> tuple[Rule, ...]:
    """Every rule of checks/sql, by name."""
    folder = files("checks").joinpath("sql")
    found = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple(read_rule(name.removesuffix(".sql"), entry.read_text(encoding="utf-8")) for name, entry in found)
