"""The bytes behind Lever's downloads: made from a few words when they are asked for, never held in memory.

How Lever answers a download (redirects, content type, disposition) is not documented (section 2.11 of the reference);
the switches in `lever_options` cover the readings.
"""

import hashlib
from collections.abc import Iterator

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.simulator.faults import answer
from pipeline.simulator.lever_child_state import Stored
from pipeline.simulator.lever_options import LeverOptions

CHUNK = 65_536
STORAGE = "/_storage/"
"""Where a redirected download leads: no API key is taken there."""
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MAGIC = {"pdf": b"%PDF-1.7\n", "png": b"\x89PNG\r\n\x1a\n", "docx": b"PK\x03\x04"}


def size(stored: Stored, options: LeverOptions) -> int:
    """How many bytes there are."""
    return options.big_file_bytes if stored.big and options.big_file_bytes is not None else stored.size


def chunks(stored: Stored, length: int) -> Iterator[bytes]:
    """The first `length` bytes, at most `CHUNK` at a time; no two chunks of a file are alike."""
    block = hashlib.shake_256(stored.content.encode()).digest(CHUNK - 8)
    head = MAGIC.get(_kind(stored), b"")[:length]
    if head:
        yield head
    for number, start in enumerate(range(len(head), length, CHUNK)):
        yield (number.to_bytes(8, "big") + block)[: length - start]


def sha256(stored: Stored, options: LeverOptions | None = None) -> str:
    """SHA-256 of the bytes, as hex."""
    found = hashlib.sha256()
    for chunk in chunks(stored, stored.size if options is None else size(stored, options)):
        found.update(chunk)
    return found.hexdigest()


def content_type(stored: Stored) -> str:
    """The media type of the bytes, by the name's ending."""
    return TYPES.get(_kind(stored), "application/octet-stream")


def _kind(stored: Stored) -> str:
    return stored.ext.removeprefix(".").lower()


async def serve(stored: Stored, options: LeverOptions, headers: list[tuple[bytes, bytes]], send: Send) -> None:
    """Send the bytes, chunk by chunk, with `headers` besides type and length."""
    length = size(stored, options)
    own = [(b"content-type", content_type(stored).encode()), (b"content-length", b"%d" % length)]
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, *own]})
    for chunk in chunks(stored, length):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class Storage:
    """The storage behind redirected downloads, an ASGI app: each redirect leaves an address that works by itself.

    It answers 400 to whoever sends credentials along.
    """

    def __init__(self, options: LeverOptions) -> None:
        self._options = options
        self._left: dict[str, Stored] = {}

    def leave(self, stored: Stored) -> str:
        """The path of the bytes, with its signature."""
        name = hashlib.sha256(f"{stored.content}:{stored.name}".encode()).hexdigest()
        self._left[name] = stored
        return f"{STORAGE}{name}"

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer a call under `STORAGE`."""
        stored = self._left.get(scope["path"].removeprefix(STORAGE))
        if any(name == b"authorization" for name, _ in scope["headers"]):
            await answer(send, 400, b'{"error": "only one way of authorization is allowed"}')
        elif stored is None:
            await answer(send, 404, b'{"error": "no such object"}')
        else:
            await serve(stored, self._options, [], send)


def beside(api: ASGIApp, storage: ASGIApp) -> ASGIApp:
    """Calls under `STORAGE` go to the storage, past Lever's rate limit; all others to the API."""

    async def split(scope: Scope, receive: Receive, send: Send) -> None:
        to_storage = scope["type"] == "http" and scope["path"].startswith(STORAGE)
        await (storage if to_storage else api)(scope, receive, send)

    return split


def place(scope: Scope, path: str) -> bytes:
    """A path on the server that was asked, as an absolute address for a Location header."""
    host: bytes = dict(scope["headers"])[b"host"]
    return b"http://" + host + path.encode()
