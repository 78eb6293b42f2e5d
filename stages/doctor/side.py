"""One vendor's side of an examination. A value, and the three ways in which there is nothing to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import DONE, VENDOR, WRONG_USE, NotAllowed, Unreachable
from pipeline.findings import Finding
from pipeline.transport import Patience

_LONGEST_WAIT_S = 5.0


@dataclass(frozen=True)
class Side:
    """What was found at one vendor."""

    findings: tuple[Finding, ...]
    told: Mapping[str, Any]
    """For machines."""
    letter: str | None = None
    """What to send to the person who administers the account there."""
    clock_skew_s: float | None = None
    exit_code: int = DONE


def patience(timeout_s: float) -> Patience:
    """A person waits for the answer: a vendor that stays silent for two time-outs can't be reached."""
    return Patience(2 * timeout_s, longest_wait_s=_LONGEST_WAIT_S)


def not_set(vendor: str, setting: str) -> Side:
    """There is no key: a warning, for the other vendor's key can be looked at all the same."""
    says = f"{setting} is not set: {vendor}'s side was not looked at"
    return Side((Finding(vendor, "key", "warning", says),), {"key": "not set"})


def refused(vendor: str, error: NotAllowed) -> Side:
    """The vendor does not accept the key."""
    return Side((Finding(vendor, "key", "missing", str(error)),), {"key": "refused"}, exit_code=WRONG_USE)


def unreachable(vendor: str, error: Unreachable) -> Side:
    """The vendor gave no answers."""
    return Side((Finding(vendor, "key", "warning", str(error)),), {"key": "unreachable"}, exit_code=VENDOR)
