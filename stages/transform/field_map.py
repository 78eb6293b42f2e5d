"""The field map: what becomes of every field of Lever's, as a page for people. `python -m stages.transform.field_map`.

Reads mapped_field.csv and left_behind.csv beside this file, writes docs/field_map.md. Says nothing that is not in them.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from pipeline.tables import TABLES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "field_map.md"

_HEAD = """\
# What becomes of every field of Lever's

<!-- Made by `make docs` from stages/transform/mapped_field.csv and left_behind.csv: change those. -->

Every object that Lever gives is kept word for word in `raw/`. This page says what becomes of each of its fields beyond
that (rule X1). A rule that a later version carries out stands here all the same.

- **mapped by** a rule of the migration: it becomes something in Ashby, or decides what does. *used by the tool*: it
  tells what to read, and how things hang together.
- **kept in `raw/` only**: whoever needs it later finds it there.
- **left behind**: it means nothing outside Lever, or should not leave it.

A field that is not on this page is news: `extract` keeps it word for word and reports it, `check` stops with its name.
`[]` stands for each member of a list, `*` for each of the keys where keys are free, `**` for all that is below.
"""


def page() -> str:
    """The whole page, the same for the same lists: resources in the order of pipeline/tables.py, fields by name."""
    told = sorted([*_mapped(), *_left_behind()], key=lambda row: (_order(row[0]), row[1]))
    parts = [_HEAD]
    for resource, rows in groupby(told, key=itemgetter(0)):
        table = TABLES[f"raw_lever__{resource}"]
        parts.append(f"\n## {resource}\n\n`{table.folder}/{table.name}`: {table.says}.\n\n")
        parts.append("| field | fate | what becomes of it, or why nothing does |\n|---|---|---|\n")
        parts += [f"| `{path}` | {fate} | {words} |\n" for _, path, fate, words in rows]
    return "".join(parts)


def _order(resource: str) -> int:
    return list(TABLES).index(f"raw_lever__{resource}")


def _mapped() -> Iterator[tuple[str, str, str, str]]:
    for row in _rows("mapped_field.csv"):
        fate = "used by the tool" if row["rule"] == "tool" else f"mapped by {row['rule']}"
        yield row["resource"], row["path"], fate, row["becomes"]


def _left_behind() -> Iterator[tuple[str, str, str, str]]:
    fates = {"raw_only": "kept in `raw/` only", "left_behind": "left behind"}
    for row in _rows("left_behind.csv"):
        yield row["resource"], row["path"], fates[row["fate"]], row["reason"]


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("stages.transform").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
