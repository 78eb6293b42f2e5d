"""The awkward offers, resumes, files, forms and referrals of the invented company, told by their rule.

They hang on candidacies that the other cases have written, as those of `world_child_cases` do.
"""

from dataclasses import replace
from random import Random
from typing import Any

from pipeline.simulator.lever_child_state import (
    Fields,
    File,
    Form,
    FormTemplate,
    Offer,
    Referral,
    Resume,
    Signature,
    Stored,
)
from pipeline.simulator.lever_state import Opportunity
from pipeline.simulator.world_child_cases import hang, of_case
from pipeline.simulator.world_child_templates import CHECKLIST, INFORMATION, REPORT, field, filled
from pipeline.simulator.world_writing import Pen, uid

MINUTE, HOUR = 60_000, 3_600_000
STATUSES = ("draft", "approval-sent", "approved", "sent", "sent-manually", "opened", "denied")
"""Of offers; "signed" has a case of its own (section 2.10)."""
ODD_NAMES = (
    "`whoami` $(ls).pdf",
    "../../etc/lebenslauf.pdf",
    'Zeugnis – 東京 "final" <2>.pdf',
    "e\u0301tude .pdf",
    "con:aux|nul?.pdf",
    "a" * 200 + ".pdf",
    ".pdf",
)


def write(pen: Pen) -> None:
    """Write every case but that of `answer_with_files`."""
    pen = replace(pen, rng=Random(f"{pen.world.seed}:paper cases"))
    _offers(pen)
    _resumes(pen)
    _files(pen)
    _forms(pen)
    _referrals(pen)


def _offers(pen: Pen) -> None:
    # 2.10: one of each status, with what has happened to it by then
    mover = of_case(pen, "backward_moves")
    for number, status in enumerate(STATUSES):
        when = mover.last_advanced_at + number * HOUR
        out = status in ("sent", "sent-manually", "opened", "denied")
        wanted = uid(pen.rng)
        candidate = Signature("candidate", mover.contact.name, mover.contact.emails[0], when if out else None)
        offer = Offer(
            id=wanted,
            posting=_posting(mover),
            created_at=when,
            status=status,
            creator=pen.users["Imke Aldous"].id,
            fields=_offered(pen, mover)[: 3 + number],
            signatures=(candidate,) if out else (Signature("candidate", None, None),),
            approved_at=when + MINUTE if number > 1 else None,
            sent_at=when + 2 * MINUTE if out else None,
            sent=_document(f"{wanted}:sent", "employment-offer.pdf", when) if out else None,
        )
        hang(pen, mover, f"offer {status}", "offers", offer, when)
    # 2.10: signed by both, both documents, every identifier; and one of which only one has signed yet
    hired = of_case(pen, "archived:Hired")
    end = hired.last_interaction_at
    for name, company_signed in (("signed", end - HOUR), ("half signed", None)):
        wanted = uid(pen.rng)
        offer = Offer(
            id=wanted,
            posting=_posting(hired),
            created_at=end - 5 * HOUR,
            status="signed" if company_signed else "opened",
            creator=pen.users["Perpetua Fanshawe"].id,
            fields=_offered(pen, hired),
            signatures=(
                Signature("candidate", hired.contact.name, hired.contact.emails[0], end - 3 * HOUR, end - 2 * HOUR),
                Signature("company_1", "Dov Drachenfels", pen.users["Dov Drachenfels"].email, end, company_signed),
            ),
            approved_at=end - 4 * HOUR,
            sent_at=end - 4 * HOUR,
            sent=_document(f"{wanted}:sent", "offer.pdf", end - 4 * HOUR),
            signed=_document(f"{wanted}:signed", "offer_signed.pdf", end - HOUR),
        )
        hang(pen, hired, f"offer {name}", "offers", offer, end)
    # 2.10: older shapes have no signatures; A7: on a confidential candidacy
    for name, case in (("older shape", "several_opportunities"), ("confidential", "confidential")):
        on = of_case(pen, case)
        creator = pen.users["Anselm Hartigan"].id
        older = Offer(uid(pen.rng), None, on.created_at, "draft", creator, _offered(pen, on)[:2], None)
        hang(pen, on, f"offer {name}", "offers", older, on.created_at)


def _offered(pen: Pen, on: Opportunity) -> tuple[dict[str, Any], ...]:
    """Every identifier of section 2.10; job_posting names the application, as recorded."""
    rows: tuple[tuple[str, str, Any], ...] = (
        ("Job posting", "job_posting", None if on.application is None else on.application.id),
        ("Job title", "job_title", "Backend Engineer II"),
        ("Candidate name", "candidate_name", on.contact.name),
        ("Offered compensation amount", "salary_amount", 61_500.5),
        ("Compensation currency", "compensation_currency", "EUR"),
        ("Type of earnings", "salary_interval", "per-year-salary"),
        ("Team", "team", "Platform"),
        ("Office location", "location/office", "Ghent"),
        ("Today's date", "today_date", on.last_advanced_at),
        ("Direct manager", "direct_manager", None),
        ("Hiring manager", "hiring_manager", pen.users["Dov Drachenfels"].id),
        ("Offered equity", "offered_equity", None),
        ("Offer expiration date", "offer_expiration_date", on.last_advanced_at + 14 * 24 * HOUR),
        ("Anticipated start date", "anticipated_start_date", on.last_advanced_at + 60 * 24 * HOUR),
        ("Requisition", "requisition", "ENG-7"),
        ("Company signature 1", "company_signature_1", None),
        ("Candidate signature", "candidate_signature", None),
        ("Équité <b>&</b> bonus", "custom_equity_bonus", "12 345 €\nsee annex"),
    )
    return tuple({"text": text, "identifier": identifier, "value": value} for text, identifier, value in rows)


def _document(content: str, name: str, uploaded: int) -> Stored:
    return Stored(name, "pdf", uploaded, "processed", 1_500 + len(content), content)


def _posting(on: Opportunity) -> str | None:
    return None if on.application is None else on.application.posting.id


def _resumes(pen: Pen) -> None:
    rich = of_case(pen, "phones_and_links")
    start = rich.created_at

    def add(name: str, created: int, stored: Stored | None, parsed: dict[str, Any] | None = None) -> None:
        hang(pen, rich, f"file {name}", "resumes", Resume(uid(pen.rng), created, stored, parsed), created)

    # 2.11: several, one read into positions and schools, one that was not; two have the very same bytes
    for number in range(3):
        stored = Stored("Résumé Casimira.pdf", "pdf", start + number * HOUR + 4, "processed", 2_048, f"cv {number % 2}")
        add("several resumes", start + number * HOUR, stored, _career() if number == 0 else None)
    # 2.11: read from an online profile: there is no file; size and ending of a seed: "."
    add("resume without file", start + 4 * HOUR, None, _career())
    add("resume of no ending", start + 5 * HOUR, Stored("cv", ".", start, None, 77, "cv without ending"))
    add("gap resume", start + 6 * HOUR, Stored("torn.pdf", "pdf", start, "error", 3_000, "torn"))


def _career() -> dict[str, Any]:
    return {
        "positions": [
            {
                "org": "Wolkenwerk",
                "title": "Engineer",
                "summary": "Clouds.\n– and rain",
                "location": "Porto",
                "start": {"year": 2012, "month": 7},
                "end": {"year": 2016, "month": 3},
            }
        ],
        "schools": [
            {
                "org": "ETH Zürich",
                "degree": "",
                "field": "Physics",
                "summary": None,
                "start": {"year": 2005, "month": 9},
                "end": {"year": 2007, "month": 6},
            }
        ],
    }


def _files(pen: Pen) -> None:
    rich = of_case(pen, "phones_and_links")
    start = rich.created_at + 10 * HOUR

    def add(name: str, stored: Stored, on: Opportunity = rich) -> None:
        hang(pen, on, f"file {name}", "files", File(uid(pen.rng), stored), stored.uploaded_at)

    add("empty", Stored("nothing.txt", ".txt", start, "processed", 0, ""))
    # the same bytes under two names, and two contents under one name
    for number in range(2):
        add("twin", Stored(f"copy {number}.png", ".png", start + number, "processed", 900, "one picture"))
        add("of one name", Stored("scan.pdf", ".pdf", start + number, "processed", 700, f"scan {number}"))
    for number, name in enumerate(ODD_NAMES):
        add("of odd name", Stored(name, ".pdf", start + number * MINUTE, "processed", 300, f"odd {number}"))
    # 2.12: the four words of status, and none
    add("processing", Stored("fresh.pdf", ".pdf", start + HOUR, "processing", 400, "fresh"))
    add("unsupported", Stored("old.wpd", ".wpd", start + 2 * HOUR, "unsupported", 500, "old"))
    add("without status", Stored("plain", "", start + 3 * HOUR, None, 600, "plain"))
    add("gap error", Stored("corrupted.pdf", ".pdf", start + 4 * HOUR, "error", 5_000, "corrupted"))
    add("big", Stored("film.bin", ".bin", start + 5 * HOUR, "processed", 200_000, "film", big=True))
    chief = of_case(pen, "confidential")
    add("confidential", Stored("board.pdf", ".pdf", chief.created_at, "processed", 800, "board"), chief)


def answer_with_files(pen: Pen) -> None:
    """3d, 18: give one application a file as the answer to a custom question: it has no documented download."""
    pen = replace(pen, rng=Random(f"{pen.world.seed}:answered cases"))
    writer = of_case(pen, "cover_text").application
    if writer is None or writer.typed is None:
        raise AssertionError("the case cover_text has an application with what was typed")
    answer = {
        "id": uid(pen.rng),
        "ext": ".pdf",
        "name": "Work sample.pdf",
        "size": 640,
        "uploadedAt": writer.created_at,
    }
    fields = (
        field(pen.rng, "file-upload", "Work sample"),
        field(pen.rng, "file-upload", "Another one"),
        field(pen.rng, "university", "What university did you attend?", prompt=""),
        field(pen.rng, "multiple-select", "Shifts", options=("Day", "Night")),
    )
    writer.typed["customQuestions"] = [
        {
            "id": uid(pen.rng),
            "type": "posting",
            "text": "Education",
            "instructions": "",
            "fields": list(filled(fields, answer, None, "Universiteit Gent", ["Day"])),
            "baseTemplateId": uid(pen.rng),
            "user": None,
            "referrer": None,
            "stage": None,
            "createdAt": writer.created_at,
            "completedAt": writer.created_at,
        }
    ]
    pen.world.cases["file gap question"] = [str(answer["id"])]


def _forms(pen: Pen) -> None:
    traveller = of_case(pen, "several_opportunities", 1)
    start = traveller.last_advanced_at
    information, report, checklist = (pen.world.form_templates[place] for place in (INFORMATION, REPORT, CHECKLIST))
    told = filled(information.fields, start, 50_000, "yes", "Dov D.", "Two lines:\nhere")
    mood = filled(report.fields, "Mixed", "Fixed", ["Laptop", "Desk"])
    rows: list[tuple[str, FormTemplate, Fields, dict[str, Any]]] = [
        # 2.16: every field type between the two templates; null and empty; begun and not handed in
        ("plain", information, told, {}),
        ("null", information, filled(information.fields), {}),
        ("empty", report, filled(report.fields, "", "", []), {}),
        ("unfinished", report, filled(report.fields, "Good"), {"completed_at": None}),
        # 2.16: secret ones need Sensitive Information Privileges in the app; deleted ones seem to stay listed
        ("secret", report, mood, {"secret": True}),
        ("deleted", information, told, {"deleted_at": start + 9 * HOUR}),
        ("without user", information, told, {"user": None, "stage": None}),
        # 3d, 11: an inactive template is in no list
        ("inactive template", checklist, filled(checklist.fields, "no"), {}),
    ]
    for number, (name, template, fields, more) in enumerate(rows):
        moment = start + number * HOUR
        details: dict[str, Any] = {
            "user": pen.users["Imke Aldous"].id,
            "stage": traveller.stage,
            "completed_at": moment,
            **more,
        }
        form = Form(
            id=uid(pen.rng),
            text=template.text,
            instructions=template.instructions,
            template=template.id,
            fields=fields,
            created_at=moment,
            **details,
        )
        hang(pen, traveller, f"form {name}", "forms", form, moment)


def _referrals(pen: Pen) -> None:
    # 2.15: the form of the application once more: the same id, other times, dropdowns without their options
    friend = of_case(pen, "referral")
    application = friend.application
    if application is None or application.typed is None:
        raise AssertionError("the case referral has an application with a form")
    (form,) = application.typed["customQuestions"]
    fields = tuple({name: part for name, part in known.items() if name != "options"} for known in form["fields"])
    moment = application.created_at + 10
    same = Referral(
        id=form["id"],
        text=form["text"],
        instructions="",
        fields=fields,
        template=form["baseTemplateId"],
        user=form["user"],
        referrer=form["referrer"],
        stage=None,
        created_at=moment,
        completed_at=moment,
    )
    hang(pen, friend, "referral of application", "referrals", same, moment)
    # 3a: one that neither origin nor application gives away; nobody is known to have referred
    lead = of_case(pen, "no_posting")
    alone = Referral(
        id=uid(pen.rng),
        text="Referral",
        instructions="",
        fields=filled((field(pen.rng, "text", "Name of referrer"),), ""),
        template=form["baseTemplateId"],
        user=None,
        referrer=None,
        stage=lead.stage,
        created_at=lead.created_at,
        completed_at=None,
    )
    hang(pen, lead, "referral without application", "referrals", alone, lead.created_at)
