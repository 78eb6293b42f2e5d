"""Whether what Ashby shows is what we sent, though it may come back spelled otherwise (ashby-api 8, 11). Pure."""

import html
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

ROUNDING = timedelta(seconds=1)
"""Two times closer than this are one that was rounded."""

_MARKER = re.compile(r"lever:[a-z_]+:[\w-]+")
_LAST_MARKER = re.compile(r"\[(lever:[a-z_]+:[\w-]+)\]\s*\Z")
_TAG = re.compile(r"<[^<>]*>")


def time_of(text: str | None) -> datetime | None:
    """A time as Ashby or a body of ours writes it; without a zone it is UTC. None for anything else."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def same_time(one: str | None, other: str | None) -> bool:
    """Whether both are times, and the same but for rounding."""
    first, second = time_of(one), time_of(other)
    return first is not None and second is not None and abs(first - second) < ROUNDING


def same_name(one: str | None, other: str | None) -> bool:
    """Whether both are names, and the same but for case, spaces and the composition of letters."""
    return one is not None and other is not None and _folded(one) == _folded(other)


def same_file_name(one: str, other: str) -> bool:
    """Whether two file names have the same letters and digits: storages replace other signs at will."""
    return _letters(one) == _letters(other)


def last_marker(text: str) -> str | None:
    """The marker that ends a text of ours (rule N3), without its brackets; the text may be HTML."""
    found = _LAST_MARKER.search(_TAG.sub("", text))
    return found[1] if found else None


def is_marked(text: str | None) -> bool:
    """Whether a text that Ashby shows carries any marker."""
    return any(_MARKER.search(reading) for reading in _readings(text))


def carries(text: str | None, marker: str) -> bool:
    """Whether a text that Ashby shows carries this marker: as it is, or under the HTML that was made of it."""
    wanted = re.compile(rf"{re.escape(marker)}(?![\w-])")
    return any(wanted.search(reading) for reading in _readings(text))


def texts(value: Any) -> list[str]:
    """Every text within a value of any shape."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for child in value.values() for text in texts(child)]
    return [text for child in value for text in texts(child)] if isinstance(value, list) else []


def _readings(text: str | None) -> tuple[str, str, str]:
    """What a text may say: plain text may hold signs that look like a tag, HTML may hold coded signs."""
    written = html.unescape(text or "")
    return written, _TAG.sub("", written), html.unescape(_TAG.sub("", text or ""))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
