"""The awkward candidacies of the invented company: postings, histories, endings, owners, deletions.

One of each case that a real move meets, told by its rule (A: applications). `World.cases` names the opportunities of
each.
"""

from pipeline.simulator.company import LEVER_ARCHIVE_REASONS, REMOVED_LEVER_STAGE
from pipeline.simulator.world_writing import Pen, at, case, contact, opportunity, uid


def write(pen: Pen) -> None:
    """Write every case, each with its own people."""
    _applications(pen)
    _histories(pen)
    _endings(pen)
    _colleagues(pen)
    _deleted(pen)


def _applications(pen: Pen) -> None:
    start = at("2021-09-09 12:12:12.012")
    # A2: no posting: no application; the person gets a tag, notes go to the candidate
    lead = contact(pen, "Rosalind Kaczmarrow", "rosalind@kaczmarrow.example")
    case(
        pen,
        "no_posting",
        opportunity(pen, lead, [("New lead", start)], origin="sourced", sources=("LinkedIn",)),
    )
    # gap: an application whose posting answers 404 and is in no list (section 2.13)
    old = contact(pen, "Ferrand Oyelaran", "ferrand@oyelaran.example")
    case(
        pen,
        "posting_gone",
        opportunity(pen, old, [("New applicant", at("2018-05-05 05:05"))], "Summer Intern 2018", updated=False),
    )
    # A7: confidential postings: onto a job that is confidential in Ashby, and onto one that is not (held)
    chief = contact(pen, "Leocadia Brandvold", "leocadia@brandvold.example")
    case(
        pen,
        "confidential",
        opportunity(pen, chief, [("New applicant", start), ("HM Review", start + 5)], "Chief Financial Officer"),
        opportunity(
            pen,
            contact(pen, "Sigmund Pfaffenrath", "sigmund@pfaffenrath.example"),
            [("New applicant", start)],
            "Head of Security",
        ),
    )
    # A7: the same person also stands on an open posting: only one of the two candidacies shows by default
    case(pen, "confidential_and_open", opportunity(pen, chief, [("New applicant", start)], "Data Analyst"))
    # A5: a stage that the Sales plan lacks: the row is held
    seller = contact(pen, "Wolfram Achterberg", "wolfram@achterberg.example")
    case(
        pen,
        "stage_not_in_plan",
        opportunity(pen, seller, [("New applicant", start), ("HM Screen", start + 86_400_000)], "Account Executive"),
    )
    # A1: a posting without a job in Ashby; a closed and a draft one
    for posting in ("Support Specialist", "Office Manager", "Product Designer – Core"):
        name = f"{posting.split()[0]}ine Lazarenkova"
        person = contact(pen, name, f"{posting.split()[0].lower()}@lazarenkova.example")
        case(pen, f"posting:{posting}", opportunity(pen, person, [("HM Review", start)], posting))
    # A6: a referral: source and credited user; its form stands in the application (section 2.3)
    friend = contact(pen, "Ghislaine Torvaldsen", "ghislaine@torvaldsen.example")
    case(
        pen,
        "referral",
        opportunity(
            pen,
            friend,
            [("New lead", start, "Wen Eddowes")],
            "Backend Engineer",
            origin="referred",
            kind="referral",
            applicant="Wen Eddowes",
            sources=("Referral",),
            typed={
                "name": friend.name,
                "company": "Torvald & Daughters",
                "phone": {"type": None, "value": "+3295550188"},
                "email": friend.emails[0],
                "customQuestions": [_referral_form(pen, "Wen Eddowes")],
            },
        ),
    )
    # what an applicant typed, with CR LF line breaks in the cover text (section 2.3)
    writer = contact(pen, "Hjalmar Quistgaard", "hjalmar@quistgaard.example")
    case(
        pen,
        "cover_text",
        opportunity(
            pen,
            writer,
            [("New applicant", start)],
            "Account Executive",
            sources=("Jobsite",),
            typed={
                "name": "Hjalmar Q.",
                "company": "Quistgaard ApS",
                "phone": {"type": "mobile", "value": "+45 55 55 01 77"},
                "email": "hjalmar@quistgaard.example",
                "links": ["https://quistgaard.example"],
                "comments": "Dear all,\r\n\r\nI sell <things> & enjoy it.\r\n— H.",
            },
        ),
    )


def _referral_form(pen: Pen, referrer: str) -> dict[str, object]:
    user = pen.users[referrer].id
    return {
        "id": uid(pen.rng),
        "type": "referral",
        "text": "Referral",
        "instructions": "",
        "fields": [
            {
                "description": "",
                "required": False,
                "text": "Notes / Comments",
                "type": "textarea",
                "id": uid(pen.rng),
                "value": "We shared a desk for two years.",
            }
        ],
        "baseTemplateId": uid(pen.rng),
        "user": user,
        "referrer": user,
        "stage": None,
        "createdAt": at("2021-06-07 17:13:17.012"),
        "completedAt": None,
    }


def _histories(pen: Pen) -> None:
    day = 86_400_000
    start = at("2022-02-02 10:00:00.100")
    # A3: backward moves and re-entries stay, in order
    wanderer = contact(pen, "Evangeline Roszkowiak", "evangeline@roszkowiak.example")
    route = (
        "New applicant",
        "Recruiter screen",
        "On-site interview",
        "Recruiter screen",
        "New applicant",
        "Offer",
    )
    case(
        pen,
        "backward_moves",
        opportunity(
            pen,
            wanderer,
            [
                (stage, start + index * day, "Tarquin Bello") if index % 3 == 1 else (stage, start + index * day)
                for index, stage in enumerate(route)
            ],
            "Backend Engineer",
        ),
    )
    # A3: equal times keep the order of the source
    hasty = contact(pen, "Dorothea Lindqvara", "dorothea@lindqvara.example")
    case(
        pen,
        "equal_times",
        opportunity(
            pen,
            hasty,
            [("New lead", start), ("Responded", start), ("New applicant", start), ("HM Review", start + 1)],
            "Data Analyst",
        ),
    )
    # A3: no history: one event, the current stage at lastAdvancedAt
    ancient = contact(pen, "Ignatius Wrenfield", "ignatius@wrenfield.example")
    case(
        pen,
        "no_history",
        opportunity(
            pen,
            ancient,
            [],
            "Backend Engineer",
            stage="Recruiter screen",
            created=at("2014-08-11 10:00"),
            advanced=at("2014-09-01 10:00"),
            updated=False,
        ),
    )
    # A3: the last change is not the current stage: the current stage still ends the history
    odd = contact(pen, "Clotilde Vanderhoeven", "clotilde@vanderhoeven.example")
    case(
        pen,
        "stage_differs_from_history",
        opportunity(
            pen,
            odd,
            [("New applicant", start), ("Recruiter screen", start + day)],
            "Data Analyst",
            stage="On-site interview",
            advanced=start + 3 * day,
        ),
    )
    # A5, section 2.17: a stage in the history that /stages no longer lists
    survivor = contact(pen, "Mordecai Stilwater", "mordecai@stilwater.example")
    case(
        pen,
        "removed_stage",
        opportunity(
            pen,
            survivor,
            [
                ("New applicant", start),
                (REMOVED_LEVER_STAGE, start + day),
                ("On-site interview", start + 2 * day),
            ],
            "Backend Engineer",
        ),
    )
    # section 1.6: entered by an import at the same moment: only the id decides their order
    for first in ("Alard", "Bettina", "Corwin", "Dymphna"):
        person = contact(pen, f"{first} Sturzenegger", f"{first.lower()}@sturzenegger.example")
        record = opportunity(pen, person, [("Reached out", at("2016-11-03 14:27"))], "Office Manager", updated=False)
        case(pen, "tied_in_order", record)
    # 3c: an old record that was touched in 2024 and still has no updatedAt (the touch is a note, see the notes' cases)
    sleeper = contact(pen, "Wilhelmina Drosdov", "wilhelmina@drosdov.example")
    case(
        pen,
        "old_without_updated",
        opportunity(pen, sleeper, [("Reached out", at("2017-10-10 10:10"))], "Office Manager", updated=False),
    )


def _endings(pen: Pen) -> None:
    start = at("2023-05-05 09:00:00.900")
    # A4: archived for each reason, the inactive one and the hire among them
    for index, (reason, kind, _) in enumerate(LEVER_ARCHIVE_REASONS):
        name = f"{('Aurelio', 'Brunhilde', 'Cosmin', 'Delphine', 'Edvard', 'Fenella', 'Gratia')[index]} Sandmeyerle"
        person = contact(pen, name, f"{name.split(maxsplit=1)[0].lower()}@sandmeyerle.example")
        record = opportunity(
            pen,
            person,
            [("New applicant", start + index), ("Recruiter screen", start + 86_400_000 + index)],
            "Backend Engineer" if kind == "hired" else ("Data Analyst", "Office Manager")[index % 2],
            archived=(reason, start + 9 * 86_400_000 + index),
            tags=("second attempt",) if index == 0 else (),
        )
        case(pen, f"archived:{reason}", record)
        if kind == "hired" and record.application is not None:
            record.application.requisition_for_hire = {
                "id": uid(pen.rng),
                "requisitionCode": "ENG-7",
                "hiringManagerOnHire": pen.users["Dov Drachenfels"].id,
            }
    # A4: archived and reopened: Lever forgets the archiving, the history goes on
    back = contact(pen, "Lysander Oakenhall", "lysander@oakenhall.example")
    case(
        pen,
        "reopened",
        opportunity(
            pen,
            back,
            [
                ("New applicant", start),
                ("Recruiter screen", start + 86_400_000),
                ("New applicant", start + 300 * 86_400_000, "Imke Aldous"),
                ("HM Review", start + 301 * 86_400_000, "Imke Aldous"),
            ],
            "Data Analyst",
        ),
    )


def _colleagues(pen: Pen) -> None:
    start = at("2020-10-10 10:10:10.010")
    # A6: owners that don't map: deactivated, merged away (the id dangles), none at all, unknown to Ashby
    owners = {
        "owner_deactivated": "Perpetua Fanshawe",
        "owner_merged": "Anselm Hartigan",
        "owner_null": None,
        "owner_not_in_ashby": "Wen Eddowes",
    }
    for number, (name_of_case, owner) in enumerate(owners.items()):
        name = f"{('Piroska', 'Quillon', 'Rosamund', 'Severin')[number]} Hallgrimsdal"
        person = contact(pen, name, f"{name.split(maxsplit=1)[0].lower()}@hallgrimsdal.example")
        steps = [("New lead", start + number, owner)] if owner else [("New lead", start + number)]
        case(
            pen,
            name_of_case,
            opportunity(pen, person, steps, "Data Analyst", owner=owner, origin="sourced", kind="user"),
        )
    # A6, P7: sourced by a colleague, followed by others, one of them twice (as recorded)
    found = contact(pen, "Tancred Blomkvistova", "tancred@blomkvistova.example")
    case(
        pen,
        "sourced_by",
        opportunity(
            pen,
            found,
            [("New lead", start, "Tarquin Bello"), ("Responded", start + 7_200_000)],
            "Backend Engineer",
            origin="sourced",
            sourced_by="Tarquin Bello",
            followers=("Ludo Grimaldi", "Imke Aldous", "Anselm Hartigan"),
            kind="user",
            applicant="Tarquin Bello",
            sources=("Added manually",),
        ),
    )


def _deleted(pen: Pen) -> None:
    # P6: deleted in Lever: only the feed tells; of the second one's contact another candidacy is left
    gone = contact(pen, "Zebedee Farquharson", "zebedee@farquharson.example")
    left = contact(pen, "Yolanthe Mispelbaum", "yolanthe@mispelbaum.example")
    when = at("2025-03-03 08:30:00.300")
    case(pen, "still_there", opportunity(pen, left, [("New applicant", when)], "Data Analyst"))
    for number, person in enumerate((gone, left)):
        record = opportunity(pen, person, [("New lead", when - 86_400_000)], "Office Manager")
        record.deleted_at = at("2026-04-01 00:00") + number * 1_000
        record.deleted_by = pen.users["Imke Aldous"].id
        pen.written.remove(record)
        pen.world.deleted.append(record)
        case(pen, "deleted", record)
