"""Feedback on forms (F1), from Lever's JSON and Ashby's forms to what is submitted, through the SQL of the transform.

Whether Ashby takes a value is asked of the stand-in's own rules (ashby_form_values), which know nothing of ours.
"""

import csv
import json
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import duck
from pipeline.simulator.ashby_form_values import misfit
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_paper_objects import FormField
from tests.unit.small_workspace import create_table

TRANSFORM = Path(__file__).resolve().parents[2] / "stages" / "transform"
STEPS = (
    "staging/stg_lever__feedback",
    "staging/stg_lever__feedback_template",
    "staging/stg_lever__answer",
    "staging/stg_ashby__feedback_form",
    "staging/stg_ashby__feedback_field",
    "mapping/int_mapping_feedback_form",
    "bridge/int_feedback_fit",
    "bridge/int_feedback_target",
    "bridge/int_feedback_value",
)
"""In the order in which they read each other."""

Row = dict[str, Any]
COMPLETED = 1_709_287_500_000  # 1 March 2024, 10:05 UTC
NOTES = FormField("notes", "LongText", "notes", "Notes")
LANGUAGES = (("Dutch", "nl"), ("Português", "pt"), ("C++", "cpp"))


def scores() -> list[Row]:
    """The stated table."""
    with (TRANSFORM / "feedback_score.csv").open(encoding="utf-8", newline="") as file:
        return [{**row, "score": int(row["score"])} for row in csv.DictReader(file)]


@dataclass
class Submission:
    """What becomes of one feedback."""

    fields: Sequence[FormField]
    target: Row
    values: dict[str, Row]
    """by path"""
    answers: list[Row]
    """what Lever says, as staged"""

    @property
    def notes(self) -> str:
        text: str = self.values[self.target["text_path"]]["told"]
        return text

    def value(self, path: str) -> Any:
        return json.loads(self.values[path]["value"])


@cache
def _sql(step: str) -> tuple[str, frozenset[str]]:
    sql = (TRANSFORM / f"{step}.sql").read_text(encoding="utf-8")
    with closing(duck.bare()) as connection:
        return sql, duck.inputs_of(connection, sql)


def submissions(talks: Sequence[tuple[Sequence[Row], Sequence[FormField]]]) -> list[Submission]:
    """What the transform makes of talks: Lever's filled fields, and those of the form with the template's name."""
    with closing(duck.bare()) as connection:
        connection.execute("set threads = 1")  # too small to be shared out
        given_tables: dict[str, list[Row]] = {
            "raw_lever__feedback": [_raw(f"f{n}", "o", _feedback(n, fields)) for n, (fields, _) in enumerate(talks)],
            "raw_lever__feedback_template": [
                _raw(f"t{n}", None, {"id": f"t{n}", "text": f"Talk {n}"}) for n in range(len(talks))
            ],
            "raw_ashby__feedback_form": [_raw(f"a{n}", None, _form(n, fields)) for n, (_, fields) in enumerate(talks)],
            "stg_lever__opportunity": [{"opportunity_id": "o", "is_anonymized": False}],
            "stg_lever__user": [{"user_id": "u", "name": "Ute"}],
            "ref_feedback_score": scores(),
        }
        made = {step.split("/")[1] for step in STEPS}
        for name in {name for step in STEPS for name in _sql(step)[1]} - made:
            create_table(connection, name, given_tables.get(name, []))
        for step in STEPS:
            connection.sql(_sql(step)[0]).create(step.split("/")[1])

        def rows(name: str) -> list[Row]:
            table = connection.table(name)
            return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]

        targets = {row["feedback_id"]: row for row in rows("int_feedback_target")}
        values, answers = rows("int_feedback_value"), rows("stg_lever__answer")
    return [
        Submission(
            fields,
            targets[f"f{n}"],
            {row["path"]: row for row in values if row["feedback_id"] == f"f{n}"},
            [row for row in answers if row["lever_id"] == f"f{n}"],
        )
        for n, (_, fields) in enumerate(talks)
    ]


def _raw(id_: str, parent: str | None, body: Row) -> Row:
    return {"id": id_, "parent_id": parent, "batch": "b", "fetched_at": "2026-01-01T00:00:00Z", "json": body}


def _feedback(number: int, fields: Sequence[Row]) -> Row:
    return {
        "id": f"f{number}",
        "text": f"Talk {number}",
        "fields": list(fields),
        "baseTemplateId": f"t{number}",
        "user": "u",
        "createdAt": COMPLETED,
        "completedAt": COMPLETED,
        "deletedAt": None,
    }


def _form(number: int, fields: Sequence[FormField]) -> Row:
    questions = [
        {
            "isRequired": field.required,
            "field": {
                "path": field.path,
                "type": field.type,
                "title": field.title,
                "isNullable": field.nullable,
                "selectableValues": [{"label": label, "value": value} for label, value in field.options],
            },
        }
        for field in fields
    ]
    return {"id": f"a{number}", "title": f"talk  {number}", "formDefinition": {"sections": [{"fields": questions}]}}


def asked(kind: str, value: Any, text: str = "Question?", **more: Any) -> Row:
    """A filled field of Lever's."""
    return {"id": "x", "type": kind, "text": text, "required": False, "value": value, **more}


def field(kind: str, title: str = "question", path: str = "own", **more: Any) -> FormField:
    """A field of a form of Ashby's."""
    return FormField(path, kind, path, title, **more)


SELECT: dict[str, Any] = {"options": LANGUAGES}
CODE = "if a < b:\n\treturn '<'\n"
EVERY_TYPE: list[tuple[Row, FormField, Any]] = [
    (asked("text", "Ada & <b>Bo</b>"), field("String"), "Ada & <b>Bo</b>"),
    (asked("text", "3"), field("Number"), 3),
    (asked("text", "2024-02-29"), field("Date"), "2024-02-29"),
    (asked("text", "https://a.example/x?y=1"), field("Url"), "https://a.example/x?y=1"),
    (asked("text", "ada@b.example"), field("Email"), "ada@b.example"),
    (asked("text", "+32 9 555 01 00"), field("Phone"), "+32 9 555 01 00"),
    (asked("text", "00000000-0000-4000-8000-000000000001"), field("UUID"), "00000000-0000-4000-8000-000000000001"),
    (asked("text", "dutch"), field("ValueSelect", **SELECT), "nl"),
    (asked("textarea", "first\r\nsecond – 東京 🙂"), field("LongText"), "first\nsecond – 東京 🙂"),
    (asked("textarea", "first"), field("RichText"), {"type": "PlainText", "value": "first"}),
    (asked("dropdown", "Português"), field("ValueSelect", **SELECT), "pt"),
    (asked("dropdown", "pt"), field("ValueSelect", **SELECT), "pt"),
    (asked("dropdown", "Português"), field("String"), "Português"),
    (asked("multiple-choice", "C++"), field("ValueSelect", **SELECT), "cpp"),
    (asked("multiple-choice", "C++"), field("MultiValueSelect", **SELECT), ["cpp"]),
    (asked("multiple-choice", "Yes"), field("Boolean"), True),
    (asked("multiple-select", ["Dutch", "C++"]), field("MultiValueSelect", **SELECT), ["nl", "cpp"]),
    (asked("multiple-select", ["Dutch", "C++"]), field("LongText"), "Dutch; C++"),
    (asked("yes-no", "yes"), field("Boolean"), True),
    (asked("yes-no", "no"), field("Boolean"), False),
    (asked("yes-no", "no"), field("ValueSelect", options=(("Yes", "1"), ("No", "0"))), "0"),
    (asked("date", 1_700_000_000_000), field("Date"), "2023-11-14"),
    (asked("date", 1_700_000_000_000), field("String"), "14 November 2023"),
    (asked("currency", 1000, currency="EUR"), field("Currency"), {"value": 1000, "currencyCode": "EUR"}),
    (asked("currency", 99.5, currency="USD"), field("Currency"), {"value": 99.5, "currencyCode": "USD"}),
    (asked("currency", 1000, currency="EUR"), field("String"), "1000 EUR"),
    (asked("university", "KU Leuven"), field("String"), "KU Leuven"),
    (asked("code", CODE, language="python"), field("LongText"), CODE),
    (asked("score-system", "4 - Strong Hire"), field("Score"), {"score": 4}),
    (asked("score-system", "Maybe"), field("LongText"), "Maybe"),
    (asked("score", 2), field("Score"), {"score": 2}),
    (asked("score", "3 - Hire"), field("Score"), {"score": 3}),
    (asked("score", 2), field("String"), "2 of 4"),
    (asked("file-upload", {"id": "i", "name": "x", "ext": ".pdf"}), field("String"), "x.pdf (file)"),
    (asked("note", "A word."), field("RichText"), {"type": "PlainText", "value": "A word."}),
    (asked("hologram", "new"), field("String"), "new"),
]
"""A filled field of every type of Lever's, the field of a form that takes it, and the value that it gets."""

WITHOUT: list[tuple[Row, FormField]] = [
    (asked("text", "Ada"), field("String", "Another question")),
    (asked("text", "3.5"), field("Number")),
    (asked("text", "2023-02-29"), field("Date")),
    (asked("text", "a.example"), field("Url")),
    (asked("text", "ada at b"), field("Email")),
    (asked("text", "by mail"), field("Phone")),
    (asked("text", "3-5"), field("NumberRange")),
    (asked("text", "3"), field("Score")),
    (asked("textarea", "first\nsecond"), field("ValueSelect", **SELECT)),
    (asked("dropdown", "Klingon"), field("ValueSelect", **SELECT)),
    (asked("dropdown", "C"), field("ValueSelect", **SELECT)),
    (asked("multiple-choice", "Perhaps"), field("Boolean")),
    (asked("multiple-select", ["Dutch", "Klingon"]), field("MultiValueSelect", **SELECT)),
    (asked("multiple-select", ["Dutch", "C++"]), field("ValueSelect", **SELECT)),
    (asked("yes-no", "yes"), field("Number")),
    (asked("date", 1_700_000_000_000), field("Number")),
    (asked("date", "soon"), field("Date")),
    (asked("currency", 1000), field("Currency")),
    (asked("currency", 1000, currency="EUR"), field("CompensationRange")),
    (asked("currency", 1000, currency="EUR"), field("Number")),
    (asked("university", "Ghent"), field("Location")),
    (asked("code", CODE, language="python"), field("Boolean")),
    (asked("score-system", "Maybe"), field("Score")),
    (asked("score-system", "Yes"), field("Boolean")),
    (asked("score", 5), field("Score")),
    (asked("file-upload", {"id": "i", "name": "x.pdf"}), field("Url")),
    (asked("note", "A word."), field("Date")),
    (asked("hologram", {"a": [1]}), field("Number")),
]
"""The same without a field that takes it: none of its name, or one whose type its value is none of."""


def _named(case: tuple[Any, ...]) -> str:
    return f"{case[0]['type']} on {case[1].type}"


@pytest.fixture(scope="module")
def built() -> dict[int, Submission]:
    """Every case of the lists above at once, by the identity of Lever's field."""
    cases = [*((question, own) for question, own, _ in EVERY_TYPE), *WITHOUT]
    talks = [([question], [own, NOTES]) for question, own in cases]
    return {id(talk[0][0]): one for talk, one in zip(talks, submissions(talks), strict=True)}


@pytest.mark.parametrize("case", EVERY_TYPE, ids=_named)
def test_type_with_a_counterpart(built: dict[int, Submission], case: tuple[Row, FormField, Any]) -> None:
    """The value arrives in the field of its name, as Ashby takes it, and nowhere else."""
    question, own, value = case
    one = built[id(question)]

    assert one.value("own") == value
    assert misfit(own, one.value("own"), AshbyOptions()) is None
    assert one.values["own"]["told"] == one.answers[0]["told"]
    assert "Question?" not in one.notes.replace("Language of Question?: python", "")
    assert ("Language of Question?: python" in one.notes) == ("language" in question)


@pytest.mark.parametrize("case", WITHOUT, ids=_named)
def test_type_without_a_counterpart(built: dict[int, Submission], case: tuple[Row, FormField]) -> None:
    """The value stands in the form's text field, beside its question."""
    question, _ = case
    one = built[id(question)]

    told = one.answers[0]["told"]
    assert list(one.values) == ["notes"]
    assert one.notes.startswith(f"Question?:\n{told}\n" if "\n" in told else f"Question?: {told}\n")
    assert one.value("notes") == one.notes
    assert one.notes.endswith("\nBy Ute\nCompleted on 1 March 2024, 10:05 UTC in Lever.\n[lever:feedback:" + _id(one))


def _id(one: Submission) -> str:
    return f"{one.target['feedback_id']}]"


def test_every_type_of_lever_has_both_cases() -> None:
    """Types of lever-api 2.4; a scorecard has tests of its own."""
    kinds = {
        *("text", "textarea", "dropdown", "multiple-choice", "multiple-select", "yes-no", "date", "currency"),
        *("university", "code", "score-system", "score", "file-upload", "note"),
    }
    assert kinds <= {case[0]["type"] for case in EVERY_TYPE}
    assert kinds <= {case[0]["type"] for case in WITHOUT}


@pytest.mark.parametrize("kind", ["score-system", "score"])
def test_scores_map_by_the_stated_table(kind: str) -> None:
    """Each row of the table, as it is, in capitals, and a number before its word; nothing else is a score."""
    told = {
        variant: row["score"]
        for row in scores()
        for variant in (row["value"], row["value"].upper(), f" {row['value']} ")
    }
    told |= {f"{row['score']} - {row['value']}": row["score"] for row in scores() if not row["value"].isdigit()}
    told |= {f"{number} – Whatever": number for number in range(1, 5)}
    others = ["", "5", "0", "2.5", "3+", "4 of 5", "-1", "1 - Strong Yes", "4 - No", "maybe", "4th floor"]
    kept = [([asked(kind, text)], [field("Score"), NOTES]) for text in (*told, *others)]

    made = dict(zip((*told, *others), submissions(kept), strict=True))

    assert {text: made[text].value("own") for text in told} == {text: {"score": told[text]} for text in told}
    assert not any("own" in made[text].values for text in others)
    assert all(f"Question?: {text}\n" in made[text].notes for text in others if text not in ("", "5", "0", "-1"))


CARD = asked(
    "scorecard",
    [{"score": 4, "comment": "Adapts."}, {"score": 2, "comment": None}, {"score": None, "comment": ""}],
    "Criteria",
    scores=[{"text": "Teamwork"}, {"text": "Work Ethic"}, {"text": "Attitude"}],
)


def test_scorecard() -> None:
    """Each criterion goes to the Score of its name; what these do not tell is told in the text."""
    some, every, none = submissions(
        [
            ([CARD], [field("Score", "teamwork"), NOTES]),
            (
                [{**CARD, "value": [{"score": 4, "comment": None}, {"score": 2, "comment": None}]}],
                [field("Score", "teamwork"), field("Score", "Work-ethic", "second"), NOTES],
            ),
            ([CARD], [field("Score", "Criteria"), NOTES]),
        ]
    )

    whole = "Criteria:\nTeamwork: 4 of 4 – Adapts.\nWork Ethic: 2 of 4\n"
    assert some.value("own") == {"score": 4}
    assert some.notes.startswith(whole)
    assert [every.value(path) for path in ("own", "second")] == [{"score": 4}, {"score": 2}]
    assert "Criteria" not in every.notes
    assert list(none.values) == ["notes"]
    assert none.notes.startswith(whole)


words = st.sampled_from(
    [
        *("Dutch", "dutch!", "nl", "C++", "C", "Yes", "no", "3", "3 - Hire", "1 - Strong Yes", "2024-02-29", "a\nb"),
        *("https://a.example", "a@b.example", "+32 9 555 01 00", "x\n[lever:note:1]\ny", "[lever:feedback:f0]", "  "),
        *("é", "🙂 “q”", "<b>&amp;</b>", '{"a": 1}', "null", "Teamwork: 4 of 4", "\r\n", "\t", "0", "-7", "007"),
    ]
)
labels = st.sampled_from(["Rating", "rating?", "Teamwork", "Notes", "Choice", "", "!"])
marks = st.fixed_dictionaries(
    {
        "score": st.sampled_from([None, 1, 3, 4, 5, "2", "3.5", "good"]),
        "comment": st.sampled_from([None, "", "Why not"]),
    }
)


@st.composite
def questions(draw: st.DrawFn) -> Row:
    kind = draw(
        st.sampled_from(
            [
                *("text", "textarea", "dropdown", "multiple-choice", "multiple-select", "yes-no", "date", "currency"),
                *("university", "code", "score-system", "score", "scorecard", "file-upload", "new"),
            ]
        )
    )
    more: Row = {}
    match kind:
        case "multiple-select":
            value: Any = draw(st.lists(words, max_size=3))
        case "yes-no":
            value = draw(st.sampled_from(["yes", "no", None, True, "perhaps"]))
        case "date":
            value = draw(st.sampled_from([None, 0, 1_700_000_000_000, 10**17, "1700000000000", "soon"]))
        case "currency":
            value = draw(st.sampled_from([None, 0, 1000, 99.5, "a lot", "12"]))
            more = {"currency": draw(st.sampled_from(["EUR", "eur", "", "€", None]))}
        case "score":
            value = draw(st.sampled_from([None, 1, 4, 5, 3.0, 2.5, "3", "2 - No Hire"]))
        case "scorecard":
            value = draw(st.lists(marks, max_size=3))
            more = {"scores": [{"text": draw(labels)} for _ in range(draw(st.integers(0, 3)))]}
        case "file-upload":
            value = draw(st.sampled_from([None, {"id": "i", "name": "x.pdf"}, {"name": None}]))
        case _:
            value = draw(st.none() | words)
            more = {"language": draw(st.sampled_from([None, "python"]))} if kind == "code" else {}
    return asked(kind, value, draw(labels), **more)


@st.composite
def form_fields(draw: st.DrawFn, number: int) -> FormField:
    kind = draw(
        st.sampled_from(
            [
                *("String", "LongText", "RichText", "Score", "Score", "Boolean", "Number", "Date", "ValueSelect"),
                *("MultiValueSelect", "Currency", "Url", "Email", "Phone", "UUID", "NumberRange", "Location"),
            ]
        )
    )
    options = LANGUAGES if kind.endswith("ValueSelect") else ()
    required = draw(st.sampled_from([False, False, False, True]))
    return field(kind, draw(labels), f"p{number}", options=options, required=required)


@st.composite
def talks(draw: st.DrawFn) -> tuple[list[Row], list[FormField]]:
    wanted = [draw(form_fields(number)) for number in range(draw(st.integers(0, 6)))]
    return draw(st.lists(questions(), max_size=6)), [*wanted, *([NOTES] if draw(st.booleans()) else [])]


def _unmarked(text: str) -> str:
    return re.sub(r"(?m)(^|\r)((?:\s|<[^<>]*>)*)\[lever:", r"\1\2[ lever:", text)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace("+", "plus")).casefold()


def _said(field_: FormField, value: Any) -> set[str]:
    """What a value on a form says, in each word that Lever may have for it: a plain reading, apart from the SQL."""
    options = {stored: {label, stored} for label, stored in field_.options}
    match field_.type:
        case "String" | "LongText" | "Url" | "Email" | "Phone" | "UUID":
            return {value}
        case "Date":
            day = date.fromisoformat(value)
            return {value, f"{day.day} {day:%B} {day.year}"}
        case "RichText":
            return {value["value"]}
        case "Boolean":
            return {"yes" if value else "no"}
        case "Number":
            return {str(value), f"{value} of 4"}
        case "Currency":
            number = int(value["value"]) if value["value"] == int(value["value"]) else value["value"]
            return {f"{number} {value['currencyCode']}"}
        case "Score":
            listed = {row["value"] for row in scores() if row["score"] == value["score"]}
            return {*listed, f"{value['score']} of 4", *(f"{value['score']} {word}" for word in listed)}
        case "ValueSelect":
            return options[value]
        case "MultiValueSelect":
            return {"; ".join(label for label, stored in field_.options if stored in value), *options[value[0]]}
    raise AssertionError(field_.type)


def _nothing_is_lost(one: Submission) -> None:
    fields = {field_.path: field_ for field_ in one.fields}
    if one.target["form_id"] is None:
        assert one.target["reason_code"] in ("no_text_field", "required_field_unfilled")
        assert one.values == {}
        return
    # Ashby takes it
    for path, field_ in fields.items():
        assert not field_.required or path in one.values
    for path in one.values:
        assert misfit(fields[path], one.value(path), AshbyOptions()) is None, (fields[path], one.value(path))
    # one marker, as the last line
    lines = [line for row in one.values.values() for line in row["told"].splitlines()]
    assert [line for line in lines if re.match(r"\s*\[lever:", line)] == [f"[lever:feedback:{_id(one)}"]
    assert one.notes.endswith("in Lever.\n[lever:feedback:" + _id(one))
    # what is told of a field is what its value says
    for path, row in one.values.items():
        said = _said(fields[path], one.value(path))
        is_text = fields[path].type in ("String", "LongText", "RichText")
        assert row["told"] in said if is_text else _plain(row["told"]) in map(_plain, said), (row, said)
    # and every answer is told
    told = [row["told"].removesuffix(f"[lever:feedback:{_id(one)}") for row in one.values.values()]
    for answer in (answer for answer in one.answers if answer["told"] is not None):
        words_of_lever = (answer["told"], _unmarked(answer["told"]))
        in_fields = [
            f"{criterion['label']}: {criterion['score']} of 4"
            for criterion in answer["scores"] or ()
            if any(
                _plain(row["title"] or "") == _plain(criterion["label"] or "")
                and row["told"][:1] == str(criterion["score"])
                for row in one.values.values()
                if row["type"] == "Score"
            )
        ]
        in_words = any(text in part for part in told for text in words_of_lever)
        assert in_words or answer["told"] == "\n".join(in_fields), answer


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=st.lists(talks(), min_size=1, max_size=8))
def test_nothing_is_lost(drawn: list[tuple[list[Row], list[FormField]]]) -> None:
    """F1: every answer of a feedback is found in what is submitted, and Ashby takes all of it."""
    for one in submissions(drawn):
        _nothing_is_lost(one)


@pytest.mark.prove
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=st.lists(talks(), min_size=1, max_size=12))
def test_nothing_is_lost_at_length(drawn: list[tuple[list[Row], list[FormField]]]) -> None:
    """The same in many more talks."""
    for one in submissions(drawn):
        _nothing_is_lost(one)
