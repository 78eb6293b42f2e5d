"""An Ashby of any size that costs next to nothing: it takes every write and keeps none of them.

For figures of hundreds of thousands of writes, where the simulator's state would take most of the time and memory. It
knows what a load of candidates, applications, notes and files asks for, and answers in one process of its own.
`python -m tests.benchmarks.light_ashby` prints its address when it is ready.
"""

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

_SCOPES = [
    f"{module}:{action}"
    for module in ("apiKeys", "candidates", "hiringProcessMetadata", "interviews", "jobs", "organization")
    for action in ("read", "write")
]


@contextmanager
def serving() -> Iterator[str]:
    """Such an Ashby in a process of its own; yields its address."""
    command = [sys.executable, "-m", "tests.benchmarks.light_ashby"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


class Desk:
    """What it says to each call; ids count up."""

    def __init__(self) -> None:
        self.address = ""
        self._numbers = count()

    def answer(self, call: str, body: bytes) -> dict[str, Any]:
        """The envelope of an answer."""
        match call:
            case "apiKey.info":
                return _done({"title": "bench", "createdAt": "2026-01-01T00:00:00.000Z", "scopes": _SCOPES})
            case "file.createFileUploadHandle":
                name = json.loads(body)["filename"]
                handle = base64.urlsafe_b64encode(name.encode()).decode()
                return _done({"handle": handle, "url": f"{self.address}/storage", "fields": {"key": handle}})
            case "candidate.uploadFile" | "candidate.uploadResume":
                asked = json.loads(body)
                name = base64.urlsafe_b64decode(asked.get("fileHandle") or asked["resumeHandle"]).decode()
                file = {"id": self._id(), "name": name, "handle": "h"}
                return _done({"id": asked["candidateId"], "fileHandles": [file], "resumeFileHandle": file})
            case _:
                return _done({"id": self._id()})

    def _id(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._numbers):012x}"


def _done(results: Any) -> dict[str, Any]:
    return {"success": True, "results": results}


class _Http(asyncio.Protocol):
    """POST over connections that stay open; bytes for the storage are counted and thrown away as they come."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._heard = bytearray()
        self._left = -1
        self._path = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while self._head_is_read():
            is_upload = self._path == "/storage"
            if is_upload:
                taken = min(self._left, len(self._heard))
                del self._heard[:taken]
                self._left -= taken
            if self._left > (0 if is_upload else len(self._heard)):
                return
            body = bytes(self._heard[: self._left])
            del self._heard[: self._left]
            self._left = -1
            told = b"" if is_upload else json.dumps(self._desk.answer(self._path[1:], body)).encode()
            self._transport.write(
                f"HTTP/1.1 200 -\r\ncontent-type: application/json\r\ncontent-length: {len(told)}\r\n\r\n".encode()
                + told
            )

    def _head_is_read(self) -> bool:
        """Whether the head of the request at hand is known."""
        if self._left >= 0:
            return True
        if b"\r\n\r\n" not in self._heard:
            return False
        head, _, rest = bytes(self._heard).partition(b"\r\n\r\n")
        self._heard = bytearray(rest)
        first, *lines = head.decode("latin-1").split("\r\n")
        self._path = first.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self._left = int(headers.get("content-length", "0"))
        return True


async def _serve() -> None:
    desk = Desk()
    server = await asyncio.get_running_loop().create_server(lambda: _Http(desk), "127.0.0.1", 0)
    desk.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(desk.address, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
