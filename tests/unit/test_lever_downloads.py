"""Downloads: bytes arrive whole or not at all, and the key never leaves Lever's address."""

import asyncio
import hashlib
import stat
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from pipeline import transport
from pipeline.allowance import Allowance
from pipeline.errors import NotAllowed, Unreachable, VendorError
from pipeline.lever import client, downloads
from pipeline.lever.downloads import Kept
from pipeline.simulator.faults import drop
from pipeline.simulator.serving import serving
from pipeline.transport import Answer, NeverWhole, Patience

KEY = "lever-key-canary"
QUICK = Patience(total_s=2, attempts=6, broken_answers=3, first_wait_s=0.01, longest_wait_s=0.05)
CHUNK = bytes(range(256)) * 256


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    repeat: int = 1
    """how often the body is sent"""
    breaks: bool = False
    """the connection goes before the last piece"""
    pause_s: float = 0
    """before every piece"""


@dataclass
class Host:
    """A server that gives scripted replies per path, the last one for ever, and remembers who signed."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    calls: list[tuple[str, str | None]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.calls.append((scope["path"], given.get("authorization")))
        script = self.replies[scope["path"]]
        reply = script.pop(0) if len(script) > 1 else script[0]
        headers = {"content-length": str(len(reply.body) * reply.repeat), **reply.headers}
        raw = [(name.encode(), value.encode()) for name, value in headers.items() if value]
        await send({"type": "http.response.start", "status": reply.status, "headers": raw})
        for _ in range(reply.repeat - reply.breaks):
            await asyncio.sleep(reply.pause_s)
            await send({"type": "http.response.body", "body": reply.body, "more_body": True})
        if reply.breaks:
            await drop(scope, receive)
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def lever() -> Host:
    return Host()


@pytest.fixture
def storage() -> Host:
    return Host()


@pytest.fixture
def urls(lever: Host, storage: Host) -> Iterator[list[str]]:
    with serving(lever, storage) as addresses:
        yield addresses


def _get(urls: list[str], folder: Path, path: str = "/f", timeout_s: float = 2) -> Kept | Answer:
    async def go() -> Kept | Answer:
        allowance = Allowance(1e6, 1)
        async with client.connected(f"{urls[0]}/v1", transport.basic(KEY), allowance, timeout_s, QUICK) as connection:
            return await downloads.download(connection, path, (), folder)

    return asyncio.run(go())


def _paths(host: Host) -> list[str]:
    return [path for path, _ in host.calls]


@pytest.mark.parametrize("body", [b"", b"x", CHUNK * 3])
def test_a_file_is_kept_under_its_hash_and_owner_only(
    lever: Host, urls: list[str], tmp_path: Path, body: bytes
) -> None:
    lever.replies["/v1/f"] = [Reply(body=body, headers={"content-type": "application/pdf"})]
    folder = tmp_path / "files"

    name = hashlib.sha256(body).hexdigest()
    assert _get(urls, folder) == Kept(name, len(body), "application/pdf", None)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_bytes() == body
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_the_same_bytes_are_one_file(lever: Host, urls: list[str], tmp_path: Path) -> None:
    lever.replies.update({"/v1/f": [Reply(body=b"same")], "/v1/g": [Reply(body=b"same")]})

    assert _get(urls, tmp_path) == _get(urls, tmp_path, "/g")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "first",
    [
        Reply(body=b"piece", repeat=3, breaks=True),
        Reply(body=b"piece", repeat=3, breaks=True, headers={"content-length": "", "transfer-encoding": "chunked"}),
        Reply(status=500, body=b"{}"),
        Reply(status=503, headers={"retry-after": "0"}),
        Reply(status=429, headers={"retry-after": "0"}),
        Reply(body=b"late", pause_s=1.0),
    ],
    ids=["short", "chunked and short", "500", "503", "429", "silent"],
)
def test_whatever_passes_is_asked_for_again_and_nothing_of_it_stays(
    lever: Host, urls: list[str], tmp_path: Path, first: Reply
) -> None:
    lever.replies["/v1/f"] = [first, Reply(body=b"the whole file")]

    kept = _get(urls, tmp_path, timeout_s=0.4)

    assert isinstance(kept, Kept)
    assert kept.bytes == len(b"the whole file")
    assert [path.name for path in tmp_path.iterdir()] == [kept.sha256]
    assert len(lever.calls) == 2


def test_a_slow_file_may_take_longer_than_the_time_out(lever: Host, urls: list[str], tmp_path: Path) -> None:
    lever.replies["/v1/f"] = [Reply(body=b"piece", repeat=6, pause_s=0.15)]

    assert isinstance(_get(urls, tmp_path, timeout_s=0.5), Kept)
    assert len(lever.calls) == 1


def test_a_file_that_never_comes_whole_is_told_apart_from_a_silent_lever(
    lever: Host, urls: list[str], tmp_path: Path
) -> None:
    lever.replies.update({"/v1/f": [Reply(body=b"piece", repeat=3, breaks=True)], "/v1/g": [Reply(status=503)]})

    with pytest.raises(NeverWhole, match=r"GET /f .* breaks off"):
        _get(urls, tmp_path)
    assert len(lever.calls) == QUICK.broken_answers
    with pytest.raises(Unreachable, match="status 503") as caught:
        _get(urls, tmp_path, "/g")
    assert not isinstance(caught.value, NeverWhole)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 404, 422])
def test_what_lever_does_not_give_is_an_answer_and_no_file(
    lever: Host, urls: list[str], tmp_path: Path, status: int
) -> None:
    lever.replies["/v1/f"] = [Reply(status=status, body=b'{"code": "Why"}')]

    answer = _get(urls, tmp_path)

    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (status, b'{"code": "Why"}')
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("status", "error"), [(400, VendorError), (401, NotAllowed), (204, VendorError)])
def test_what_nobody_expects_of_a_download_is_an_error(
    lever: Host, urls: list[str], tmp_path: Path, status: int, error: type[VendorError]
) -> None:
    lever.replies["/v1/f"] = [Reply(status=status, headers={"content-length": ""} if status == 204 else {})]

    with pytest.raises(error):
        _get(urls, tmp_path)
    assert list(tmp_path.iterdir()) == []


def _to(place: str) -> Reply:
    return Reply(status=302, headers={"location": place})


def test_a_redirect_is_followed_and_the_key_stays_with_lever(
    lever: Host, storage: Host, urls: list[str], tmp_path: Path
) -> None:
    lever.replies.update({"/v1/f": [_to("/v1/g")], "/v1/g": [_to("../beside")], "/beside": [_to(f"{urls[1]}/s")]})
    storage.replies["/s"] = [Reply(body=b"bytes")]

    assert isinstance(_get(urls, tmp_path), Kept)
    signed = transport.basic(KEY)
    header = asyncio.run(signed.header())
    assert lever.calls == [("/v1/f", header), ("/v1/g", header), ("/beside", None)]
    assert storage.calls == [("/s", None)]


def test_no_more_than_three_redirects(lever: Host, urls: list[str], tmp_path: Path) -> None:
    lever.replies["/v1/f"] = [_to("/v1/f")]

    with pytest.raises(VendorError, match="status 302"):
        _get(urls, tmp_path)
    assert len(lever.calls) == 4


@pytest.mark.parametrize("place", ["http://192.0.2.1/s", "ftp://127.0.0.1/s", "file:///etc/passwd"])
def test_no_redirect_to_a_place_that_is_not_safe(lever: Host, urls: list[str], tmp_path: Path, place: str) -> None:
    lever.replies["/v1/f"] = [_to(place)]

    with pytest.raises(VendorError, match="status 302"):
        _get(urls, tmp_path)


def test_a_storage_that_refuses_is_asked_anew_by_way_of_lever(
    lever: Host, storage: Host, urls: list[str], tmp_path: Path
) -> None:
    lever.replies["/v1/f"] = [_to(f"{urls[1]}/s")]
    storage.replies["/s"] = [Reply(status=403, body=b"<Error>Request has expired</Error>"), Reply(body=b"bytes")]

    assert isinstance(_get(urls, tmp_path), Kept)
    assert len(lever.calls) == 2


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="Jane Doe.pdf"', "Jane Doe.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=UTF-8''J%C3%B6rg%20`1`.pdf", "Jörg `1`.pdf"),
        ("attachment; filename=\"x.pdf\"; filename*=nonsense''y.pdf", "y.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        (r'attachment; filename="C:\\temp\\cv.doc"', "cv.doc"),
        ('attachment; filename=""', None),
        ("inline", None),
    ],
)
def test_the_name_that_lever_sends_along(
    lever: Host, urls: list[str], tmp_path: Path, disposition: str, name: str | None
) -> None:
    lever.replies["/v1/f"] = [Reply(body=b"x", headers={"content-disposition": disposition})]

    kept = _get(urls, tmp_path)

    assert isinstance(kept, Kept)
    assert kept.disposition_name == name
    assert name is None or name not in repr(kept)


def test_a_big_file_is_never_held_in_memory(lever: Host, urls: list[str], tmp_path: Path) -> None:
    lever.replies["/v1/f"] = [Reply(body=CHUNK, repeat=512)]
    tracemalloc.start()
    try:
        kept = _get(urls, tmp_path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert isinstance(kept, Kept)
    assert kept.bytes == 512 * len(CHUNK)
    assert peak < kept.bytes / 4


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".tmp-1").write_bytes(b"half")
    (tmp_path / "kept").write_bytes(b"whole")

    assert downloads.sweep(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert downloads.sweep(tmp_path / "not there") == 0
