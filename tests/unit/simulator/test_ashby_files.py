"""Ashby stand-in: uploads, files, resumes and their parser (section 9.1; open points 8, 19)."""

import base64
import hashlib
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from pipeline.simulator import ashby_parser
from pipeline.simulator.ashby_depot import CHUNK, Depot
from pipeline.simulator.ashby_multipart import Malformed, boundary, parts
from tests.unit.simulator.ashby_client import Client, served
from tests.unit.simulator.ashby_openapi import assert_answers_as_documented

PDF = b"%PDF-1.7\r\n--\r\nno boundary\r\n" + bytes(range(256))
FILLED = ("position", "company", "school")


def names(person: Any) -> list[str]:
    return [handle["name"] for handle in person["fileHandles"]]


def code(answer: httpx.Response) -> str:
    """The code of a refusal of the storage, in XML."""
    assert answer.headers["content-type"] == "application/xml"
    return answer.text.split("<Code>")[1].split("</Code>")[0]


def test_a_file_by_the_presigned_way_comes_back_byte_for_byte() -> None:
    with served() as client:
        person = client.person()
        answer = client.post(
            "file.createFileUploadHandle",
            fileUploadContext="CandidateFiles",
            filename="Zeugnis – é.pdf",
            contentType="application/pdf",
            contentLength=len(PDF),
        )
        assert_answers_as_documented("file.createFileUploadHandle", answer)
        promise = answer["results"]
        assert promise["url"].startswith(str(client.http.base_url))
        sent = client.send(promise, PDF)
        assert (sent.status_code, sent.content) == (204, b"")
        assert "x-ashby-request-id" not in sent.headers
        row = client.post("candidate.uploadFile", candidateId=person, fileHandle=promise["handle"])
        # the recordings have nulls where the file has none
        filled = {key: value for key, value in row["results"].items() if value is not None}
        assert_answers_as_documented("candidate.uploadFile", {**row, "results": filled})
        (handle,) = row["results"]["fileHandles"]
        assert handle["name"] == "Zeugnis – é.pdf"
        assert handle["handle"] != promise["handle"]
        sealed = json.loads(base64.urlsafe_b64decode(handle["handle"] + "=="))
        assert (sealed["handle"]["type"], sealed["handle"]["fileId"]) == ("CandidateFile", handle["id"])
        assert "resumeFileHandle" not in row["results"]
        assert client.ask("candidate.info", id=person)["fileHandles"] == [handle]
        shown = client.post("file.info", fileHandle=handle["handle"])
        assert_answers_as_documented("file.info", shown)
        got = client.bare.get(shown["results"]["url"])
        assert (got.status_code, got.content, got.headers["content-type"]) == (200, PDF, "application/pdf")


def test_a_large_file_goes_through_the_disk() -> None:
    content = b"".join(number.to_bytes(4) for number in range(3 * CHUNK // 4)) + b"end"
    with served() as client:
        handle = client.upload(content)
        client.ask("candidate.uploadFile", candidateId=client.person(), fileHandle=handle)
        (stored,) = client.state.storage.files
        url = client.ask("file.info", fileHandle=stored)["url"]
        assert client.bare.get(url).content == content
        (call,) = [call for call in client.vendor.recorder.calls() if call.path.startswith("/_storage/upload/")]
        assert call.body is None


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"contentLength": 0}, "contentLength"),
        ({"contentLength": -1}, "contentLength"),
        ({"contentLength": "12"}, "contentLength"),
        ({"contentType": "pdf"}, "contentType"),
        ({"filename": " "}, "filename"),
        ({"fileUploadContext": "Candidate"}, "fileUploadContext"),
        ({"candidateId": str(uuid4())}, "candidateId"),
    ],
)
def test_a_promise_that_is_refused(body: dict[str, Any], parameter: str) -> None:
    good = {
        "fileUploadContext": "CandidateFiles",
        "filename": "a.pdf",
        "contentType": "application/pdf",
        "contentLength": 3,
    }
    with served() as client:
        said = client.refusal("file.createFileUploadHandle", **{**good, **body})
        assert said.startswith(f"invalid_input: {parameter}")


@pytest.mark.parametrize(
    ("switches", "name", "taken"),
    [
        ({"file_max_bytes": 2}, "a.pdf", False),
        ({"file_max_bytes": 3}, "a.pdf", True),
        ({"file_types": "documents"}, "a.PDF", True),
        ({"file_types": "documents"}, "a.png", False),
    ],
)
def test_19_sizes_and_kinds(switches: dict[str, Any], name: str, taken: bool) -> None:
    with served(**switches) as client:
        body = {"fileUploadContext": "CandidateFiles", "filename": name, "contentType": "a/b", "contentLength": 3}
        assert client.post("file.createFileUploadHandle", **body)["success"] is taken
        form: dict[str, Any] = {"data": {"candidateId": client.person()}, "files": {"file": (name, b"abc", "a/b")}}
        assert client.http.post("/candidate.uploadFile", **form).json()["success"] is taken


class TestStorage:
    """What the storage refuses; nothing arrives then, and the handle stays empty."""

    def refused(self, client: Client, promise: Any, answer: httpx.Response) -> tuple[int, str]:
        said = client.refusal("candidate.uploadFile", candidateId=client.person(), fileHandle=promise["handle"])
        assert said == "invalid_input: fileHandle has no file yet"
        return answer.status_code, code(answer)

    def test_credentials(self) -> None:
        with served() as client:
            promise = client.promise(PDF)
            answer = client.http.post(promise["url"], data=promise["fields"], files={"file": ("x", PDF)})
            assert self.refused(client, promise, answer) == (400, "InvalidArgument")

    def test_another_length_than_announced(self) -> None:
        with served() as client:
            promise = client.promise(PDF)
            assert self.refused(client, promise, client.send(promise, PDF[:-1])) == (400, "EntityTooSmall")
            assert self.refused(client, promise, client.send(promise, PDF + b"x")) == (400, "EntityTooLarge")
            assert self.refused(client, promise, client.send(promise, PDF * 400)) == (400, "EntityTooLarge")

    def test_another_type_than_announced(self) -> None:
        with served() as client:
            promise = client.promise(PDF)
            assert self.refused(client, promise, client.send(promise, PDF, "image/png")) == (403, "AccessDenied")

    @pytest.mark.parametrize("change", [{"key": "other"}, {"policy": ""}, {"Content-Type": "a/b"}, {"more": "x"}])
    def test_other_fields_than_promised(self, change: dict[str, str]) -> None:
        with served() as client:
            promise = client.promise(PDF)
            altered = {**promise, "fields": {**promise["fields"], **change}}
            assert self.refused(client, promise, client.send(altered, PDF)) == (403, "AccessDenied")
            for name in promise["fields"]:
                less = {**promise, "fields": {key: value for key, value in promise["fields"].items() if key != name}}
                assert self.refused(client, promise, client.send(less, PDF)) == (403, "AccessDenied")

    def test_the_file_must_be_the_last_part(self) -> None:
        with served() as client:
            promise = client.promise(PDF)
            fields: list[tuple[str, Any]] = [(name, (None, value)) for name, value in promise["fields"].items()]
            file: tuple[str, Any] = ("file", ("x", PDF, "application/pdf"))
            answer = client.bare.post(promise["url"], files=[file, *fields])
            assert self.refused(client, promise, answer) == (400, "InvalidArgument")
            answer = client.bare.post(promise["url"], files=fields)
            assert self.refused(client, promise, answer) == (400, "InvalidArgument")

    def test_other_forms_of_request(self) -> None:
        with served() as client:
            promise = client.promise(PDF)
            raw = client.bare.post(promise["url"], content=PDF)
            assert self.refused(client, promise, raw) == (412, "PreconditionFailed")
            put = client.bare.put(promise["url"], content=PDF)
            assert self.refused(client, promise, put) == (405, "MethodNotAllowed")
            chunked = client.bare.post(
                promise["url"],
                content=iter([b"--b\r\n"]),
                headers={"content-type": "multipart/form-data; boundary=b"},
            )
            assert self.refused(client, promise, chunked) == (411, "MissingContentLength")
            cut = client.bare.post(
                promise["url"],
                content=b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx',
                headers={"content-type": "multipart/form-data; boundary=b"},
            )
            assert self.refused(client, promise, cut) == (400, "MalformedPOSTRequest")

    def test_the_address_dies_after_ten_minutes(self) -> None:
        with served() as client:
            promise = client.promise(PDF)
            began = client.state.clock()
            client.state.clock = lambda: began + 599
            assert client.send(client.promise(PDF), PDF).status_code == 204
            client.state.clock = lambda: began + 602
            late = client.send(promise, PDF)
            assert self.refused(client, promise, late) == (403, "AccessDenied")
            assert "Policy expired" in late.text

    def test_its_life_is_a_switch(self) -> None:
        with served(upload_url_life_s=-1.0) as client:
            promise = client.promise(PDF)
            assert self.refused(client, promise, client.send(promise, PDF)) == (403, "AccessDenied")

    def test_unknown_addresses(self) -> None:
        with served() as client:
            base = f"{client.http.base_url}/_storage".replace("//_", "/_")
            assert code(client.bare.post(f"{base}/upload/{uuid4()}", files={"file": b"x"})) == "NoSuchKey"
            assert code(client.bare.get(f"{base}/file/{uuid4()}")) == "NoSuchKey"
            assert code(client.bare.get(f"{base}/other")) == "MethodNotAllowed"


def test_the_storage_has_no_limit_and_no_part_in_the_rates() -> None:
    with served(rate_window="fixed", window_s=3600.0, requests_per_minute=1) as client:
        promise = client.promise(PDF)
        assert [client.send(promise, PDF).status_code for _ in range(3)] == [204] * 3
        rates = client.vendor.recorder.rates()
        assert (rates["most_offered_in_window"], rates["most_accepted_in_window"]) == (1, 1)
        calls = [call for call in client.vendor.recorder.calls() if call.path.startswith("/_storage/")]
        assert [call.status for call in calls] == [204] * 3


@pytest.mark.parametrize("status", [200, 201])
def test_the_status_of_a_taken_upload_is_a_switch(status: int) -> None:
    with served(upload_status=status) as client:
        assert client.send(client.promise(PDF), PDF).status_code == status


def test_handles_are_for_their_own_purpose() -> None:
    with served() as client:
        person = client.person()
        resume = client.upload(PDF, use="CandidateResume")
        file = client.upload(PDF)
        form = client.upload(PDF, use="ApplicationForm")
        for handle in (resume, form):
            said = client.refusal("candidate.uploadFile", candidateId=person, fileHandle=handle)
            assert said == "invalid_input: fileHandle must be a handle of context CandidateFiles"
        said = client.refusal("candidate.uploadResume", candidateId=person, resumeHandle=file)
        assert said == "invalid_input: resumeHandle must be a handle of context CandidateResume"
        said = client.refusal("candidate.uploadFile", candidateId=person, fileHandle="eyJ9")
        assert said == "invalid_input: fileHandle is not a handle of an upload"
        said = client.refusal("candidate.uploadFile", candidateId=str(uuid4()), fileHandle=file)
        assert said.startswith("candidate_not_found")
        assert client.refusal("file.info", fileHandle=file).startswith("file_not_found")
        assert names(client.ask("candidate.info", id=person)) == []


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_a_handle_twice(verdict: str) -> None:
    with served(handle_twice=verdict) as client:
        people, handle = [client.person("A"), client.person("B")], client.upload(PDF)
        client.ask("candidate.uploadFile", candidateId=people[0], fileHandle=handle)
        for person in people:
            answer = client.post("candidate.uploadFile", candidateId=person, fileHandle=handle)
            assert answer["success"] is (verdict == "accept")
        counts = [len(names(client.ask("candidate.info", id=person))) for person in people]
        assert counts == ([2, 1] if verdict == "accept" else [1, 0])


@pytest.mark.parametrize("verdict", ["accept", "refuse"])
def test_the_deprecated_multipart_way(verdict: str) -> None:
    with served(multipart_upload=verdict) as client:
        person = client.person()
        for endpoint, part in (("candidate.uploadFile", "file"), ("candidate.uploadResume", "resume")):
            form: dict[str, Any] = {
                "data": {"candidateId": person},
                "files": {part: ('a "b".pdf', PDF, "application/pdf")},
            }
            answer = client.http.post(f"/{endpoint}", **form).json()
            assert answer["success"] is (verdict == "accept")
        if verdict == "refuse":
            return
        row = client.ask("candidate.info", id=person)
        assert names(row) == ['a "b".pdf', 'a "b".pdf']
        url = client.ask("file.info", fileHandle=row["resumeFileHandle"]["handle"])["url"]
        assert client.bare.get(url).content == PDF
        wrongs: list[dict[str, Any]] = [
            {"data": {"candidateId": "x"}, "files": {"file": ("a", PDF)}},
            {"data": {"candidateId": person, "name": "x"}, "files": {"file": ("a", PDF)}},
            {"data": {"candidateId": person}, "files": {"resume": ("a", PDF)}},
            {"files": {"candidateId": (None, person), "file": (None, "text")}},
            {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=b"}},
            {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
        ]
        for wrong in wrongs:
            assert client.http.post("/candidate.uploadFile", **wrong).json()["errorInfo"]["code"] == "invalid_input"
        other: dict[str, Any] = {"data": {"name": "N"}, "files": {"file": ("a", PDF)}}
        assert client.http.post("/candidate.create", **other).json()["success"] is False
        assert len(names(client.ask("candidate.info", id=person))) == 2


@pytest.mark.parametrize("again", ["stacked", "replaced"])
@pytest.mark.parametrize("inside", [True, False])
def test_8_a_second_resume(again: str, inside: bool) -> None:
    with served(second_resume=again, resume_in_files=inside) as client:
        person = client.person()
        client.ask("candidate.uploadFile", candidateId=person, fileHandle=client.upload(PDF, "letter.pdf"))
        client.resume(person, PDF, "old.pdf")
        row = client.resume(person, PDF + b"2", "new.pdf")
        assert row["resumeFileHandle"]["name"] == "new.pdf"
        files = ["letter.pdf", *(["old.pdf"] if again == "stacked" else []), *(["new.pdf"] if inside else [])]
        assert names(row) == files
        if inside:
            assert row["fileHandles"][-1] == row["resumeFileHandle"]
        application = client.application(person)
        assert client.ask("application.info", applicationId=application)["resumeFileHandle"] == row["resumeFileHandle"]
        shown = next(one for one in client.describe()["candidates"] if one["name"] == "Zoë Test")
        digest = hashlib.sha256(PDF + b"2").hexdigest()
        assert shown["resume"] == ["new.pdf", "application/pdf", digest]
        assert [name for name, _, _ in shown["files"]] == sorted(files)


def parsed(row: Any) -> dict[str, Any]:
    phone = row.get("primaryPhoneNumber", {}).get("value")
    return {"phone": phone, **{name: row.get(name) for name in FILLED}}


def test_8_the_parser_fills_gaps_and_no_more() -> None:
    with served() as client:
        person = client.ask("candidate.create", name="N", phoneNumber="+1")["id"]
        client.edit("edit", candidate_id=person, company="Ours")
        found = ashby_parser.found_in(hashlib.sha256(PDF).hexdigest())
        assert parsed(client.resume(person, PDF)) == {**found, "phone": "+1", "company": "Ours"}
        assert parsed(client.ask("candidate.info", id=person)) == {**found, "phone": "+1", "company": "Ours"}


def test_8_a_parser_that_overwrites_or_does_nothing() -> None:
    with served(resume_parser="overwrites") as client:
        person = client.ask("candidate.create", name="N", phoneNumber="+1")["id"]
        assert parsed(client.resume(person, PDF)) == ashby_parser.found_in(hashlib.sha256(PDF).hexdigest())
    with served(resume_parser="off") as client:
        assert set(parsed(client.resume(client.person(), PDF)).values()) == {None}


def test_8_the_parser_may_come_between_our_own_writes() -> None:
    with served(parsed_after_calls=2) as client:
        person = client.person()
        token = client.post("candidate.list")
        while token["moreDataAvailable"]:
            token = client.post("candidate.list", cursor=token["nextCursor"])
        assert parsed(client.resume(person, PDF))["phone"] is None
        assert parsed(client.ask("candidate.info", id=person))["phone"] is None
        row = client.ask("candidate.update", candidateId=person, name="M", sendNotifications=False)
        found = ashby_parser.found_in(hashlib.sha256(PDF).hexdigest())
        assert parsed(row) == found
        (changed,) = client.ask("candidate.list", syncToken=token["syncToken"])
        assert parsed(changed) == found
        client.resume(person, PDF + b"2")
        client.edit("edit", candidate_id=person, phone=None)
        client.edit("finish_parsing")
        again = ashby_parser.found_in(hashlib.sha256(PDF + b"2").hexdigest())
        assert parsed(client.ask("candidate.info", id=person)) == {**found, "phone": again["phone"]}


@pytest.mark.parametrize("answers", ["given", "altered", "refused", "no_url"])
def test_reading_the_bytes_back(answers: str) -> None:
    with served(file_bytes=answers) as client:
        row = client.resume(client.person(), PDF)
        answer = client.post("file.info", fileHandle=row["resumeFileHandle"]["handle"])
        assert answer["success"] is (answers != "no_url")
        if answers == "no_url":
            return
        got = client.bare.get(answer["results"]["url"])
        if answers == "refused":
            assert (got.status_code, code(got)) == (403, "AccessDenied")
        else:
            assert got.content == PDF + (b"\n" if answers == "altered" else b"")
            assert int(got.headers["content-length"]) == len(got.content)
        assert code(client.http.get(answer["results"]["url"])) == "InvalidArgument"


def test_the_address_of_a_file_lives_as_long_as_the_switch_says() -> None:
    with served(file_url_life_s=-1.0) as client:
        row = client.resume(client.person(), PDF)
        url = client.ask("file.info", fileHandle=row["resumeFileHandle"]["handle"])["url"]
        assert client.bare.get(url).status_code == 403


def test_files_are_as_visible_as_their_candidate() -> None:
    with served() as client:
        person = client.person()
        handle = client.resume(person, PDF)["resumeFileHandle"]["handle"]
        client.application(person, confidential=True)
        client.ask("file.info", fileHandle=handle)
        client.http.post("/_sim/options", json={"confidential_jobs": False})
        assert client.refusal("file.info", fileHandle=handle).startswith("file_not_found")
        sent = {"candidateId": person, "fileHandle": client.upload(PDF)}
        assert client.refusal("candidate.uploadFile", **sent).startswith("candidate_not_found")


def test_what_people_do_to_files() -> None:
    with served() as client:
        kept, gone = client.person("Kept"), client.person("Gone")
        handle = client.resume(gone, PDF, "gone.pdf")["resumeFileHandle"]["handle"]
        client.edit("attach_file", candidate_id=kept, name="hint.txt", text="é")
        client.edit("merge", kept_id=kept, gone_id=gone)
        row = client.ask("candidate.info", id=kept)
        assert (names(row), row["resumeFileHandle"]["name"]) == (["hint.txt", "gone.pdf"], "gone.pdf")
        url = client.ask("file.info", fileHandle=row["fileHandles"][0]["handle"])["url"]
        assert client.bare.get(url).content == "é".encode()
        assert client.bare.get(client.ask("file.info", fileHandle=handle)["url"]).content == PDF
        client.edit("remove_file", candidate_id=kept, name="gone.pdf")
        row = client.ask("candidate.info", id=kept)
        assert (names(row), "resumeFileHandle" in row) == (["hint.txt"], False)
        assert client.refusal("file.info", fileHandle=handle).startswith("file_not_found")


@pytest.mark.parametrize("endpoint", ["candidate.uploadFile", "candidate.uploadResume"])
@pytest.mark.parametrize(
    ("kind", "made"), [("500_before", 0), ("500_after", 1), ("drop_before", 0), ("drop_after", 1), ("slow_effect", 1)]
)
def test_faults_come_before_or_after_the_effect(endpoint: str, kind: str, made: int) -> None:
    use, parameter = {
        "candidate.uploadFile": ("CandidateFiles", "fileHandle"),
        "candidate.uploadResume": ("CandidateResume", "resumeHandle"),
    }[endpoint]
    with served() as client:
        person = client.person()
        sent = {"candidateId": person, parameter: client.upload(PDF, use=use)}
        script = [{"kind": kind, "match": f"/{endpoint}", "times": 1, "seconds": 0.05}]
        assert client.http.post("/_sim/faults", json=script).status_code == 200
        if kind.startswith("drop"):
            with pytest.raises(httpx.RemoteProtocolError):
                client.http.post(f"/{endpoint}", json=sent)
        else:
            client.http.post(f"/{endpoint}", json=sent)
        assert len(names(client.ask("candidate.info", id=person))) == made


@pytest.mark.parametrize(("kind", "there"), [("500_after", True), ("500_before", False), ("drop_after", True)])
def test_the_storage_has_faults_too(kind: str, there: bool) -> None:
    with served() as client:
        promise = client.promise(PDF)
        client.http.post("/_sim/faults", json=[{"kind": kind, "match": "/_storage/*", "times": 1}])
        if kind == "drop_after":
            with pytest.raises(httpx.RemoteProtocolError):
                client.send(promise, PDF)
        else:
            assert client.send(promise, PDF).status_code == 500
        answer = client.post("candidate.uploadFile", candidateId=client.person(), fileHandle=promise["handle"])
        assert answer["success"] is there


def test_the_end_state_shows_a_file_twice_and_other_bytes() -> None:
    with served() as client:
        person = client.person()
        seen = []
        for content in (PDF, PDF, b"other"):
            client.ask("candidate.uploadFile", candidateId=person, fileHandle=client.upload(content, "a.pdf"))
            seen.append(next(one["files"] for one in client.describe()["candidates"] if one["name"] == "Zoë Test"))
        digests = sorted(hashlib.sha256(content).hexdigest() for content in (PDF, PDF, b"other"))
        assert seen[1] == seen[0] * 2
        assert sorted(digest for _, _, digest in seen[2]) == digests


def test_the_depot_keeps_what_was_written_to_it() -> None:
    depot = Depot()
    first, second = depot.reserve(3), depot.reserve(2)
    depot.write(b"de", second)
    depot.write(b"abc", first)
    whole = depot.keep(0, 5)
    assert whole == hashlib.sha256(b"abcde").hexdigest()
    assert (depot.size(whole), b"".join(depot.chunks(whole))) == (5, b"abcde")
    assert b"".join(depot.chunks(depot.put(b""))) == b""


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"--c--",
        b"--b",
        b"--b\r\n",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n',
        b"--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b',
    ],
)
def test_forms_that_are_none(form: bytes) -> None:
    with pytest.raises(Malformed):
        parts(form, b"b", 0, len(form))


def test_a_form_may_hold_empty_parts_and_no_parts() -> None:
    form = b'--b\r\ncontent-disposition: form-data; name="a"; filename=""\r\n\r\n\r\n--b--\r\n'
    (part,) = parts(b"before" + form, boundary(b'multipart/form-data; charset=x; boundary="b"'), 6, 6 + len(form))
    assert (part.name, part.filename, part.content_type, part.start == part.end) == ("a", "", None, True)
    assert parts(b"--b--", b"b", 0, 5) == []
