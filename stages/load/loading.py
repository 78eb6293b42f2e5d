"""What all writes of one load share."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipeline.ledger import Ledger
from pipeline.transport import Connection


@dataclass
class Loading:
    """What all writes of one load share."""

    ashby: Connection
    ledger: Ledger
    files: Path
    """Where the bytes of attachments are, each named by its SHA-256."""
    turns: asyncio.Semaphore
    """Held by a person whose writes are going out; given back while waiting for Ashby to show something."""
    applications_of: Callable[[str], Sequence[str]] = lambda _person_id: ()
    """The writes of a person's applications, by their keys."""
    counts: Counter[str] = field(default_factory=Counter)
    """Writes by what became of them."""
    trying: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while it is tried whether the key may write private notes (`stages.load.privacy`)."""
    may_be_private: bool | None = None
    """What the trial said; None before it."""

    @property
    def time_to_show(self) -> timedelta:
        """How long after sending an effect may still appear: we gave up after one time-out; Ashby gets a second."""
        return timedelta(seconds=2 * self.ashby.timeout_s)


Row = Mapping[str, Any]
"""One row of a ready table."""
