"""What hangs on an opportunity as Lever serves it, from feedback to referrals, with downloads and templates.

Written from the reference, sections 2.5 to 2.8, 2.10 to 2.12, 2.15 and 2.16. Drafts, deleted feedback and canceled
interviews stay listed. Where an order is not known, the newest comes first. Reads only.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.simulator import lever_child_shapes as shapes
from pipeline.simulator import lever_files
from pipeline.simulator.lever_child_state import NO_FEEDBACK, FeedbackTemplate, FormTemplate, Stored
from pipeline.simulator.lever_expand import finish
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.lever_pages import (
    NEWEST_FIRST,
    Key,
    Order,
    Query,
    RefusalError,
    bad_request,
    envelope,
    not_found,
    small_list,
    whole_number,
)
from pipeline.simulator.lever_state import Opportunity, World
from pipeline.simulator.world_child_crowd import hanging

BY_PANEL = Order((int, int, str), negated=(0,))
"""interviews: the panel's start descending, inside a panel the date, id"""
BY_NAME = Order((str, str))
"""templates: by name, id"""
TEMPLATES = ("feedback_templates", "form_templates")


@dataclass(frozen=True)
class Kind:
    """How one kind of endpoint is listed and shown."""

    name: str
    """of its objects, for `finish`"""
    rows: Callable[[World, LeverOptions, Opportunity], Sequence[Any]]
    """all records; an interview comes with its panel"""
    id: Callable[[Any], str]
    key: Callable[[Any], Key]
    """its place in the list"""
    shape: Callable[[Any, Opportunity, LeverOptions], dict[str, Any]]
    order: Order = NEWEST_FIRST


def _of(kind: str) -> Callable[[World, LeverOptions, Opportunity], Sequence[Any]]:
    return lambda world, _, record: hanging(world, record, kind)


def _interviews(world: World, _options: LeverOptions, record: Opportunity) -> Sequence[Any]:
    return [(panel, one) for panel in hanging(world, record, "panels") for one in panel.interviews]


def _forms(world: World, options: LeverOptions, record: Opportunity) -> Sequence[Any]:
    return [form for form in hanging(world, record, "forms") if options.secret_forms or not form.secret]


def _id(record: Any) -> str:
    wanted: str = record.id
    return wanted


def _newest(record: Any) -> Key:
    return -record.created_at, record.id


KINDS = {
    "feedback": Kind("feedback", _of("feedback"), _id, _newest, lambda record, *_: shapes.feedback(record)),
    "interviews": Kind(
        "interview",
        _interviews,
        lambda row: _id(row[1]),
        lambda row: (-row[0].start, row[1].date, row[1].id),
        lambda row, *_: shapes.interview(row[1], row[0]),
        BY_PANEL,
    ),
    "panels": Kind(
        "panel",
        _of("panels"),
        _id,
        lambda panel: (-panel.start, panel.id),
        lambda record, *_: shapes.panel(record),
    ),
    "offers": Kind("offer", _of("offers"), _id, _newest, lambda record, on, _: shapes.offer(record, on.id)),
    "resumes": Kind(
        "resume", _of("resumes"), _id, _newest, lambda record, on, options: shapes.resume(record, on.id, options)
    ),
    "files": Kind(
        "file",
        _of("files"),
        _id,
        lambda file: (-file.stored.uploaded_at, file.id),
        lambda record, on, options: shapes.file(record, on.id, options),
    ),
    "forms": Kind("form", _forms, _id, _newest, lambda record, _, options: shapes.form(record, options)),
    "referrals": Kind("referral", _of("referrals"), _id, _newest, lambda record, *_: shapes.referral(record)),
}
"""Every kind of endpoint under /opportunities/:id that this module answers, by its word in the path."""
WHOLE = {"resumes", "files"}
"""Lists that refuse limit and offset (section 1.5)."""


def listed(world: World, options: LeverOptions, query: Query, on: Opportunity, word: str) -> Any:
    """GET /opportunities/:id/`word`: a page, all at once (resumes, files), or a bare array where a switch says so."""
    kind = KINDS[word]
    rows = kind.rows(world, options, on)

    def show(row: Any) -> dict[str, Any]:
        return finish(world, options, query, kind.name, kind.shape(row, on, options), on)

    if word not in WHOLE:
        path = f"opportunities/{on.id}/{word}"
        page = small_list(world, options, kind.order, path, query, rows, kind.key, show)
        return page["data"] if word == "forms" and options.forms_list == "bare" else page
    if query.keys() & {"limit", "offset"}:
        raise bad_request("pagination is not supported for this endpoint")
    data = [show(row) for row in sorted(rows, key=kind.key) if _uploaded_in(query, row)]
    if word == "files" and options.files_list == "bare":
        return data
    if word == "resumes" and not data and options.empty_resumes == "not_found":
        raise not_found("resumes", on.id)
    return envelope(data, None)


def _uploaded_in(query: Query, row: Any) -> bool:
    """The filter uploaded_at, both ends inclusive; createdAt stands in where nothing was uploaded (section 2.11)."""
    begin, end = whole_number(query, "uploaded_at_start"), whole_number(query, "uploaded_at_end")
    moment = row.created_at if row.stored is None else row.stored.uploaded_at
    return (begin is None or moment >= begin) and (end is None or moment <= end)


def single(
    world: World, options: LeverOptions, query: Query, on: Opportunity, word: str, wanted: str
) -> dict[str, Any]:
    """GET /opportunities/:id/`word`/:id. An interview tells its opportunity here (section 2.7); no offer has this."""
    kind = KINDS[word]
    found = next((row for row in kind.rows(world, options, on) if kind.id(row) == wanted), None)
    if found is None or word == "offers":
        raise not_found(word, wanted)
    shape = kind.shape(found, on, options)
    if word == "interviews":
        shape["opportunityId"] = on.id
    return {"data": finish(world, options, query, kind.name, shape, on)}


def download(
    world: World,
    options: LeverOptions,
    query: Query,
    on: Opportunity,
    word: str,
    wanted: str,
    tried: Counter[str],
) -> Stored:
    """GET /opportunities/:id/`word`/:id/download: the bytes' description; `tried` counts calls for unready files."""
    stored = _stored(world, options, query, on, word, wanted)
    if stored is None or wanted in options.download_missing:
        raise not_found(word, wanted)
    if stored.status == "processing":
        tried[wanted] += 1
    if stored.status == "error" or 0 < tried[wanted] <= options.processing_tries:
        raise RefusalError(422, "UnprocessableEntity", "the file could not be processed")
    return stored


def _stored(
    world: World, options: LeverOptions, query: Query, on: Opportunity, word: str, wanted: str
) -> Stored | None:
    if word == "files" and options.question_files_downloadable:
        answered = {answer.id: answer.stored for answer in question_files(on)}
        if wanted in answered:
            return answered[wanted]
    found = next((known for known in hanging(world, on, word) if known.id == wanted), None)
    if found is None or word != "offers":
        return None if found is None else found.stored
    if "status" not in query:
        newest: Stored | None = found.signed or found.sent
        return newest
    asked = query["status"][-1]
    if asked not in ("sent", "signed"):
        raise bad_request("status must be sent or signed")
    document: Stored | None = found.sent if asked == "sent" else found.signed
    return document


@dataclass(frozen=True)
class Answered:
    """A file that somebody gave as the answer to a question of an application form (section 2.3)."""

    id: str
    stored: Stored


def question_files(on: Opportunity) -> list[Answered]:
    """Files that answered custom questions of the opportunity's application."""
    typed = {} if on.application is None else on.application.typed or {}
    values = [
        field["value"]
        for form in typed.get("customQuestions", [])
        for field in form["fields"]
        if field["type"] == "file-upload" and field["value"] is not None
    ]
    return [
        Answered(
            value["id"],
            Stored(value["name"], value["ext"], value["uploadedAt"], "processed", value["size"], value["id"]),
        )
        for value in values
    ]


def templates(world: World, options: LeverOptions, query: Query, word: str) -> dict[str, Any]:
    """GET /feedback_templates or /form_templates: active ones, by name (section 1.6)."""
    rows: list[FeedbackTemplate | FormTemplate] = _templates(world, word)
    if word == "feedback_templates" and options.no_feedback_listed:
        rows = [FeedbackTemplate(NO_FEEDBACK, "No feedback form", None, "", (), None, None), *rows]
    return small_list(
        world,
        options,
        BY_NAME,
        word,
        query,
        [row for row in rows if _in_use(world, row)],
        lambda row: (row.text, row.id),
        lambda row: finish(world, options, query, "template", _template(row)),
    )


def template(world: World, options: LeverOptions, query: Query, word: str, wanted: str) -> dict[str, Any]:
    """GET /feedback_templates/:id or /form_templates/:id."""
    for row in _templates(world, word):
        if row.id == wanted and (_in_use(world, row) or options.inactive_templates_readable):
            return {"data": finish(world, options, query, "template", _template(row))}
    raise not_found(word, wanted)


def _templates(world: World, word: str) -> list[Any]:
    return list(world.feedback_templates if word == "feedback_templates" else world.form_templates)


def _in_use(world: World, row: FeedbackTemplate | FormTemplate) -> bool:
    return row.active and row.id not in world.gaps.removed_templates


def _template(row: FeedbackTemplate | FormTemplate) -> dict[str, Any]:
    if isinstance(row, FeedbackTemplate):
        return shapes.feedback_template(row)
    return shapes.form_template(row)


def described(world: World) -> dict[str, Any]:
    """Everything that this module serves, whatever a key may see; and the SHA-256 of all that can be downloaded.

    `children` is {word of the path: {opportunity id: [shape]}}, `sha256` {id of a resume or file, or "id:sent" and
    "id:signed" of an offer: hex}. Sizes are those of the default options.
    """
    options = LeverOptions()
    children: dict[str, dict[str, list[Any]]] = {word: {} for word in KINDS}
    sums: dict[str, str] = {}
    for on in world.opportunities.values():
        for word, kind in KINDS.items():
            rows = sorted(kind.rows(world, options, on), key=kind.key)
            if rows:
                children[word][on.id] = [kind.shape(row, on, options) for row in rows]
        stored = [(known.id, known.stored) for known in (*hanging(world, on, "resumes"), *hanging(world, on, "files"))]
        stored += [(answer.id, answer.stored) for answer in question_files(on)]
        for offer in hanging(world, on, "offers"):
            stored += [(f"{offer.id}:sent", offer.sent), (f"{offer.id}:signed", offer.signed)]
        sums |= {
            name: lever_files.sha256(content)
            for name, content in stored
            if content is not None and content.status != "error"
        }
    return {
        "feedback_templates": [shapes.feedback_template(row) for row in world.feedback_templates],
        "form_templates": [shapes.form_template(row) for row in world.form_templates],
        "children": children,
        "sha256": sums,
    }
