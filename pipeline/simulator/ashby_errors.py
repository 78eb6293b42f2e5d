"""How Ashby says no: the error a handler raises, and the forms in which the wire shows it (section 2).

Only wording; when something is an error stands where it happens.
"""

from typing import Any

FORMS = ("errorInfo", "strings", "objects", "both")
"""Turn order of `error_form: rotate`."""


class AshbyError(Exception):
    """A logical failure: a code of section 2, a sentence, and the parameter it is about, if any."""

    def __init__(self, code: str, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.parameter = parameter


def invalid(parameter: str, message: str) -> AshbyError:
    """`invalid_input` about one parameter; the sentence begins with its name."""
    return AshbyError("invalid_input", f"{parameter} {message}", parameter)


def not_found(what: str, parameter: str) -> AshbyError:
    """`<what>_not_found`: unknown, deleted, or invisible to the key, which look the same (section 2)."""
    return AshbyError(
        f"{what}_not_found",
        f"{what.replace('_', ' ').capitalize()} not found - are you lacking permissions?",
        parameter,
    )


def body(form: str, error: AshbyError, request_id: str | None = None) -> dict[str, Any]:
    """The error body in one of `FORMS`.

    As objects, an error has no code: `invalid_input` shows its sentence and parameter, every other its code as message
    (both as third-party clients have seen them).
    """
    shown: dict[str, Any] = {"success": False}
    if form == "objects":
        if error.code != "invalid_input":
            return shown | {"errors": [{"message": error.code}]}
        entry = {"message": error.message}
        return shown | {"errors": [entry | ({"parameter": error.parameter} if error.parameter else {})]}
    if form in ("strings", "both"):
        shown["errors"] = [error.code]
    if form in ("errorInfo", "both"):
        shown["errorInfo"] = {"code": error.code, "message": error.message}
        if request_id is not None:
            shown["errorInfo"]["requestId"] = request_id
    return shown
