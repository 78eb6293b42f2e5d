"""Structured logs: one file of JSON lines per command under `logs/` of the workspace. Ids and counts only.

Redaction is the second line of defence: no caller logs personal data, and whatever looks like an e-mail address
or is one of our keys is masked all the same.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

EMAIL = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:]+")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without e-mail addresses and without the given secrets."""
    for secret in secrets:
        text = text.replace(secret, "[key]")
    return EMAIL.sub("[e-mail]", text)


@contextmanager
def to_file(folder: Path, command: str, secrets: Iterable[str] = ()) -> Iterator[None]:
    """Send all log lines of this process to one new file in `folder`, while the block runs."""
    hidden = tuple(secret for secret in secrets if secret)

    def masked(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {name: redact(value, hidden) if isinstance(value, str) else value for name, value in event.items()}

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    with (folder / f"{stamp}-{command}.jsonl").open("a", encoding="utf-8", buffering=1) as file:
        structlog.configure(
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.add_log_level,
                masked,
                structlog.processors.JSONRenderer(),
            ],
            logger_factory=structlog.WriteLoggerFactory(file=file),
            cache_logger_on_first_use=False,
        )
        try:
            yield
        finally:
            nowhere()


def nowhere() -> None:
    """Drop all log lines of this process: for a command that leaves nothing on disk."""
    structlog.configure(processors=[_dropped], cache_logger_on_first_use=False)


def _dropped(_logger: Any, _method: str, _event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    raise structlog.DropEvent


def get() -> Any:
    """The logger."""
    return structlog.get_logger()
