"""What `doctor` found. Values; `pipeline.show` puts them on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["ok", "missing", "surplus", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    where: str
    """`Lever`, `Ashby` or `here`."""
    what: str
    state: State
    says: str = ""


@dataclass(frozen=True)
class Examination:
    """Everything that was looked at, in the order of the table."""

    findings: tuple[Finding, ...]
    letters: tuple[str, ...]
    """Ready-made sentences to send to the people who administer the accounts."""
    told: Mapping[str, Any]
    """The same for machines (`--json`)."""
    exit_code: int
