"""Any ASGI apps on loopback ports, in a thread of this process.

All knowledge of uvicorn is here: sockets, threads, and how a connection is dropped without an answer. Which apps there
are is not known here.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.simulator.faults import DROP_EXTENSION, drop

GRACE_S = 1
"""Seconds that answers under way may take when serving ends."""


def start(apps: Sequence[tuple[ASGIApp, int]]) -> tuple[list[str], Callable[[], None]]:
    """Serve each app on 127.0.0.1 at its port (0: any free one).

    Returns the addresses (`http://127.0.0.1:PORT`) and a function that ends serving and frees the ports; it may be
    called twice.
    """
    sockets = [_listening(port) for _, port in apps]
    servers = [_server(app) for app, _ in apps]
    ready = threading.Event()

    async def all_of_them() -> None:
        tasks = [
            asyncio.create_task(server.serve(sockets=[bound])) for server, bound in zip(servers, sockets, strict=True)
        ]
        for server in servers:
            await server.ready.wait()
        ready.set()
        await asyncio.gather(*tasks)

    thread = threading.Thread(target=lambda: asyncio.run(all_of_them()), name="simulator", daemon=True)

    def stop() -> None:
        for server in servers:
            server.should_exit = True
        thread.join()
        for bound in sockets:
            bound.close()

    thread.start()
    ready.wait()
    return [f"http://127.0.0.1:{bound.getsockname()[1]}" for bound in sockets], stop


@contextmanager
def serving(*apps: ASGIApp) -> Iterator[list[str]]:
    """Serve the apps on free ports while the block runs; yields their addresses."""
    addresses, stop = start([(app, 0) for app in apps])
    try:
        yield addresses
    finally:
        stop()


def _listening(port: int) -> socket.socket:
    # The protocol is named, for asyncio turns off the delay of small packets only on sockets that name it.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    bound.listen(512)
    return bound


def _server(app: ASGIApp) -> "_Threaded":
    config = uvicorn.Config(
        _droppable(app),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    return _Threaded(config)


class _Threaded(uvicorn.Server):
    """A server that tells when it is ready, and leaves the process' signals alone: it does not own the main thread."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _droppable(app: ASGIApp) -> ASGIApp:
    """`app` with a way to close the client's connection, for scripted faults.

    ASGI knows no such thing; uvicorn's `send` is a method of the object that holds the connection's transport.
    """

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        holder: Any = getattr(send, "__self__", None)
        scope.setdefault("extensions", {})[DROP_EXTENSION] = holder.transport.close
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            # Serving ends while a fault still holds an answer back: the client sees the connection go, and no answer.
            await drop(scope, receive)

    return served
