"""What the invented company has in Lever beside people: requisitions, EEO answers, audit events.

Each kind is drawn from a chance of its own, so that the people stay as they are. Recorded oddities of requisitions are
here once each (reference section 2.14): unlimited headcount, an approver who is a text or an object, no approval,
closed later than updated, rejected, a confidential one, notes of one blank.
"""

from random import Random
from typing import Any

from pipeline.simulator.lever_account_state import AuditEvent, EeoAnswer, Requisition
from pipeline.simulator.world_writing import Pen, at, uid

EEO_SHARE = 0.3
"""Share of the applicants who answered the EEO questions."""
DECLINE = "Decline to self-identify"


def write(pen: Pen) -> None:
    """Write all three kinds; the people, and what hangs on them, must have been written before."""
    _requisitions(pen, Random(f"{pen.world.seed}:requisitions"))
    _eeo_answers(pen, Random(f"{pen.world.seed}:eeo"))
    _audit_events(pen, Random(f"{pen.world.seed}:audit"))


def _requisitions(pen: Pen, rng: Random) -> None:
    account = uid(rng)
    imke, dov = pen.users["Imke Aldous"], pen.users["Dov Drachenfels"]
    by_text = {
        "user": {"user": "Requisition hiring manager", "isDynamic": True, "type": "dynamic"},
        "custom": {"user": "Finance", "isDynamic": False, "type": "custom"},
    }
    by_object = {"user": {"userId": imke.id, "email": imke.email}, "isDynamic": False, "type": "static"}

    def approval(status: str, start: int, *approvers: dict[str, Any]) -> dict[str, Any]:
        done = None if status == "inprogress" else start + 60_000
        answer = {} if done is None else {"approved": status == "approved", "approvedAt": done}
        step = {
            "completed": done is not None,
            "status": status,
            "outOfBandOnly": False,
            "approvalsRequired": len(approvers),
            "approvers": [{"id": uid(rng), **approver, **answer} for approver in approvers],
            "id": uid(rng),
        }
        return {
            "steps": [step],
            "id": uid(rng),
            "status": status,
            "startedAt": start,
            "approvedAt": done if status == "approved" else None,
            "accountId": account,
            "createdBy": imke.id,
        }

    def add(case: str, code: str, name: str, status: str, created: str, posting: str | None, **more: Any) -> None:
        moment = at(created)
        place = None if posting is None else pen.postings[posting]
        requisition = Requisition(
            id=more.pop("id", None) or uid(rng),
            code=code,
            name=name,
            status=status,
            created_at=moment,
            updated_at=more.pop("updated_at", moment),
            headcount=more.pop("headcount", 1),
            creator=more.pop("creator", imke.id),
            owner=more.pop("owner", imke.id),
            location=None if place is None else place.location,
            team=None if place is None else place.team,
            department=None if place is None else place.department,
            postings=() if place is None else (place.id,),
            **more,
        )
        pen.world.requisitions.append(requisition)
        pen.world.cases.setdefault(f"requisition {case}", []).append(requisition.id)

    hired = [
        record.application.requisition_for_hire["id"]
        for record in pen.written
        if record.application is not None and record.application.requisition_for_hire is not None
    ]
    start = at("2022-09-01 10:00:00.500")
    add(
        "of a hire",
        "ENG-7",
        "Backend Engineer ",
        "open",
        "2022-09-01 10:00",
        "Backend Engineer",
        id=hired[0],
        headcount=5,
        hired=1,
        offers=tuple(pen.world.cases["offer signed"]),
        backfill=True,
        hiring_manager=dov.id,
        updated_at=at("2023-06-01 08:00"),
        compensation_band={"min": 60000, "max": 82000, "currency": "EUR", "interval": "per-year-salary"},
        approval=approval("approved", start, by_object, by_text["user"]),
        employment_status="Exempt Full-Time",
        fill_started_at=at("2022-09-15 00:00"),
        custom_fields={
            "rec_start_date": at("2022-09-15 00:00"),
            "reason_for_opening": "Growth of the platform",
            "cost_center": {"city": "Ghent", "campus_code": 7},
        },
    )
    add(
        "unlimited",
        "SAL-1",
        "Account Executive",
        "open",
        "2021-03-01 09:00",
        "Account Executive",
        headcount=None,
        hired=2,
        notes="Junior and senior needed",
    )
    add(
        "rejected",
        "SAL-2",
        "Partnership Manager",
        "rejected",
        "2021-08-01 09:00",
        None,
        headcount=10,
        approval=approval("denied", start, by_text["user"]),
    )
    add(
        "closed later than updated",
        "OPS-3",
        "Office Manager",
        "closed",
        "2019-07-30 19:34:36.003",
        "Office Manager",
        hired=1,
        closed_at=at("2019-07-31 23:44:37.268"),
        fill_ended_at=at("2019-07-31 00:00"),
    )
    add(
        "pending",
        "ENG-9",
        "Director of IT",
        "pending",
        "2025-05-05 05:05",
        None,
        approval=approval("inprogress", start, by_text["custom"]),
    )
    add(
        "without people",
        "INT-0",
        "Made by a key",
        "onHold",
        "2024-02-02 02:02",
        None,
        creator=None,
        owner=None,
        notes=" ",
    )
    add(
        "confidential",
        "FIN-1",
        "Chief Financial Officer",
        "open",
        "2023-01-10 12:00",
        "Chief Financial Officer",
        hiring_manager=dov.id,
    )
    add("draft", "DES-1", "Product Designer", "draft", "2025-10-01 07:00", "Product Designer – Core")


def _eeo_answers(pen: Pen, rng: Random) -> None:
    for record in pen.written:
        if record.application is None or record.application.type != "posting" or rng.random() >= EEO_SHARE:
            continue
        responded = record.application.created_at + 60
        answers: dict[str, str] = {
            "gender": rng.choice(("Female", "Male", DECLINE)),
            "race": rng.choice(("Hispanic or Latino", "Two or More Races (Not Hispanic or Latino)", DECLINE)),
            "veteran": rng.choice(("I am a veteran", "I am not a veteran", DECLINE)),
            "disability": rng.choice(("Yes, I have a disability", "No, I do not have a disability")),
            "disabilitySignatureDate": f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}/2024",
        }
        answered = {name: text for name, text in answers.items() if rng.random() < 0.7}
        pen.world.eeo_answers.append(EeoAnswer(record.id, responded, answered))


def _audit_events(pen: Pen, rng: Random) -> None:
    first, *others = [*pen.world.users, *pen.world.merged_users]
    for user in others:
        person = {"id": user.id, "email": user.email, "name": user.name, "role": user.access_role}
        pen.world.audit_events.append(
            AuditEvent(uid(rng), user.created_at, "user:added", first.id, user.id, {"user": person})
        )
    for number, user in enumerate(others[:3]):
        failure = {"method": "direct", "error": {"message": "Wrong password", "type": "password"}}
        moment = at("2025-06-01 06:00") + number * 86_400_000
        pen.world.audit_events.append(
            AuditEvent(uid(rng), moment, "user.authentication:failed", None, user.id, {"authentication": failure})
        )
