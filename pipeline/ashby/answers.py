"""What an answer of Ashby's means. One function decides; nobody else sees an envelope.

`success === true` or it failed, whatever the status (ashby-api 1, 2). All three error forms are read.
"""

from dataclasses import dataclass

import msgspec

from pipeline.log import redact
from pipeline.transport import Answer

_LONGEST_MESSAGE = 300
_LONGEST_CODE = 60


@dataclass(frozen=True)
class Accepted:
    """Ashby did it."""

    results: msgspec.Raw
    more: bool = False
    next_cursor: str | None = None
    warnings: tuple[str, ...] = ()
    """Codes of what Ashby did not do although it succeeded (2)."""


@dataclass(frozen=True)
class Refused:
    """Ashby said no to this request: a result, not an error of ours."""

    code: str
    message: str
    """Ashby's words, cut short and without e-mail addresses."""
    request_id: str
    status: int

    @property
    def is_not_found(self) -> bool:
        """Whether it says that what we named is not there, or not for this key: Ashby makes no difference (2)."""
        return "not_found" in self.code or "not found" in self.message.lower()

    @property
    def reason(self) -> str:
        """One sentence for the results."""
        words = self.message or self.code
        return f"Ashby refused it: {words}" + (f" (request {self.request_id})" if self.request_id else "")


@dataclass(frozen=True)
class NotUnderstood:
    """No usable envelope, or a server fault: whether it was done is not known."""

    why: str


class _ErrorInfo(msgspec.Struct):
    code: str = ""
    message: str | None = None
    requestId: str | None = None  # noqa: N815 - Ashby's word


class _ErrorObject(msgspec.Struct):
    message: str = ""
    parameter: str | None = None


class _Warning(msgspec.Struct):
    code: str = ""
    message: str = ""


class _Envelope(msgspec.Struct):
    success: bool
    results: msgspec.Raw = msgspec.Raw(b"null")
    moreDataAvailable: bool | None = None  # noqa: N815
    nextCursor: str | None = None  # noqa: N815
    errorInfo: _ErrorInfo | None = None  # noqa: N815
    errors: list[str | _ErrorObject] | None = None
    warnings: msgspec.Raw = msgspec.Raw(b"null")


def read(answer: Answer) -> Accepted | Refused | NotUnderstood:
    """Make one of three things of an answer. 429 and lost connections never get here (`pipeline.transport`)."""
    if answer.status >= 500:
        return NotUnderstood(f"status {answer.status}")
    try:
        envelope = msgspec.json.decode(answer.body, type=_Envelope)
    except msgspec.DecodeError:
        if answer.status in (401, 403):
            return Refused("forbidden", "", answer.headers.get("x-ashby-request-id", ""), answer.status)
        return NotUnderstood("its answer is cut off or does not say whether it succeeded")
    if envelope.success and answer.status < 400:
        warnings = _codes(envelope.warnings)
        return Accepted(envelope.results, bool(envelope.moreDataAvailable), envelope.nextCursor, warnings)
    return _refused(envelope, answer)


def _refused(envelope: _Envelope, answer: Answer) -> Refused:
    info = envelope.errorInfo or _ErrorInfo()
    first = envelope.errors[0] if envelope.errors else ""
    told = first if isinstance(first, str) else first.message
    parameter = "" if isinstance(first, str) or not first.parameter else f" ({first.parameter})"
    code = info.code or told.split(" ", 1)[0] or "no_code"
    message = (info.message or told) + parameter
    return Refused(
        code=redact(code)[:_LONGEST_CODE],
        message=redact(message)[:_LONGEST_MESSAGE],
        request_id=info.requestId or answer.headers.get("x-ashby-request-id", ""),
        status=answer.status,
    )


def _codes(warnings: msgspec.Raw) -> tuple[str, ...]:
    """The codes of a success's warnings. Whatever their form, they never make a success doubtful."""
    try:
        told = msgspec.json.decode(warnings, type=list[str | _Warning] | None) or []
    except msgspec.DecodeError:
        return ("unreadable_warning",)
    codes = (one if isinstance(one, str) else one.code or one.message for one in told)
    return tuple(redact(code)[:_LONGEST_CODE] for code in codes)
