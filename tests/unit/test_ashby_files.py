"""Bytes go to Ashby's storage and come back: streamed, whole, and without anything of ours beside them."""

import asyncio
import hashlib
import re
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from pipeline.allowance import Allowance
from pipeline.ashby import client, files
from pipeline.ashby.answers import Refused
from pipeline.ashby.files import Given, Withheld
from pipeline.errors import NotAllowed, Unreachable
from pipeline.simulator.company import ASHBY_KEY
from pipeline.simulator.faults import Fault, drop
from pipeline.simulator.serving import serving
from pipeline.transport import CONNECTIONS, Connection, NeverWhole, Patience
from tests.journey import contract
from tests.unit.ashby_desk import QUICK, Desk, opened

T = TypeVar("T")
NAME = 'Zoë "Z" – (Lever file 1f).pdf'
PIECE = bytes(range(256)) * 256


@pytest.fixture(scope="module")
def served() -> Iterator[Desk]:
    with opened() as desk:
        yield desk


@pytest.fixture
def desk(served: Desk) -> Iterator[Desk]:
    served.clear()
    yield served
    contract.check(served.ashby.recorder)


def _upload(desk: Desk, path: Path, **changed: Any) -> str | Refused:
    how: dict[str, Any] = {
        "context": "CandidateFiles",
        "name": NAME,
        "content_type": "application/pdf",
        "length": path.stat().st_size,
        **changed,
    }
    return desk.do(lambda ashby: files.upload(ashby, path, **how))


def _on_candidate(desk: Desk, handle: str | Refused) -> str:
    """The handle that Ashby gives the file once it is on somebody."""
    assert isinstance(handle, str)
    told = desk.write("candidate.create", {"name": "Ada"})
    candidate_id = msgspec.json.decode(told.results)["id"]
    told = desk.write("candidate.uploadFile", {"candidateId": candidate_id, "fileHandle": handle})
    (shown,) = msgspec.json.decode(told.results)["fileHandles"]
    assert shown["name"] == NAME
    return str(shown["handle"])


def _digest(desk: Desk, handle: str) -> Given | Withheld:
    return desk.do(lambda ashby: files.digest(ashby, handle))


def _file(folder: Path, content: bytes = b"%PDF of somebody") -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


def _stored(desk: Desk, folder: Path, content: bytes = b"%PDF of somebody") -> str:
    return _on_candidate(desk, _upload(desk, _file(folder, content)))


def _counts(desk: Desk) -> dict[str, int]:
    found: dict[str, int] = {}
    for call in desk.ashby.recorder.calls():
        name = re.sub(r"/[0-9a-f-]{36}$", "", call.path)
        found[name] = found.get(name, 0) + 1
    return found


# ---- there and back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"x", b"\r\n--", PIECE * 40 + b"\r\n"], ids=["one", "mark", "large"])
def test_bytes_come_back_as_they_went(desk: Desk, tmp_path: Path, content: bytes) -> None:
    handle = _stored(desk, tmp_path, content)

    assert _digest(desk, handle) == Given(hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("status", [200, 201, 204])
def test_any_success_of_the_storage_is_one(desk: Desk, tmp_path: Path, status: int) -> None:
    desk.ashby.set_options(upload_status=status)

    assert isinstance(_upload(desk, _file(tmp_path)), str)


def test_a_resume_needs_a_handle_of_its_own_context(desk: Desk, tmp_path: Path) -> None:
    handle = _upload(desk, _file(tmp_path), context="CandidateResume")
    told = desk.write("candidate.create", {"name": "Ada"})
    body = {"candidateId": msgspec.json.decode(told.results)["id"], "resumeHandle": handle}

    told = desk.write("candidate.uploadResume", body)
    assert msgspec.json.decode(told.results)["resumeFileHandle"]["name"] == NAME


def test_memory_stays_flat_however_large_a_file_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        for _ in range(512):
            file.write(PIECE)

    tracemalloc.start()
    handle = _on_candidate(desk, _upload(desk, path))
    found = _digest(desk, handle)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(found, Given)
    assert found.bytes == path.stat().st_size == 512 * len(PIECE)
    assert most < 12 * 2**20, most  # the stand-in in the same process takes some of it


def test_no_place_of_the_allowance_is_used_for_bytes(desk: Desk, tmp_path: Path) -> None:
    before = desk.connection.allowance.used

    handle = _stored(desk, tmp_path)
    _digest(desk, handle)

    assert desk.connection.allowance.used - before == 4  # a promise, a candidate, its file, an address
    assert {path for path in _counts(desk) if path.startswith("/_storage")} == {"/_storage/upload", "/_storage/file"}


# ---- trouble ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["429", "500_before", "500_after", "drop_before", "drop_after", "maintenance"])
def test_what_passes_by_itself_is_begun_anew_with_another_address(desk: Desk, tmp_path: Path, kind: str) -> None:
    seconds = 0.2 if kind == "maintenance" else None
    desk.ashby.faults.replace([Fault(kind, match="/_storage/upload/*", nth=1, seconds=seconds)])

    _stored(desk, tmp_path)

    counts = _counts(desk)
    assert counts["/_storage/upload"] > 1
    assert counts["/file.createFileUploadHandle"] >= counts["/_storage/upload"]
    assert desk.connection.allowance.refused == 0


@pytest.mark.parametrize("kind", ["500_before", "drop_after", "truncated"])
def test_a_lost_promise_is_asked_for_again(desk: Desk, tmp_path: Path, kind: str) -> None:
    desk.ashby.faults.replace([Fault(kind, match="/file.createFileUploadHandle", nth=1)])

    assert isinstance(_upload(desk, _file(tmp_path)), str)


def test_an_address_that_has_expired_is_given_up_after_a_few(desk: Desk, tmp_path: Path) -> None:
    desk.ashby.set_options(upload_url_life_s=-1.0)

    with pytest.raises(NeverWhole, match=r"the upload of a file .* status 403"):
        _upload(desk, _file(tmp_path))
    assert _counts(desk)["/file.createFileUploadHandle"] == QUICK.broken_answers


def test_a_storage_that_is_gone_ends_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    desk.ashby.faults.replace([Fault("500_before", match="/_storage/upload/*")])

    with pytest.raises(Unreachable, match="run the command again") as caught:
        _upload(desk, _file(tmp_path))
    assert not isinstance(caught.value, NeverWhole)


@pytest.mark.parametrize(
    ("switches", "parameter"), [({"file_max_bytes": 3}, "contentLength"), ({"file_types": "documents"}, "filename")]
)
@pytest.mark.parametrize("status", [200, 400])
def test_what_ashby_does_not_take_is_refused_before_any_byte(
    desk: Desk, tmp_path: Path, switches: dict[str, Any], parameter: str, status: int
) -> None:
    desk.ashby.set_options(error_form="both", error_status=status, **switches)

    told = _upload(desk, _file(tmp_path), name="x.exe")

    assert isinstance(told, Refused)
    assert told.code == "invalid_input"
    assert parameter in told.message
    assert _counts(desk) == {"/file.createFileUploadHandle": 1}


def test_a_key_that_may_not_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.ashby.set_options(scopes=("candidatesRead",))

    with pytest.raises(NotAllowed, match="createFileUploadHandle"):
        _upload(desk, _file(tmp_path))


def test_nothing_is_never_uploaded(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without bytes"):
        _upload(desk, _file(tmp_path, b""))
    assert _counts(desk) == {}


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ("application/pdf", "application/pdf"),
        (" text/plain; charset=utf-8 ", "text/plain; charset=utf-8"),
        ('text/plain; charset="utf 8"', 'text/plain; charset="utf 8"'),
        ("text/plain; charset", "text/plain"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",) * 2,
        ("pdf", "application/octet-stream"),
        ("application/pdf, text/plain", "application/octet-stream"),
        ("text/plain\r\nX-Evil: 1", "application/octet-stream"),
        ("tëxt/plain", "application/octet-stream"),
        ("", "application/octet-stream"),
        (None, "application/octet-stream"),
    ],
)
def test_a_content_type_is_a_media_type_or_any_bytes(desk: Desk, tmp_path: Path, told: str | None, sent: str) -> None:
    assert files.media_type(told) == sent
    assert isinstance(_upload(desk, _file(tmp_path), content_type=told), str)
    (promise,) = (call for call in desk.ashby.recorder.calls() if call.path == "/file.createFileUploadHandle")
    assert promise.body["contentType"] == sent


@given(st.text(max_size=30))
def test_no_content_type_ever_ends_a_line(told: str) -> None:
    assert re.fullmatch(r"[!-~][ -~\t]*/[ -~\t]+", files.media_type(told))


# ---- reading back -----------------------------------------------------------------------------------------------


def test_other_bytes_have_another_digest(desk: Desk, tmp_path: Path) -> None:
    handle = _stored(desk, tmp_path)
    desk.ashby.set_options(file_bytes="altered")

    found = _digest(desk, handle)
    assert isinstance(found, Given)
    assert found.sha256 != hashlib.sha256(b"%PDF of somebody").hexdigest()


def test_a_file_without_an_address_is_told(desk: Desk, tmp_path: Path) -> None:
    handle = _stored(desk, tmp_path)
    desk.ashby.set_options(file_bytes="no_url")

    found = _digest(desk, handle)
    assert isinstance(found, Withheld)
    assert found.outcome == "no_address"
    assert found.why.startswith("Ashby refused it")


def test_bytes_that_are_refused_twice_are_told(desk: Desk, tmp_path: Path) -> None:
    handle = _stored(desk, tmp_path)
    desk.ashby.recorder.reset()
    desk.ashby.set_options(file_bytes="refused")

    assert _digest(desk, handle) == Withheld("refused", "The place where Ashby keeps bytes answers with status 403.")
    assert _counts(desk) == {"/file.info": 2, "/_storage/file": 2}


@pytest.mark.parametrize("kind", ["429", "500_before", "drop_before", "drop_during", "slow"])
def test_a_download_that_breaks_off_begins_anew(desk: Desk, tmp_path: Path, kind: str) -> None:
    handle = _stored(desk, tmp_path, PIECE)
    desk.ashby.faults.replace([Fault(kind, match="/_storage/file/*", nth=1, seconds=2.2)])

    assert _digest(desk, handle) == Given(hashlib.sha256(PIECE).hexdigest(), len(PIECE))


def test_a_download_that_never_comes_whole_stops_nobody_else(desk: Desk, tmp_path: Path) -> None:
    handle = _stored(desk, tmp_path, PIECE)
    desk.ashby.faults.replace([Fault("drop_during", match="/_storage/file/*")])

    found = _digest(desk, handle)
    assert isinstance(found, Withheld)
    assert found.outcome == "refused"
    assert "never come whole" in found.why


def test_an_ashby_that_talks_nonsense_says_nothing_of_a_file(desk: Desk, tmp_path: Path) -> None:
    handle = _stored(desk, tmp_path)
    desk.ashby.faults.replace([Fault("body", match="/file.info", body="<html>")])

    with pytest.raises(Unreachable, match=r"file\.info"):
        _digest(desk, handle)


# ---- a storage on another host ----------------------------------------------------------------------------------


@dataclass
class Host:
    """A server that remembers whole requests and gives scripted answers by path, the last one for ever."""

    answers: dict[str, list[tuple[int, dict[str, str], bytes]]]
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        content, more = b"", True
        while more:
            message = await receive()
            content, more = content + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.seen.append((scope["method"], scope["path"], headers, content))
        script = self.answers[scope["path"]]
        status, given, body = script.pop(0) if len(script) > 1 else script[0]
        told = {"content-length": str(len(body)), "set-cookie": "a=b", **given}
        raw = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})
        if given.get("content-length"):
            await drop(scope, receive)


def _told(results: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {}, msgspec.json.encode({"success": True, "results": results})


def _with(url: str, work: Callable[[Connection], Awaitable[T]]) -> T:
    async def go() -> T:
        async with client.connected(url, ASHBY_KEY, Allowance(1e6, 1), 2, QUICK) as ashby:
            return await work(ashby)

    return asyncio.run(go())


def _sent(path: Path) -> Callable[[Connection], Awaitable[str | Refused]]:
    return lambda ashby: files.upload(
        ashby, path, context="CandidateFiles", name=NAME, content_type="text/plain", length=path.stat().st_size
    )


@pytest.fixture
def hosts() -> Iterator[tuple[Host, Host, str, str]]:
    ashby, storage = Host({}), Host({})
    with serving(ashby, storage) as (ashby_url, storage_url):
        yield ashby, storage, ashby_url, storage_url


FIELDS = {"key": "uploads/1", "Content-Type": "text/plain", "x-amz-signature": "äöü"}


def test_the_form_holds_all_fields_first_and_the_file_last(hosts: tuple[Host, Host, str, str], tmp_path: Path) -> None:
    ashby, storage, ashby_url, storage_url = hosts
    path = _file(tmp_path, b"the\r\nbytes")
    ashby.answers["/file.createFileUploadHandle"] = [
        _told({"handle": "h", "url": f"{storage_url}/up?sig=1", "fields": FIELDS})
    ]
    storage.answers["/up"] = [(204, {}, b"")]

    assert _with(ashby_url, _sent(path)) == "h"

    ((method, _, headers, content),) = storage.seen
    mark = headers["content-type"].removeprefix("multipart/form-data; boundary=").encode()
    parts = content.split(b"--" + mark)
    assert method == "POST"
    assert headers["content-length"] == str(len(content))
    assert "transfer-encoding" not in headers
    assert [re.findall(rb' name="([^"]*)"', part) for part in parts[1:-1]] == [
        [name.encode()] for name in (*FIELDS, "file")
    ]
    assert parts[-1] == b"--\r\n"
    head, _, body = parts[-2].partition(b"\r\n\r\n")
    assert body == b"the\r\nbytes\r\n"
    assert b"Content-Type: text/plain" in head
    assert 'filename="Zoë %22Z%22 – (Lever file 1f).pdf"'.encode() in head


def test_nothing_of_ours_goes_to_another_host(hosts: tuple[Host, Host, str, str], tmp_path: Path) -> None:
    ashby, storage, ashby_url, storage_url = hosts
    ashby.answers["/file.createFileUploadHandle"] = [
        _told({"handle": "h", "url": f"{storage_url}/up", "fields": FIELDS})
    ]
    ashby.answers["/file.info"] = [_told({"url": f"{storage_url}/down"})]
    storage.answers["/up"] = [(500, {}, b""), (204, {}, b"")]
    storage.answers["/down"] = [(302, {"location": f"{storage_url}/there"}, b"")]
    storage.answers["/there"] = [(302, {"location": f"{ashby_url}/here"}, b"")]
    ashby.answers["/here"] = [(200, {}, b"bytes")]

    async def both(connection: Connection) -> Given | Withheld:
        await _sent(_file(tmp_path))(connection)
        return await files.digest(connection, "h")

    assert _with(ashby_url, both) == Given(hashlib.sha256(b"bytes").hexdigest(), 5)
    abroad = [seen for seen in (*storage.seen, *ashby.seen) if seen[1] in ("/up", "/down", "/there", "/here")]
    assert [path for _, path, _, _ in abroad] == ["/up", "/up", "/down", "/there", "/here"]
    for _, _, headers, _ in abroad:
        own = {"host", "accept", "accept-encoding", "user-agent", "content-type", "content-length", "connection"}
        assert set(headers) <= own
        assert "json" not in headers["accept"]


@pytest.mark.parametrize("status", [307, 308])
def test_an_upload_that_is_sent_on_takes_its_bytes_along(
    hosts: tuple[Host, Host, str, str], tmp_path: Path, status: int
) -> None:
    ashby, storage, ashby_url, storage_url = hosts
    ashby.answers["/file.createFileUploadHandle"] = [
        _told({"handle": "h", "url": f"{storage_url}/up", "fields": FIELDS})
    ]
    storage.answers |= {"/up": [(status, {"location": "/other"}, b"")], "/other": [(201, {}, b"")]}

    assert _with(ashby_url, _sent(_file(tmp_path))) == "h"
    bodies = [content for *_, content in storage.seen]
    assert len(bodies) == 2
    assert b"%PDF of somebody" in bodies[1]


@pytest.mark.parametrize("url", ["http://storage.example/x", "ftp://127.0.0.1/x", "https://", "https:x", "//["])
def test_only_sealed_addresses_are_gone_to(hosts: tuple[Host, Host, str, str], tmp_path: Path, url: str) -> None:
    ashby, _, ashby_url, _ = hosts
    ashby.answers["/file.createFileUploadHandle"] = [_told({"handle": "h", "url": url, "fields": {}})]
    ashby.answers["/file.info"] = [_told({"url": url})]

    with pytest.raises(NeverWhole, match="https"):
        _with(ashby_url, _sent(_file(tmp_path)))
    found = _with(ashby_url, lambda connection: files.digest(connection, "h"))
    assert isinstance(found, Withheld)
    assert found.outcome == "no_address"


@pytest.mark.parametrize("url", ["http://storage.example/x", "ftp://127.0.0.1/x"])
def test_a_way_on_that_is_not_sealed_is_not_taken(hosts: tuple[Host, Host, str, str], url: str) -> None:
    ashby, storage, ashby_url, storage_url = hosts
    ashby.answers["/file.info"] = [_told({"url": f"{storage_url}/down"})]
    storage.answers["/down"] = [(302, {"location": url}, b"other bytes")]

    found = _with(ashby_url, lambda connection: files.digest(connection, "h"))
    assert found == Withheld("refused", "The place where Ashby keeps bytes answers with status 302.")


def test_a_way_on_to_nowhere_ends_in_a_sentence(hosts: tuple[Host, Host, str, str]) -> None:
    ashby, storage, ashby_url, storage_url = hosts
    ashby.answers["/file.info"] = [_told({"url": f"{storage_url}/down"})]
    storage.answers["/down"] = [(302, {"location": "https:x"}, b"")]

    with pytest.raises(Unreachable):
        _with(ashby_url, lambda connection: files.digest(connection, "h"))


def test_the_stand_in_of_a_vendor_elsewhere_may_not_send_us_to_this_machine() -> None:
    import httpx

    async def go(base_url: str, url: str) -> bool:
        async with httpx.AsyncClient(base_url=base_url) as http:
            connection = Connection("Ashby", http, None, Allowance(1, 1), 1, Patience(1))
            return connection._is_safe(httpx.URL(url))

    assert not asyncio.run(go("https://api.example", "http://127.0.0.1/x"))
    assert asyncio.run(go("https://api.example", "https://storage.example/x"))
    assert asyncio.run(go("http://127.0.0.1:1", "http://localhost/x"))


@pytest.mark.parametrize("results", [{}, {"handle": "h"}, {"handle": "h", "url": "x", "fields": [1]}, None, []])
def test_a_promise_without_an_address_is_soon_given_up(
    hosts: tuple[Host, Host, str, str], tmp_path: Path, results: Any
) -> None:
    ashby, _, ashby_url, _ = hosts
    ashby.answers["/file.createFileUploadHandle"] = [_told(results)]

    with pytest.raises(NeverWhole, match="names no address"):
        _with(ashby_url, _sent(_file(tmp_path)))


@pytest.mark.parametrize("results", [{}, {"url": None}, {"url": 1}, None, []])
def test_an_answer_without_an_address_is_told(hosts: tuple[Host, Host, str, str], results: Any) -> None:
    ashby, _, ashby_url, _ = hosts
    ashby.answers["/file.info"] = [_told(results)]

    found = _with(ashby_url, lambda connection: files.digest(connection, "h"))
    assert found == Withheld("no_address", "Ashby's answer names no address of the file.")


def test_a_file_of_another_length_than_promised_is_never_taken_for_it(desk: Desk, tmp_path: Path) -> None:
    path = _file(tmp_path)

    with pytest.raises(Unreachable):
        _upload(desk, path, length=path.stat().st_size + 1)


def test_many_uploads_go_at_once(desk: Desk, tmp_path: Path) -> None:
    paths = []
    for number in range(3 * CONNECTIONS):
        path = tmp_path / f"{number}"
        path.write_bytes(PIECE * (1 + number % 3))
        paths.append(path)

    async def all_of_them(ashby: Connection) -> list[str | Refused]:
        return list(await asyncio.gather(*(_sent(path)(ashby) for path in paths)))

    handles = desk.do(all_of_them)
    assert len(set(handles)) == len(paths)
