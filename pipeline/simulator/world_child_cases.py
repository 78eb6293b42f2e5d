"""The awkward feedback and interviews of the invented company, told by their rule; other things in `world_paper_cases`.

They hang on candidacies that the other cases have written and that stay as they are, but for lastInteractionAt, which
covers what hangs on them; updatedAt does not move (reference section 3b). `World.cases` names the ids of each case.
"""

from dataclasses import replace
from random import Random
from typing import Any

from pipeline.simulator.lever_child_state import (
    NO_FEEDBACK,
    Children,
    Feedback,
    FeedbackTemplate,
    Fields,
    Interview,
    Interviewer,
    Panel,
)
from pipeline.simulator.lever_state import Opportunity
from pipeline.simulator.world_child_crowd import handed_in
from pipeline.simulator.world_child_templates import COPY, PHONE, RETIRED, THOROUGH, VALUES, filled
from pipeline.simulator.world_writing import Pen, at, uid

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
LONG = 20_000
"""Characters of the longest answer."""
REFEREE = ("Ingeborg Falkenrath", "ingeborg@falkenrath.example")
"""Somebody who only occurs in the text of a reference check."""
ANSWERS = (
    "3 - Hire",
    ((4, "Adapts."), (None, None)),
    3,
    " of ".join(REFEREE),
    "First line\r\nsecond <b>&</b> third – 東京 🙂",
    "Colleague",
    "Some, with a team",
    ["Dutch", "Português"],
    "yes",
    1_700_000_000_000,
    "if a < b:\n\treturn '<'\n",
)
"""One value for each field of the thorough template, in its order."""
EMPTY: tuple[Any, ...] = ("", ((None, ""), (None, "")), None, "", "", "", "", [], None, None, "")


def write(pen: Pen) -> None:
    """Write every case."""
    pen = replace(pen, rng=Random(f"{pen.world.seed}:talk cases"))
    pen.world.mentioned += REFEREE
    _feedback(pen)
    _interviews(pen)


def of_case(pen: Pen, case: str, place: int = 0) -> Opportunity:
    """An opportunity that another module has written, by its case."""
    wanted = pen.world.cases[case][place]
    return next(record for record in pen.written if record.id == wanted)


def hang(pen: Pen, on: Opportunity, name: str, kind: str, record: Any, moment: int) -> None:
    """Hang a record of a kind of `Children` on an opportunity, under the name of its case; it happened at `moment`."""
    children = pen.world.children.setdefault(on.id, Children())
    getattr(children, kind).append(record)
    pen.world.cases.setdefault(name, []).append(record.id)
    on.last_interaction_at = max(on.last_interaction_at, moment)


def scorecard(
    pen: Pen,
    template: FeedbackTemplate,
    fields: Fields,
    created: int,
    user: str = "Tarquin Bello",
    **more: Any,
) -> Feedback:
    """Feedback of a colleague, handed in two minutes later unless `more` says otherwise."""
    given = {
        "type": "interview",
        "text": template.text,
        "instructions": template.instructions,
        "template": template.id,
        "interview": None,
        "panel": None,
        "completed_at": created + 2 * MINUTE,
        **more,
    }
    return Feedback(id=uid(pen.rng), fields=fields, user=pen.users[user].id, created_at=created, **given)


def _feedback(pen: Pen) -> None:
    talked = of_case(pen, "notes_of_every_kind")
    templates = pen.world.feedback_templates
    phone, values, thorough = templates[PHONE], templates[VALUES], templates[THOROUGH]
    start = talked.created_at
    said = filled(phone.fields, "3 - Yes", "Fine.")

    def add(name: str, record: Feedback, on: Opportunity = talked) -> None:
        hang(pen, on, f"feedback {name}", "feedback", record, record.completed_at or record.created_at)

    # 2.4: every field type with a value, with null, and empty in its other spellings
    add("every type", scorecard(pen, thorough, filled(thorough.fields, *ANSWERS), start + HOUR))
    add("null", scorecard(pen, thorough, filled(thorough.fields), start + 2 * HOUR))
    add("empty", scorecard(pen, thorough, filled(thorough.fields, *EMPTY), start + 3 * HOUR))
    # 2.4: score may show the option's text instead of a number
    in_words = filled(thorough.fields, "2 - No Hire", None, "3 - Hire")
    add("score in words", scorecard(pen, thorough, in_words, start + 4 * HOUR))
    # 2.4: a filled form keeps its own title and fields: the template has been renamed and has grown since
    old = filled(values.fields[:2], "4 - Strong Hire", ((4, "Believes."), (3, None), (4, "Such an attitude!")))
    add("renamed template", scorecard(pen, values, old, start + 5 * HOUR, text="Culture Fit"))
    # 2.4: the value names an option that the form no longer has
    add("renamed option", scorecard(pen, phone, filled(phone.fields, "4 - Yes!!", ""), start + 6 * HOUR))
    # 2.5: dropdowns may lack their options
    bare = tuple(
        {name: part for name, part in field.items() if name != "options"} if field["type"] == "dropdown" else field
        for field in values.fields
    )
    add("dropdown without options", scorecard(pen, values, filled(bare, "3 - Hire", None, "Peace"), start + 7 * HOUR))
    # 2.4: two templates share the ids of their fields
    for number, place in enumerate((PHONE, COPY)):
        words = filled(templates[place].fields, "2 - No", f"Under template {number + 1}.")
        add("shared field ids", scorecard(pen, templates[place], words, start + (8 + number) * HOUR))
    # 2.5: deleted feedback stays in the list; an edited one tells when
    add("deleted", scorecard(pen, phone, said, start + 10 * HOUR, deleted_at=start + 11 * HOUR))
    add("edited", scorecard(pen, phone, said, start + 12 * HOUR, updated_at=start + 13 * HOUR))
    # 2.5: types other than interview
    for number, kind in enumerate(("assignment", "share")):
        add(kind, scorecard(pen, phone, said, start + (14 + number) * HOUR, type=kind))
    # authors who have left; one whose id dangles since a merge
    add("of former colleague", scorecard(pen, phone, said, start + 16 * HOUR, "Ludo Grimaldi"))
    add("of merged colleague", scorecard(pen, phone, said, start + 17 * HOUR, "Anselm Hartigan"))
    long = ("A very long answer, word for word. " * (LONG // 30))[:LONG]
    add("long", scorecard(pen, phone, filled(phone.fields, None, long), start + 18 * HOUR))
    # 3d, 11: an inactive template is in no list
    retired = templates[RETIRED]
    add("inactive template", scorecard(pen, retired, filled(retired.fields, "Yes"), start + 19 * HOUR))
    # A7, P6, A2: on a confidential candidacy, on an anonymised person, without an application
    for name, case in (
        ("confidential", "confidential"),
        ("of anonymised", "anonymised"),
        ("without posting", "no_posting"),
    ):
        on = of_case(pen, case)
        add(name, scorecard(pen, phone, said, on.created_at + HOUR), on)


def _interviews(pen: Pen) -> None:
    talked = of_case(pen, "notes_of_every_kind")
    phone, values = (pen.world.feedback_templates[place] for place in (PHONE, VALUES))
    scheduled = talked.created_at + 20 * HOUR
    date = scheduled + 26 * HOUR

    def add(name: str, on: Opportunity, panel: Panel) -> None:
        children = pen.world.children.setdefault(on.id, Children())
        children.panels.append(panel)
        pen.world.cases.setdefault(f"panel {name}", []).append(panel.id)
        on.last_interaction_at = max(on.last_interaction_at, panel.created_at)

    # 2.5: two interviewers, one of whom never handed in; 2.7: one conversation of the panel is canceled
    two, canceled = (
        _interview(
            pen,
            talked,
            f"On-site interview - {talked.contact.name} - Backend Engineer",
            ("Tarquin Bello", "Dov Drachenfels"),
            scheduled,
            date,
            template=values.id,
        ),
        _interview(
            pen,
            talked,
            "Team lunch",
            ("Soraya Castellan",),
            scheduled,
            date + HOUR,
            template=NO_FEEDBACK,
            canceled_at=scheduled + 2 * HOUR,
        ),
    )
    pen.world.cases["interview of two"] = [two.id]
    pen.world.cases["interview canceled"] = [canceled.id]
    panel = _panel(pen, talked, (two, canceled), note="Bring a laptop.\nSecond floor.")
    add("with canceled", talked, panel)
    answers = filled(values.fields, "4 - Strong Hire", ((4, None), (4, "Yes."), (2, "Hm.")), "People", "Growth")
    links = {"interview": two.id, "panel": panel.id}
    given = scorecard(pen, values, answers, date + HOUR, **links)
    # the draft has one score already: only completedAt tells that it was not handed in
    begun = filled(values.fields, None, ((None, None), (None, None), (2, None)))
    draft = scorecard(pen, values, begun, date, "Dov Drachenfels", completed_at=None, **links)
    hang(pen, talked, "feedback of two interviewers", "feedback", given, date + HOUR)
    hang(pen, talked, "feedback draft", "feedback", draft, date)
    two.feedback = handed_in([given, draft])
    # 2.7: to come, while everything else is past; interviewers who have left, one of them merged away
    coming = _interview(
        pen, talked, "Second talk", ("Ludo Grimaldi", "Anselm Hartigan"), scheduled, at("2027-03-01 09:00"), phone.id
    )
    pen.world.cases["interview future"] = [coming.id]
    add("future", talked, _panel(pen, talked, (coming,), externally_managed=True))

    # A2: no postings; no template: the key is absent at the interviewer (as recorded in 2024)
    lead = of_case(pen, "no_posting")
    chat = _interview(pen, lead, "Chat", ("Wen Eddowes",), lead.created_at, lead.created_at + DAY, location=None)
    pen.world.cases["interview without template"] = [chat.id]
    add("without application", lead, _panel(pen, lead, (chat,)))
    # 2.7: canceled with its whole panel
    seller = of_case(pen, "cover_text")
    off = _interview(
        pen,
        seller,
        "Called off",
        ("Imke Aldous",),
        seller.created_at + HOUR,
        seller.created_at + DAY,
        phone.id,
        canceled_at=seller.created_at + 2 * HOUR,
    )
    pen.world.cases["interview canceled with panel"] = [off.id]
    add("canceled", seller, _panel(pen, seller, (off,), canceled_at=seller.created_at + 2 * HOUR))
    chief = of_case(pen, "confidential")
    secret = _interview(
        pen, chief, "Board", ("Imke Aldous",), chief.created_at + HOUR, chief.created_at + DAY, phone.id
    )
    pen.world.cases["interview confidential"] = [secret.id]
    add("confidential", chief, _panel(pen, chief, (secret,)))


def _interview(
    pen: Pen,
    on: Opportunity,
    subject: str,
    colleagues: tuple[str, ...],
    created: int,
    date: int,
    template: str | None = None,
    **more: Any,
) -> Interview:
    application = on.application
    people = [pen.users[name] for name in colleagues]
    details: dict[str, Any] = {"location": "Ghent-1-Leie", "feedback": (), "timezone": "Europe/Brussels", **more}
    return Interview(
        id=uid(pen.rng),
        subject=subject,
        note="",
        interviewers=tuple(Interviewer(person.id, person.name, person.email, template) for person in people),
        created_at=created,
        date=date,
        duration=45,
        template=template,
        reminder="daily",
        user=pen.users["Imke Aldous"].id,
        stage=on.stage,
        postings=() if application is None else (application.posting.id,),
        **details,
    )


def _panel(pen: Pen, on: Opportunity, interviews: tuple[Interview, ...], **more: Any) -> Panel:
    application = on.application
    return Panel(
        id=uid(pen.rng),
        applications=() if application is None else (application.id,),
        created_at=interviews[0].created_at,
        timezone="Europe/Brussels",
        reminder="daily",
        user=interviews[0].user,
        stage=on.stage,
        interviews=interviews,
        **{"note": None, **more},
    )
