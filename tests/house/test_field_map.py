"""The lists of Lever's fields (rule X1) and the page made of them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.tables import TABLES
from stages.transform import field_map

TRANSFORM = Path(field_map.__file__).parent
RULES = re.compile(r"tool|(P[1-8]|A[1-7]|N[1-3]|F[12]|I1|O1|R[12]|E1|D2|C1)(, (P[1-8]|A[1-7]|N[1-3]))*")


def _rows(name: str) -> list[dict[str, str]]:
    with (TRANSFORM / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MAPPED, LEFT, VALUES = _rows("mapped_field.csv"), _rows("left_behind.csv"), _rows("known_value.csv")
TYPED_ONLY = {
    "stg_lever__archive_reason": {"status"},
    "stg_lever__attachment": {"content_type", "outcome", "sha256", "why"},  # of our own rows
    "stg_lever__posting": {"commitment", "createdAt", "hiringManager", "owner"},
    "stg_lever__requisition": {"closedAt", "createdAt", "employmentStatus", "status"},
    "stg_lever__opportunity": {"location", "snoozedUntil", "opportunityLocation"},
    "stg_lever__stage_change": {"userId"},
    "stg_lever__user": {"username", "accessRole", "createdAt", "deactivatedAt"},
}
"""Keys that staging types and that no write is made of."""


def test_the_page_says_what_the_lists_say() -> None:
    assert field_map.PAGE.read_text(encoding="utf-8") == field_map.page(), "run `make docs`"


def test_every_field_has_one_fate_with_its_reason() -> None:
    told = Counter((row["resource"], row["path"]) for row in [*MAPPED, *LEFT])

    assert [field for field, times in told.items() if times > 1] == []
    assert [row for row in MAPPED if not (RULES.fullmatch(row["rule"]) and row["becomes"])] == []
    assert [row for row in LEFT if row["fate"] not in ("raw_only", "left_behind") or len(row["reason"]) < 10] == []
    assert [row for row in [*MAPPED, *LEFT] if "|" in "".join(row.values())] == [], "it would break the page's tables"


def test_every_resource_is_a_table_and_every_table_is_told_of() -> None:
    ours = {"reading", "attachment", "unreadable", "tombstone", "field", "gap"}
    tables = {name.removeprefix("raw_lever__") for name in TABLES if name.startswith("raw_lever__")}

    assert {row["resource"] for row in [*MAPPED, *LEFT]} == tables - ours


def test_closed_lists_of_values_are_those_of_listed_fields() -> None:
    fields = {(row["resource"], row["path"]) for row in [*MAPPED, *LEFT]}

    assert {(row["resource"], row["path"]) for row in VALUES} <= fields
    assert len({tuple(row.values()) for row in VALUES}) == len(VALUES)


@pytest.mark.parametrize("path", sorted((TRANSFORM / "staging").glob("stg_lever__*.sql")), ids=lambda path: path.stem)
def test_what_staging_reads_is_said_to_be_mapped(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    resources = set(re.findall(r"raw_lever__(\w+)", sql)) - {"unreadable"}
    read = set(re.findall(r'"(\w+)": (?:"VARCHAR"|\[)', sql)) | set(re.findall(r"'\$\.(\w+)'", sql))
    mapped = {word for row in MAPPED if row["resource"] in resources for word in re.findall(r"\w+", row["path"])}

    assert read - mapped == TYPED_ONLY.get(path.stem, set())
