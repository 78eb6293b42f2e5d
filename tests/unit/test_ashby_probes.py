"""A write whose answer was lost is found again where it happened, and only there (ashby-api 10(d), 11)."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from pipeline.ashby import client, files
from pipeline.ashby.writes import WRITES
from tests.journey import contract
from tests.unit.ashby_desk import Desk, opened

AT = "2019-03-04T05:06:07.089Z"
LATER = "2021-03-04T05:06:07.089Z"
PROBED = tuple(name for name, write in WRITES.items() if write.probe is not None)
FAR = 10_000.0


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    with opened() as desk:
        yield desk


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    served.clear()
    yield served
    contract.check(served.ashby.recorder)


# ---- bodies: what a load would send -----------------------------------------------------------------------------


def person(email: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": f"Ada {uuid4()}", **({"email": email} if email else {}), "createdAt": AT, **more}


def address() -> str:
    return f"{uuid4()}@post.example"


def new_candidate(desk: Desk, **more: Any) -> str:
    told = desk.write("candidate.create", person(address(), **more))
    return str(json.loads(bytes(told.results))["id"])


def open_job(desk: Desk) -> Any:
    return next(row for row in desk.ashby.state.jobs.by_id.values() if row.plan_id and not row.confidential)


def application(desk: Desk, candidate_id: str, *times: str) -> dict[str, Any]:
    job = open_job(desk)
    stages = desk.ashby.state.plans.by_id[job.plan_id].stages[: len(times)]
    return {
        "candidateId": candidate_id,
        "jobId": job.id,
        "createdAt": AT,
        "applicationHistory": [
            {"stageId": stage.id, "stageNumber": number, "enteredStageAt": at}
            for number, (stage, at) in enumerate(zip(stages, times, strict=True))
        ],
    }


def new_application(desk: Desk) -> str:
    told = desk.write("application.create", application(desk, new_candidate(desk), AT))
    return str(json.loads(bytes(told.results))["id"])


def note(candidate_id: str, text: str = "", kind: str = "text/plain") -> dict[str, Any]:
    value = text or f"It went well.\n[lever:note:{uuid4()}]"
    return {
        "candidateId": candidate_id,
        "note": {"type": kind, "value": value},
        "isPrivate": False,
        "sendNotifications": False,
        "createdAt": AT,
    }


def feedback(desk: Desk, application_id: str, text: str = "", field: str = "Feedback") -> dict[str, Any]:
    value = text or f"Submitted on 2020-01-02.\n[lever:feedback:{uuid4()}]"
    form, asked = next(
        (form, one) for form in desk.ashby.state.forms.by_id.values() for one in form.fields if one.title == field
    )
    shown: Any = {"type": "PlainText", "value": value} if asked.type == "RichText" else value
    return {
        "applicationId": application_id,
        "formDefinitionId": form.id,
        "feedbackForm": {"fieldSubmissions": [{"path": asked.path, "value": shown}]},
        "userId": desk.ashby.state.key_user_id,
    }


def file(candidate_id: str, name: str = "") -> dict[str, Any]:
    """As in the payload: what is uploaded, and by which name it is recognised."""
    about = {"sha256": "ab" * 32, "name": name or f"CV (Lever file {uuid4()}).pdf"}
    return {"candidateId": candidate_id, "file": {**about, "contentType": "application/pdf", "contentLength": 4}}


def uploaded(desk: Desk, call: str, body: dict[str, Any], path: Any) -> dict[str, Any]:
    """The body that is sent for one with `file`."""
    upload = WRITES[call].upload
    assert upload is not None
    path.write_bytes(b"text")
    about = body["file"]
    handle = desk.do(
        lambda ashby: files.upload(
            ashby, path, context=upload.context, name=about["name"], content_type=about["contentType"], length=4
        )
    )
    return {"candidateId": body["candidateId"], upload.parameter: handle}


def _team(desk: Desk) -> dict[str, Any]:
    state = desk.ashby.state
    role = next(iter(state.roles))
    return {"applicationId": new_application(desk), "teamMemberId": state.key_user_id, "roleId": role}


def _tag(desk: Desk) -> dict[str, Any]:
    return {"candidateId": new_candidate(desk), "tagId": next(iter(desk.ashby.state.tags.by_id))}


def _job(desk: Desk, title: str = "") -> dict[str, Any]:
    state = desk.ashby.state
    place = next(row for row in state.locations.by_id.values() if row.type == "Location")
    body = {"title": title or f"Job {uuid4()}", "teamId": next(iter(state.departments.by_id)), "locationId": place.id}
    return {**body, "defaultInterviewPlanId": open_job(desk).plan_id}


def _status(desk: Desk) -> dict[str, Any]:
    told = desk.write("job.create", _job(desk))
    return {"jobId": json.loads(bytes(told.results))["id"], "status": "Open"}


def _field(_desk: Desk, owner: str = "Candidate") -> dict[str, Any]:
    return {"title": f"Lever {uuid4()}", "fieldType": "String", "objectType": owner}


BODIES: dict[str, Callable[[Desk], dict[str, Any]]] = {
    "application.addHiringTeamMember": _team,
    "application.create": lambda desk: application(desk, new_candidate(desk), AT, LATER),
    "applicationFeedback.submit": lambda desk: feedback(desk, new_application(desk)),
    "candidate.addTag": _tag,
    "candidate.create": lambda _desk: person(address()),
    "candidate.createNote": lambda desk: note(new_candidate(desk)),
    "candidate.uploadFile": lambda desk: file(new_candidate(desk)),
    "candidate.uploadResume": lambda desk: file(new_candidate(desk)),
    "customField.create": _field,
    "department.create": lambda _desk: {"name": f"Team {uuid4()}"},
    "job.create": _job,
    "job.setStatus": _status,
    "location.create": lambda _desk: {"name": f"Town {uuid4()}", "type": "Location"},
    "opening.create": lambda _desk: {"identifier": f"REQ {uuid4()}", "openingState": "Draft"},
}


# ---- every write ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", PROBED)
def test_a_lost_write_is_found_where_it_happened_and_nowhere_else(desk: Desk, call: str, tmp_path: Any) -> None:
    body = BODIES[call](desk)
    sent = uploaded(desk, call, body, tmp_path / "f") if WRITES[call].upload else body

    desk.lose(call, sent, "drop_before")
    assert desk.look(call, body) is None
    assert desk.look(call, body, is_last=True) is None

    desk.lose(call, sent, "drop_after")
    found = desk.look(call, body)
    assert found is not None
    if WRITES[call].makes:
        assert desk.look(call, body, taken=[found], is_last=True) is None


@pytest.mark.parametrize("call", PROBED)
def test_an_answer_names_what_the_probe_would_have_found(desk: Desk, call: str, tmp_path: Any) -> None:
    body = BODIES[call](desk)
    sent = uploaded(desk, call, body, tmp_path / "f") if WRITES[call].upload else body

    told = desk.write(call, sent)

    assert WRITES[call].id_of(told.results, body) == desk.look(call, body)


@pytest.mark.parametrize("call", PROBED)
def test_a_list_in_any_order_with_pages_that_move_is_enough(desk: Desk, call: str, tmp_path: Any) -> None:
    for number in range(3):
        other = BODIES[call](desk)
        desk.write(call, uploaded(desk, call, other, tmp_path / f"{number}") if WRITES[call].upload else other)
    body = BODIES[call](desk)
    desk.lose(call, uploaded(desk, call, body, tmp_path / "f") if WRITES[call].upload else body)
    desk.ashby.set_options(list_order="random", cursors="offset")

    assert desk.look(call, body) is not None


# ---- candidates (11: 1, 6, 15, 16) ------------------------------------------------------------------------------

SEARCHES = [
    {"search": "loose"},
    {"search_case": "sensitive"},
    {"search_alternate_emails": False},
    {"known_email": "existing"},
]


@pytest.mark.parametrize("switches", SEARCHES, ids=str)
def test_a_candidate_is_found_however_the_search_works(desk: Desk, switches: dict[str, Any]) -> None:
    desk.ashby.set_options(**switches)
    body = person(address(), alternateEmailAddresses=[address()])
    desk.lose("candidate.create", body)

    assert desk.look("candidate.create", body) is not None


@pytest.mark.parametrize("email", [None, "x"])
@pytest.mark.parametrize("means", ["added", "created"])
@pytest.mark.parametrize("order", ["created", "updated", "random"])
def test_a_candidate_whom_the_search_does_not_show_is_found_in_the_list_at_last(
    desk: Desk, email: str | None, means: str, order: str
) -> None:
    desk.ashby.set_options(search_visible_after_s=FAR, created_after_means=means, list_order=order)
    body = person(address() if email else None)
    desk.lose("candidate.create", body)

    assert desk.look("candidate.create", body) is None
    assert desk.look("candidate.create", body, is_last=True) is not None


def test_a_candidate_of_another_time_with_the_same_address_is_taken_only_at_last(desk: Desk) -> None:
    body = person(address())
    earlier = json.loads(bytes(desk.write("candidate.create", {**body, "createdAt": LATER}).results))["id"]

    assert desk.look("candidate.create", body) is None
    assert desk.look("candidate.create", body, is_last=True) == earlier
    assert desk.look("candidate.create", body, is_last=True, taken=[earlier]) is None

    desk.lose("candidate.create", body)
    assert desk.look("candidate.create", body) not in (None, earlier)
    assert desk.look("candidate.create", body, is_last=True) not in (None, earlier)


def test_a_namesake_is_never_taken(desk: Desk) -> None:
    body = person()
    desk.write("candidate.create", {**body, "createdAt": LATER})
    desk.write("candidate.create", {"name": body["name"]})

    assert desk.look("candidate.create", body, is_last=True) is None


def test_one_who_was_merged_is_found_by_the_address_at_last(desk: Desk) -> None:
    body = person(address())
    kept = new_candidate(desk, createdAt=LATER)
    desk.lose("candidate.create", body)
    gone = desk.look("candidate.create", body)
    desk.ashby.edit("merge", kept_id=kept, gone_id=gone)

    assert desk.look("candidate.create", body) is None
    assert desk.look("candidate.create", body, is_last=True) == kept


# ---- what hangs on a candidate ----------------------------------------------------------------------------------

TEXT = "A < B, and R&D > all\n"
NOTES = [
    ("text/plain", TEXT + "[lever:note:{}]"),
    ("text/html", "<p>Well &amp; good</p><br><p>[lever:note:{}]</p>"),
    ("text/html", "A &lt; B<br><i>so</i>\n[lever:note:{}]"),
    ("text/html", "<ul><li>so</li></ul><b>[lever:<i>note</i>:{}]</b>"),
]
READBACKS = [
    {"note_readback": readback, "note_line_breaks": breaks}
    for readback in ("as_sent", "html", "plain")
    for breaks in ("lost", "kept")
]


@pytest.mark.parametrize("switches", READBACKS, ids=str)
@pytest.mark.parametrize(("kind", "text"), NOTES, ids=range(len(NOTES)))
def test_a_note_is_found_by_its_marker_however_it_reads(
    desk: Desk, kind: str, text: str, switches: dict[str, Any]
) -> None:
    desk.ashby.set_options(**switches)
    candidate_id = new_candidate(desk)
    one, other = (note(candidate_id, text.format(uuid4()), kind) for _ in range(2))
    desk.lose("candidate.createNote", one)

    assert desk.look("candidate.createNote", one) is not None
    assert desk.look("candidate.createNote", other, is_last=True) is None


def test_a_note_that_lost_its_marker_is_found_by_its_time_at_last(desk: Desk) -> None:
    desk.ashby.set_options(note_stripped_text="lost")
    candidate_id = new_candidate(desk)
    body = note(candidate_id, f"so<p>[lever:note:{uuid4()}]</p>", "text/html")
    desk.lose("candidate.createNote", body)
    desk.write("candidate.createNote", {**note(candidate_id), "createdAt": LATER})

    assert desk.look("candidate.createNote", body) is None
    assert desk.look("candidate.createNote", body, is_last=True) is not None
    assert desk.look("candidate.createNote", {**body, "createdAt": LATER}, is_last=True) is None


def test_one_marker_that_begins_like_another_is_another(desk: Desk) -> None:
    candidate_id = new_candidate(desk)
    desk.write("candidate.createNote", note(candidate_id, "[lever:note:abc-1]"))

    assert desk.look("candidate.createNote", note(candidate_id, "[lever:note:abc]"), is_last=True) is None
    assert desk.look("candidate.createNote", note(candidate_id, "[lever:note:abc-1]")) is not None


@pytest.mark.parametrize("call", ["candidate.createNote", "candidate.uploadFile", "candidate.addTag"])
def test_what_hung_on_one_who_was_merged_is_not_there_any_more(desk: Desk, call: str) -> None:
    body = BODIES[call](desk)
    desk.ashby.edit("merge", kept_id=new_candidate(desk), gone_id=body["candidateId"])

    assert desk.look(call, body, is_last=True) is None


@pytest.mark.parametrize("call", ["candidate.uploadFile", "candidate.uploadResume"])
@pytest.mark.parametrize("second", ["stacked", "replaced"])
@pytest.mark.parametrize("in_files", [True, False])
def test_a_file_is_found_by_its_name_wherever_it_stands(
    desk: Desk, call: str, second: str, in_files: bool, tmp_path: Any
) -> None:
    desk.ashby.set_options(second_resume=second, resume_in_files=in_files)
    candidate_id = new_candidate(desk)
    earlier = file(candidate_id)
    first = desk.write("candidate.uploadResume", uploaded(desk, "candidate.uploadResume", earlier, tmp_path / "a"))
    body = file(candidate_id)
    desk.lose(call, uploaded(desk, call, body, tmp_path / "b"))

    assert desk.look(call, body) not in (None, WRITES["candidate.uploadResume"].id_of(first.results, earlier))


def test_a_file_whose_name_was_changed_is_found_by_its_letters() -> None:
    body = file("", "Lebenslauf von Zoë – (Lever file 1f-2).pdf")
    held = {
        "fileHandles": [
            {"id": "a", "name": "Lebenslauf von Zoë – (Lever file 1f-3).pdf"},
            {"id": "b", "name": "lebenslauf_von_Zoe\u0308___Lever_file_1f-2_.pdf", "handle": "h"},
            {"id": "c"},
        ]
    }
    write = WRITES["candidate.uploadFile"]

    assert write.id_of(_raw(held), body) == "b"
    held["fileHandles"].append({"id": "d", "name": body["file"]["name"]})
    assert write.id_of(_raw(held), body) == "d"


def test_an_answer_that_shows_no_such_file_is_an_answer_all_the_same() -> None:
    body, resume = file(""), {"id": "r", "name": "other.pdf"}

    assert WRITES["candidate.uploadFile"].id_of(_raw({"fileHandles": [resume]}), body) is None
    assert WRITES["candidate.uploadResume"].id_of(_raw({"fileHandles": [], "resumeFileHandle": resume}), body) == "r"


def _raw(value: Any) -> Any:
    import msgspec

    return msgspec.Raw(json.dumps(value).encode())


# ---- applications -----------------------------------------------------------------------------------------------


def test_of_two_applications_to_one_job_the_history_tells(desk: Desk) -> None:
    candidate_id = new_candidate(desk)
    one, other = application(desk, candidate_id, AT), application(desk, candidate_id, AT, LATER)
    for body in (one, other):
        desk.lose("application.create", body)

    found = [desk.look("application.create", body) for body in (one, other)]
    assert len({*found, None}) == 3
    assert desk.look("application.create", one, taken=[str(found[0])]) == found[1]


def test_an_application_of_one_who_was_merged_is_found_among_those_of_the_job(desk: Desk) -> None:
    candidate_id = new_candidate(desk)
    body = application(desk, candidate_id, AT, "2020-01-01T00:00:00.000Z")
    other = application(desk, new_candidate(desk), AT)
    desk.write("application.create", other)
    desk.lose("application.create", body)
    found = desk.look("application.create", body)
    desk.ashby.edit("merge", kept_id=new_candidate(desk), gone_id=candidate_id)

    assert desk.look("application.create", body) is None
    assert desk.look("application.create", body, is_last=True) == found
    assert desk.look("application.create", {**body, "createdAt": LATER}, is_last=True) is None


VALUES = [("Feedback", {}), ("Anything else", {"rich_text_readback": "text"}), ("Anything else", {})]


@pytest.mark.parametrize(("field", "switches"), VALUES)
@pytest.mark.parametrize("text", ["{}", "A &lt; B\n{}", "so < R&D > all {}"])
def test_feedback_is_found_by_its_marker_in_any_field(
    desk: Desk, field: str, switches: dict[str, Any], text: str
) -> None:
    desk.ashby.set_options(**switches)
    application_id = new_application(desk)
    one, other = (feedback(desk, application_id, text.format(f"[lever:feedback:{uuid4()}]"), field) for _ in range(2))
    desk.lose("applicationFeedback.submit", one)

    assert desk.look("applicationFeedback.submit", one) is not None
    assert desk.look("applicationFeedback.submit", other, is_last=True) is None


def test_feedback_without_a_marker_or_on_an_application_that_is_gone_is_not_found(desk: Desk) -> None:
    body = feedback(desk, new_application(desk), "nothing that tells")
    desk.write("applicationFeedback.submit", body)

    assert desk.look("applicationFeedback.submit", body, is_last=True) is None
    assert desk.look("applicationFeedback.submit", feedback(desk, str(uuid4())), is_last=True) is None


def test_a_member_with_another_role_is_not_that_member(desk: Desk) -> None:
    body = _team(desk)
    desk.write("application.addHiringTeamMember", body)
    other = list(desk.ashby.state.roles)[1]

    assert desk.look("application.addHiringTeamMember", body) == body["teamMemberId"]
    assert desk.look("application.addHiringTeamMember", {**body, "roleId": other}, is_last=True) is None
    assert desk.look("application.addHiringTeamMember", {**body, "roleId": str(uuid4())}, is_last=True) is None


# ---- the set-up -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("owner", ["Candidate", "Opening_Version", "Offer_Version"])
def test_a_field_is_found_in_the_words_of_reading(desk: Desk, owner: str) -> None:
    body = _field(desk, owner)
    desk.lose("customField.create", body)

    assert desk.look("customField.create", body) is not None
    assert desk.look("customField.create", {**body, "fieldType": "LongText"}) is None
    assert desk.look("customField.create", {**body, "objectType": "Job"}) is None


@pytest.mark.parametrize("call", ["department.create", "location.create"])
def test_an_archived_place_or_one_elsewhere_is_not_ours(desk: Desk, call: str) -> None:
    body = BODIES[call](desk)
    rows = desk.ashby.state.departments if call.startswith("department") else desk.ashby.state.locations
    parent = {"parentId" if call.startswith("department") else "parentLocationId": next(iter(rows.by_id))}
    desk.write(call, {**body, **parent})

    assert desk.look(call, body) is None
    found = desk.look(call, {**body, **parent})
    assert found is not None
    rows.by_id[found].archived = True
    assert desk.look(call, {**body, **parent}) is None


def test_a_region_is_asked_for_among_regions(desk: Desk) -> None:
    body = {"name": f"Region {uuid4()}", "type": "LocationHierarchy"}
    desk.lose("location.create", body)

    assert desk.look("location.create", body) is not None
    assert desk.look("location.create", {**body, "type": "Location"}) is None


def test_of_jobs_with_one_title_the_place_tells(desk: Desk) -> None:
    body = _job(desk)
    elsewhere = next(one for one in desk.ashby.state.departments.by_id if one != body["teamId"])
    desk.write("job.create", {**body, "teamId": elsewhere})

    assert desk.look("job.create", body, is_last=True) is None


def test_an_opening_that_a_filter_would_hide_is_found_at_last(desk: Desk) -> None:
    body = BODIES["opening.create"](desk)
    desk.lose("opening.create", body)
    row = next(row for row in desk.ashby.state.openings.by_id.values() if row.identifier == body["identifier"])
    row.created_at = AT

    assert desk.look("opening.create", body) is None
    assert desk.look("opening.create", body, is_last=True) == row.id
    assert desk.look("opening.create", {"openingState": "Draft"}, is_last=True) is None


def test_a_list_that_shows_late_shows_nothing_until_then(desk: Desk) -> None:
    desk.ashby.set_options(list_visible_after_s=FAR, search_visible_after_s=FAR)
    for call in ("candidate.create", "candidate.createNote", "applicationFeedback.submit", "opening.create"):
        body = BODIES[call](desk)
        desk.lose(call, body)
        assert desk.look(call, body, is_last=True) is None

    desk.ashby.set_options(list_visible_after_s=0.0)
    assert desk.look(call, body) is not None


def test_a_list_of_several_pages_is_read_twice_at_last(desk: Desk) -> None:
    candidate_id = new_candidate(desk)
    for _ in range(101):
        desk.write("candidate.createNote", note(candidate_id))
    desk.ashby.recorder.reset()

    assert desk.look("candidate.createNote", note(candidate_id)) is None
    assert len(desk.ashby.recorder.calls()) == 2
    assert desk.look("candidate.createNote", note(candidate_id), is_last=True) is None
    assert len(desk.ashby.recorder.calls()) == 6


def test_a_cursor_that_expires_makes_the_probe_begin_anew(desk: Desk) -> None:
    candidate_id = new_candidate(desk)
    for _ in range(101):
        desk.write("candidate.createNote", note(candidate_id))
    desk.ashby.set_options(token_life_s=-1.0)

    with pytest.raises(client.CursorExpired):
        desk.look("candidate.createNote", note(candidate_id))
