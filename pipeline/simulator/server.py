"""Both stand-ins of one invented company in one process: `serve` until told to stop, `running` for a test's length."""

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

from pipeline.simulator import (
    ashby,
    ashby_hands,
    ashby_org,
    ashby_paper_hands,
    company,
    lever,
    lever_account_edits,
    lever_child_edits,
    lever_edits,
    serving,
    world,
)
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.calls import Recorder
from pipeline.simulator.control import Vendor
from pipeline.simulator.lever_options import LeverOptions

PEOPLE = 120
"""Contacts besides the awkward cases, where nobody asks for another number."""
CALLS_KEPT = 100_000
"""Calls that `serve` keeps whole; a test keeps all, unless it says otherwise."""


@dataclass
class Running:
    """Two vendors that are being served. `lever` and `ashby` are the in-process handles (see `control.Vendor`)."""

    lever: Vendor
    ashby: Vendor
    lever_url: str
    """with /v1, as LEVER_BASE_URL wants it"""
    ashby_url: str
    stop: Callable[[], None] = field(repr=False)
    """end serving and free both ports; may be called twice"""

    def line(self) -> dict[str, str]:
        """What a user needs to connect: both addresses and keys."""
        return {
            "lever_base_url": self.lever_url,
            "ashby_base_url": self.ashby_url,
            "lever_api_key": self.lever.options.key,
            "ashby_api_key": self.ashby.options.key,
        }


def lever_vendor(
    seed: int = company.SEED,
    people: int = PEOPLE,
    options: LeverOptions | None = None,
    keep: int | None = None,
    *,
    healthy: bool = False,
) -> Vendor:
    """Lever's stand-in, an ASGI app with its control surface.

    `keep`: see `calls.Recorder.keep`; `healthy`: see `world.invent`.
    """
    return Vendor(
        found=partial(world.invent, healthy=healthy),
        build=lever.app,
        describe=lever.describe,
        notifications=lambda _: [],
        options=options or LeverOptions(),
        recorder=Recorder(window=1.0, keep=keep),
        seed=seed,
        people=people,
        edits={**lever_edits.EDITS, **lever_account_edits.EDITS, **lever_child_edits.EDITS},
    )


def ashby_vendor(
    seed: int = company.SEED, people: int = PEOPLE, options: AshbyOptions | None = None, keep: int | None = None
) -> Vendor:
    """Ashby's stand-in; how many people Lever has makes no difference to it."""
    return Vendor(
        found=lambda seed, _people: ashby_org.found(seed),
        build=ashby.app,
        describe=ashby.describe,
        notifications=ashby.notifications,
        options=options or AshbyOptions(),
        recorder=Recorder(window=60.0, keep=keep),
        seed=seed,
        people=people,
        edits={**ashby_hands.EDITS, **ashby_paper_hands.EDITS},
    )


@contextmanager
def running(
    lever_port: int = 0,
    ashby_port: int = 0,
    seed: int = company.SEED,
    people: int = PEOPLE,
    lever_options: LeverOptions | None = None,
    ashby_options: AshbyOptions | None = None,
    keep: int | None = None,
    *,
    healthy: bool = False,
) -> Iterator[Running]:
    """Serve both in a thread of this process while the block runs; port 0: any free one.

    `healthy`: a Lever in which nothing dangles (see `world.invent`).
    """
    on_lever = lever_vendor(seed, people, lever_options, keep, healthy=healthy)
    on_ashby = ashby_vendor(seed, people, ashby_options, keep)
    (lever_url, ashby_url), stop = serving.start([(on_lever, lever_port), (on_ashby, ashby_port)])
    try:
        yield Running(on_lever, on_ashby, f"{lever_url}/v1", ashby_url, stop)
    finally:
        stop()


def serve(
    lever_port: int = 0,
    ashby_port: int = 0,
    seed: int = company.SEED,
    people: int = PEOPLE,
    lever_options: LeverOptions | None = None,
    ashby_options: AshbyOptions | None = None,
) -> None:
    """Serve both, print ONE line of JSON (addresses and keys) when both are ready, and stay until SIGTERM or SIGINT."""
    told = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with running(lever_port, ashby_port, seed, people, lever_options, ashby_options, CALLS_KEPT) as both:
        print(json.dumps(both.line()), flush=True)
        told.wait()
