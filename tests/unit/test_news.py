"""Unknown is news (rule X1): every field and value that Lever sends is found, by path, with its type and a count."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import CheckFailed
from pipeline.run import Run
from pipeline.settings import Settings
from pipeline.tables import TABLES
from pipeline.workspace import Workspace
from stages import check
from stages.extract import news
from tests.unit.small_workspace import make_workspace, read_table
from tests.unit.sound_tables import sound_tables

AT, LATER = "2024-03-01 10:00:00+00", "2024-03-01 10:05:00+00"


def _raw(id_: str, text: object, *, parent: str | None = None, at: str = AT) -> dict[str, Any]:
    return {
        "id": id_,
        "parent_id": parent,
        "batch": "b1",
        "fetched_at": at,
        "json": text if isinstance(text, str) else json.dumps(text),
    }


def _found(root: Path, **raw: list[dict[str, Any]]) -> dict[tuple[str, str, str], int]:
    """raw_lever__field of a workspace with these objects."""
    workspace = make_workspace(root, {f"raw_lever__{resource}": rows for resource, rows in raw.items()})
    news.write(workspace)
    rows = read_table(workspace, "raw_lever__field")
    assert rows == sorted(rows, key=lambda row: (row["resource"], row["path"], row["type"]))
    return {(row["resource"], row["path"], row["type"]): row["records"] for row in rows}


def _unknown(workspace: Workspace) -> list[str]:
    return [f"{resource}/{path}/{type_}" for resource, path, type_, _ in news.unknown(workspace)]


def _unknown_of(root: Path, resource: str, *objects: object) -> list[str]:
    workspace = make_workspace(
        root, {f"raw_lever__{resource}": [_raw(str(number), one) for number, one in enumerate(objects)]}
    )
    news.write(workspace)
    return _unknown(workspace)


def test_every_field_is_counted_once_per_object_whatever_stands_beside_it(tmp_path: Path) -> None:
    field = {"type": "text", "value": "yes"}
    found = _found(
        tmp_path,
        feedback=[
            _raw("f1", {"id": "f1", "fields": [field, {**field, "value": 4}, {**field, "value": [{"score": 1}]}]}),
            _raw("f2", {"id": "f2", "fields": [{**field, "value": None}], "deletedAt": 5}),
        ],
    )

    assert found == {
        ("feedback", "$", "object"): 2,
        ("feedback", "id", "string"): 2,
        ("feedback", "deletedAt", "number"): 1,
        ("feedback", "fields", "list"): 2,
        ("feedback", "fields[]", "object"): 2,
        ("feedback", "fields[].type", "string"): 2,
        ("feedback", "fields[].type=text", "value"): 2,
        ("feedback", "fields[].value", "string"): 1,
        ("feedback", "fields[].value", "number"): 1,
        ("feedback", "fields[].value", "null"): 1,
        ("feedback", "fields[].value", "list"): 1,
        ("feedback", "fields[].value[]", "object"): 1,
        ("feedback", "fields[].value[].score", "number"): 1,
    }


def test_only_the_newest_copy_of_an_object_counts(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        tag=[
            _raw("t", {"text": "t", "old": 1}),
            _raw("t", {"text": "t"}, at=LATER),
            _raw("t", {"text": "t"}, parent="other"),
        ],
    )

    assert found == {("tag", "$", "object"): 2, ("tag", "text", "string"): 2}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('"text"', {("$", "string")}),
        ("5", {("$", "number")}),
        ("null", {("$", "null")}),
        ("[]", {("$", "list")}),
        ("[[1], 2]", {("$", "list"), ("$[]", "list"), ("$[]", "number"), ("$[][]", "number")}),
        ("{}", {("$", "object")}),
        ('{"a": {}}', {("$", "object"), ("a", "object")}),
        ("", {("$", "unreadable")}),
        ('{"a": ', {("$", "unreadable")}),
        ("[" * 100_000 + "]" * 100_000, {("$", "unreadable")}),
        ('{"a.b": 1}', {("$", "object"), ('"a.b"', "number")}),
        ('{"a[]": {"$": true}}', {("$", "object"), ('"a[]"', "object"), ('"a[]"."$"', "boolean")}),
        (r'{"say \"a\"\n": 1}', {("$", "object"), (r'"say \"a\"\n"', "number")}),
        (r'{"\ud800": 1, "": "\ud800"}', {("$", "object"), (r'"\ud800"', "number"), ('""', "string")}),
        ('{"*": 1}', {("$", "object"), ('"*"', "number")}),
        ('{"ada@example.com": 1, "17": 2}', {("$", "object"), ("*", "number")}),
        ('{"a6f5e4d3-0000-4000-8000-000000000001": 1}', {("$", "object"), ("*", "number")}),
        ('{"a": 1e999, "b": 123456789012345678901234567890}', {("$", "object"), ("a", "number"), ("b", "number")}),
        ('{"a": 1, "a": "twice"}', {("$", "object"), ("a", "string")}),
    ],
)
def test_nothing_that_an_object_holds_can_stop_it(tmp_path: Path, text: str, rows: set[tuple[str, str]]) -> None:
    found = _found(tmp_path, user=[_raw("u", text)])

    assert found == {("user", path, type_): 1 for path, type_ in rows}


def test_keys_and_values_without_end_are_data_and_no_names(tmp_path: Path) -> None:
    many = {f"key{number:05}": number for number in range(5_000)}
    origins = [_raw(f"o{number}", {"origin": f"origin {number}"}) for number in range(5_000)]
    found = _found(tmp_path, user=[_raw("u", many), _raw("v", {"x" * 10_000: 1})], opportunity=origins)

    assert found["user", "*", "number"] == 2
    assert found["opportunity", "origin=*", "value"] == 5_000 - 500
    assert len(found) < 1_100


def test_free_keys_are_one_field(tmp_path: Path) -> None:
    found = _found(
        tmp_path,
        requisition=[
            _raw("r1", {"customFields": {"cost_center": {"city": "x"}, "date": 5}}),
            _raw("r2", {"customFields": {"other": "y"}}),
        ],
        audit_event=[_raw("a1", {"meta": {"user": {"id": 1}, "list": [[]]}})],
    )

    assert {key[1:]: records for key, records in found.items() if key[0] == "requisition"} == {
        ("$", "object"): 2,
        ("customFields", "object"): 2,
        ("customFields.*", "object"): 1,
        ("customFields.*", "number"): 1,
        ("customFields.*", "string"): 1,
        ("customFields.*.*", "string"): 1,
    }
    assert {key[1:] for key in found if key[0] == "audit_event"} == {("$", "object"), ("meta", "object")}


def test_what_nobody_described_is_unknown_and_nothing_else(tmp_path: Path) -> None:
    known: dict[str, Any] = {
        "id": "o1",
        "contact": {"id": "c1", "emails": [], "dataProtection": None},
        "stage": "s1",
        "archived": None,
        "createdAt": "1400000000000",  # a number as text (lever-api 1.8)
        "phones": [],
        "origin": "applied",
        "dataProtection": {"store": {"allowed": True, "expiresAt": None}},
        "applications": [{"id": "a1", "customQuestions": [{"fields": [{"type": "date", "value": 5}]}]}],
    }
    assert _unknown_of(tmp_path / "known", "opportunity", known) == []

    news_ = {
        **known,
        "mood": {"today": "fine"},
        "archived": "yes",
        "emails": "ada@example.com",
        "name": {"first": "Ada"},
        "headline": {},
        "origin": "telepathy",
        "applications": [{"customQuestions": [{"fields": [{"type": "hologram", "value": {"depth": 3}}]}]}],
    }
    assert _unknown_of(tmp_path / "news", "opportunity", known, news_) == [
        "opportunity/applications[].customQuestions[].fields[].type=hologram/value",
        "opportunity/applications[].customQuestions[].fields[].value.depth/number",
        "opportunity/archived/string",
        "opportunity/emails/string",
        "opportunity/headline/object",
        "opportunity/mood/object",
        "opportunity/mood.today/string",
        "opportunity/name/object",
        "opportunity/name.first/string",
        "opportunity/origin=telepathy/value",
    ]
    assert _unknown_of(tmp_path / "broken", "note", "null", "[]") == ["note/$/list", "note/$/null"]


def test_the_report_names_the_first_with_their_counts(tmp_path: Path) -> None:
    objects = [_raw("u1", {"id": "u1", "a": 1, "b": 1, "c": 1, "d": 1}), _raw("u2", {"a": 1, "e": 1, "f": 1})]
    workspace = make_workspace(tmp_path, {"raw_lever__user": objects})
    news.write(workspace)

    (remark,) = news.remarks(workspace)

    assert remark.startswith(
        "6 fields or values that nobody has described (X1): user a (number, records: 2), user b (number, records: 1), "
    )
    assert " and 1 more. " in remark


def test_nothing_new_is_no_news(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, {"raw_lever__user": [_raw("u1", {"id": "u1"})]})

    assert news.write(workspace) == {"raw_lever__field": 2}
    assert news.remarks(workspace) == ()


def test_an_empty_extraction_leaves_an_empty_table(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, {})

    assert news.write(workspace) == {"raw_lever__field": 0}
    assert news.remarks(workspace) == ()


def test_check_stops_with_the_name_of_an_unknown_field(tmp_path: Path) -> None:
    tables = {table.name: sound_tables().get(table.name, []) for table in check.INPUTS}
    workspace = make_workspace(tmp_path, tables | {"raw_lever__offer": [_raw("x", {"id": "x", "bonus": 5})]})
    news.write(workspace)

    with pytest.raises(CheckFailed, match=r"lever_field_known \(1: offer/bonus/number\)"):
        check.run(Run(workspace, Settings()))

    assert [row["row_key"] for row in read_table(workspace, "check__failures")] == ["offer/bonus/number"]


NO_OBJECT_OF_OURS = {
    "amp-labs/delete-missing-requisition-fields.json": "an error",
    "doc-examples/webhook-payload-shapes.json": "webhooks are not read",
    "nango/file-actions.list-empty.json": "file actions are not read",
    "nango/note.delete.json": "an empty answer",
    "nango/opportunities.field-statistics.json": "counts",
    "nango/opportunities.pagination-trace.json": "tokens",
    "nango/posting-users.get.json": "a posting's users are not read",
    "nango/posting.apply-post.json": "the answer to a write, no object",
    "nango/webhook.post.json": "webhooks are not read",
    "nango/webhooks.list.json": "webhooks are not read",
    "transcribed/errors.json": "errors",
    "transcribed/orphan-references.json": "counts",
}
FOLDERS = ("airbyte", "amp-labs", "doc-examples", "nango", "transcribed")
RESOURCE_OF = (
    ("opportunities-deleted", "deleted_opportunity"),
    ("applications-deleted", "deleted_application"),
    ("postings-deleted", "deleted_posting"),
    ("opportunit", "opportunity"),
    ("posting-apply", "posting_question"),
    ("posting", "posting"),
    ("application", "application"),
    ("archive-reason", "archive_reason"),
    ("audit-event", "audit_event"),
    ("contact", "contact"),
    ("disposition-stages", "disposition_stage"),
    ("eeo-pii", "eeo_response_pii"),
    ("eeo", "eeo_response"),
    ("feedback-template", "feedback_template"),
    ("feedback", "feedback"),
    ("form-template", "form_template"),
    ("form", "form"),
    ("file", "file"),
    ("interview", "interview"),
    ("note", "note"),
    ("offer", "offer"),
    ("panel", "panel"),
    ("referral", "referral"),
    ("requisition-field", "requisition_field"),
    ("requisition_field", "requisition_field"),
    ("write_requisition_field", "requisition_field"),
    ("requisition", "requisition"),
    ("write_requisitions", "requisition"),
    ("resume", "resume"),
    ("source", "source"),
    ("stage", "stage"),
    ("tag", "tag"),
    ("user", "user"),
)
"""How a file's name begins → what it holds; the first that fits."""


def _recorded(lever: Path) -> Iterator[tuple[str, str, list[Any]]]:
    """File, resource and objects of everything that was recorded."""
    for path in sorted(path for folder in FOLDERS for path in (lever / folder).glob("*.json")):
        name = path.relative_to(lever).as_posix()
        if name in NO_OBJECT_OF_OURS:
            continue
        answer = json.loads(path.read_text(encoding="utf-8"))
        body = answer.get("response", answer)
        data = body["data"] if isinstance(body, dict) else body
        resource = next(resource for begin, resource in RESOURCE_OF if path.name.startswith(begin))
        yield name, resource, data if isinstance(data, list) else [data]


def test_everything_that_was_recorded_is_known(shared: Path, tmp_path: Path) -> None:
    """The lists cover every field of every recorded answer; the EEO answers are looked at here and nowhere else."""
    raw: dict[str, list[dict[str, Any]]] = {}
    files = 0
    for name, resource, objects in _recorded(shared / "payloads" / "lever"):
        files += 1
        rows = raw.setdefault(f"raw_lever__{resource}", [])
        rows += [_raw(f"{name} {number}", one) for number, one in enumerate(objects)]
    apart = {name: rows for name, rows in raw.items() if TABLES[name].folder == "eeo"}
    workspace = make_workspace(tmp_path, raw)

    news.write(workspace)

    assert files > 70
    assert len(raw) > 25
    assert _unknown(workspace) == []
    assert {row["resource"] for row in read_table(workspace, "raw_lever__field")}.isdisjoint(
        {"eeo_response", "eeo_response_pii"}
    )
    assert _unlisted({name.removeprefix("raw_lever__"): rows for name, rows in apart.items()}) == set()


def _unlisted(apart: dict[str, list[dict[str, Any]]]) -> set[tuple[str, str]]:
    """EEO answers are flat: their keys are all there is."""
    listed = {(row["resource"], row["path"]) for row in _listed()}
    return {
        (resource, f"{key}[]" if isinstance(value, list) else key)
        for resource, rows in apart.items()
        for row in rows
        for key, value in json.loads(row["json"]).items()
    } - listed


def _listed() -> Iterable[dict[str, str]]:
    import csv

    from stages.transform import field_map

    for name in ("mapped_field.csv", "left_behind.csv"):
        with (Path(field_map.__file__).parent / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
