"""The report says what the facts say: sums, verdict, reasons; and nothing in it can run or load."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from pipeline import duck
from pipeline.tables import BUCKETS, ENTITIES
from stages.reconcile import facts, report
from stages.reconcile.facts import Attachments, Difference, Facts, Reason, Verdicts, Writes
from tests.unit.small_workspace import create_table

EVIL = "<script>alert('x')</script> & \"q\""
AT = datetime(2026, 11, 22, 8, 30, 0, 123000, tzinfo=UTC)


def _facts(**counts: int) -> Facts:
    """Facts in which every entity has the same records in each bucket."""
    return Facts(
        buckets={entity: {bucket: counts.get(bucket, 0) for bucket in BUCKETS} for entity in ENTITIES},
        reasons=(),
        verdicts=(),
        differences=(),
        writes=(),
        attachments=Attachments(0, 0, 0),
    )


def _summary(found: Facts) -> dict[str, Any]:
    return report.summary(found, ashby_calls=17, started_at=AT, finished_at=AT)


class _Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"meta", "link", "br"}:
            return
        self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in {"td", "th"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._open and self._open[-1] in {"td", "th"}:
            self.tables[-1][-1][-1] += data


def _page(found: Facts) -> _Page:
    return _Page(report.index_html(found, _summary(found)))


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({}, "parity"),
        ({"matched": 3, "merged": 2, "excluded": 1}, "parity"),
        ({"matched": 3, "held": 1}, "incomplete"),
        ({"blocked": 1}, "incomplete"),
        ({"refused": 1}, "incomplete"),
        ({"unknown": 1}, "incomplete"),
        ({"differing": 1}, "differences"),
        ({"missing": 1, "held": 4}, "differences"),
    ],
)
def test_verdict(counts: dict[str, int], verdict: str) -> None:
    """What differs weighs more than what is not there; what a rule keeps out never counts."""
    assert _summary(_facts(**counts))["verdict"] == verdict


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("extra", "differences"), ("differs", "differences"), ("missing", "differences")]
    + [(quiet, "parity") for quiet in ("equal", "by_rule", "lossy")],
)
def test_verdict_of_fields(verdict: str, expected: str) -> None:
    """An object that only Ashby has is in no bucket, and still a difference."""
    found = replace(_facts(matched=1), verdicts=(Verdicts("note", verdict, "", 1),))
    assert _summary(found)["verdict"] == expected


def test_summary_is_what_the_surface_promises() -> None:
    """Exactly these names, with every entity and every bucket."""
    found = replace(_facts(matched=2, held=1), attachments=Attachments(files=9, proved=5, by_name=3))
    assert _summary(found) == {
        "verdict": "incomplete",
        "entities": {entity: dict(found.buckets[entity]) for entity in ENTITIES},
        "attachments": {"files": 9, "proved": 5},
        "calls": {"lever": 0, "ashby": 17},
        "started_at": "2026-11-22T08:30:00.123Z",
        "finished_at": "2026-11-22T08:30:00.123Z",
    }
    assert report.summary_json(_summary(found)).startswith('{\n  "verdict": "incomplete"')


def test_page_shows_the_closing_sums() -> None:
    """Each line of the first table adds up to its last cell, and so does the last line."""
    counts = {bucket: 1000 + place for place, bucket in enumerate(BUCKETS)}
    header, *lines = _page(_facts(**counts)).tables[0]
    assert header == ["entity", *BUCKETS, "records"]
    assert [line[0] for line in lines] == [*(entity.replace("_", " ") for entity in ENTITIES), "all"]
    numbers = [[int(cell.replace(",", "")) for cell in line[1:]] for line in lines]
    assert all(sum(cells[:-1]) == cells[-1] for cells in numbers)
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert numbers[0][:-1] == list(counts.values())


def test_page_tells_reasons_differences_rules_and_calls() -> None:
    """What somebody must act on stands on the page, whatever characters it is made of."""
    found = replace(
        _facts(matched=1, held=2, merged=1, differing=1),
        reasons=(
            Reason("note", "held", "N1", "no_right", EVIL, 1234, "lever-note-1"),
            Reason("candidate", "merged", "P1", "same_person", "An e-mail shared", 7, "contact-9"),
        ),
        verdicts=(Verdicts("candidate", "differs", "", 900), Verdicts("job", "by_rule", "A1", 4)),
        differences=(
            Difference("candidate", "contact-1", "ashby-1", "name", EVIL, None, "differs"),
            Difference("note", "note-1", None, "text", None, "Only there", "extra"),
        ),
        writes=(Writes("candidate.create", "created", 5, 6, AT, None),),
    )
    page = _page(found)
    cells = {cell for table in page.tables for row in table for cell in row}
    assert {EVIL, "1,234", "no_right", "P1", "lever-note-1", "contact-1", "Only there", "candidate.create"} <= cells
    text = " ".join("".join(page.text).split())
    assert "900 in all; the first 2 are shown" in text
    assert "made 17 to Ashby" in text
    assert all(tag != "script" for tag, _ in page.tags)


def test_page_loads_and_runs_nothing() -> None:
    """It opens offline: no script, no address, no event handler, no style from elsewhere."""
    text = report.index_html(_facts(matched=1), _summary(_facts(matched=1)))
    page = _Page(text)
    assert "//" not in text
    assert "@import" not in text
    assert "url(" not in text
    for tag, attributes in page.tags:
        assert tag not in {"script", "link", "img", "iframe", "object", "base", "form"}
        assert not any(name.startswith("on") or name == "src" for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_page_can_be_read_by_everybody() -> None:
    """Language, one first heading, no level left out, a caption and scopes in every table, targets for every link."""
    found = replace(
        _facts(held=1, merged=1),
        reasons=(Reason("note", "held", "", "x", "y", 1, "z"), Reason("note", "merged", "A2", "x", "y", 1, "z")),
        verdicts=(Verdicts("note", "extra", "", 1),),
        differences=(Difference("note", "1", None, "text", None, "a", "extra"),),
        writes=(Writes("candidate.create", "created", 5, 6, None, None),),
    )
    page = _page(found)
    names = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"] == {"lang": "en"}
    assert names.count("h1") == 1
    assert names.count("h2") == 6
    assert names.count("caption") == names.count("table") == 6
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in page.tags if tag == "th")
    targets = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    links = {(attributes["href"] or "")[1:] for tag, attributes in page.tags if tag == "a"}
    assert links == targets
    assert all(attributes["aria-labelledby"] in targets for tag, attributes in page.tags if tag == "section")


@pytest.mark.parametrize(
    ("attachments", "told"),
    [
        (Attachments(1200, 1200, 0), "Files written: 1,200; proved by their SHA-256: 1,200."),
        (
            Attachments(9, 5, 3),
            "Files written: 9; proved by their SHA-256: 5; only by name, since Ashby did not give their bytes back: 3.",
        ),
    ],
)
def test_page_says_what_proves_the_files(attachments: Attachments, told: str) -> None:
    """A file that is there by name only is never counted as proved (R1)."""
    assert told in "".join(_page(replace(_facts(matched=1), attachments=attachments)).text)
    assert "Files written" not in "".join(_page(_facts(matched=1)).text)


@pytest.mark.parametrize("verdict", ["parity", "differences", "incomplete"])
def test_verdict_comes_first_and_in_words(verdict: str) -> None:
    """The first heading says it; colour only repeats it."""
    counts = {"parity": {"matched": 1}, "differences": {"missing": 1}, "incomplete": {"held": 1}}[verdict]
    page = _page(_facts(**counts))
    header = next(attributes for tag, attributes in page.tags if tag == "header")
    assert header["class"] == f"verdict {verdict}"
    text = "".join(page.text)
    assert text.index("Ashby") < text.index("Compared from")


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two colours written #rgb or #rrggbb."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast() -> None:
    """Every ink on every page colour it stands on: at least 4.5 to 1, in the light, in the dark and on paper."""
    text = report.index_html(_facts(), _summary(_facts()))
    colours: dict[str, str] = {}
    for block in text.split(":root {")[1:]:
        declared = (part.split(":") for part in block.split("}")[0].split(";") if "--" in part)
        colours |= {name.strip(): value.strip() for name, value in declared}
        for ink in ("--ink", "--quiet", "--bad", "--wait"):
            assert _contrast(colours[ink], colours["--page"]) >= 4.5, ink
        for page in ("--panel", "--good-page", "--bad-page", "--wait-page"):
            assert _contrast(colours["--ink"], colours[page]) >= 4.5, page


def test_facts() -> None:
    """What the page tells comes from the tables of the reconcile, small and in order."""
    note = {"entity": "note", "field": "text"}
    held = {"entity": "note", "bucket": "held", "rule": "N1", "reason_code": "x"}
    write = {"write_key": "note/n3", "operation": "candidate.createNote", "outcome": "created", "attempts": 2}
    tables: dict[str, list[dict[str, Any]]] = {
        "parity__buckets": [{"entity": "note", "bucket": "held", "records": 2}],
        "parity__records": [
            {**held, "lever_id": "n1", "reason": "B."},
            {**held, "lever_id": "n2", "reason": "A."},
            {"entity": "note", "lever_id": "n3", "bucket": "matched"},
        ],
        "parity__fields": [
            *({**note, "lever_id": f"n{number:03}", "verdict": "differs"} for number in range(201)),
            {**note, "lever_id": "n0", "verdict": "missing", "lever_value": "v"},
            {"entity": "file", "lever_id": "f0", "field": "bytes", "verdict": "equal"},
            {"entity": "file", "lever_id": "f0", "field": "resume", "verdict": "equal"},
            {"entity": "file", "lever_id": "f1", "field": "bytes", "verdict": "equal"},
            {"entity": "file", "lever_id": "f2", "field": "name", "verdict": "by_rule", "rule": "R1"},
            {"entity": "file", "lever_id": "f3", "field": "name", "verdict": "missing"},
        ],
        "every_result": [{**write, "table_name": "result__note", "first_sent_at": "2026-11-22 08:30:00.123+00"}],
        "parity__states": [
            *({"entity": "file", "lever_id": f"f{number}", "state": "written"} for number in range(4)),
            {"entity": "file", "lever_id": "f4", "state": "held"},
            {"entity": "note", "lever_id": "f5", "state": "written"},
        ],
    }
    with closing(duck.bare()) as connection:
        for name, rows in tables.items():
            create_table(connection, name, rows)
        found = facts.facts(connection)
    assert found.buckets["note"]["held"] == 2
    assert sum(sum(records.values()) for records in found.buckets.values()) == 2
    assert found.reasons == (Reason("note", "held", "N1", "x", "A.", 2, "n1"),)
    assert found.verdicts == (
        Verdicts("file", "by_rule", "R1", 1),
        Verdicts("file", "equal", "", 3),
        Verdicts("file", "missing", "", 1),
        Verdicts("note", "differs", "", 201),
        Verdicts("note", "missing", "", 1),
    )
    assert len(found.differences) == 200
    assert found.differences[1] == Difference("note", "n0", None, "text", "v", None, "missing")
    assert found.attachments == Attachments(files=4, proved=2, by_name=1)
    assert found.writes == (Writes("candidate.createNote", "created", 1, 2, AT, None),)
