"""One run of one or more stages: its workspace, settings, options and the way to tell how far it is. A value."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.errors import DONE
from pipeline.settings import Settings
from pipeline.tables import Table
from pipeline.workspace import Workspace

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done, and how many there are (None: not known)."""


def silent(_what: str, _done: int, _total: int | None) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class ExtractOptions:
    """How much of Lever an extraction looks at."""

    sweep: float = 0.1
    """The share of the opportunities without a sign of change whose children are read again, oldest reading first."""
    every_list: bool = False
    """Ask also for the lists that a rule says are empty: panels without interviews, referrals of the not referred."""
    eeo: bool = False
    """Copy EEO answers too, into a folder of their own (E1)."""
    dry_run: bool = False
    """List the opportunities, say what the rest would cost, and stop."""


@dataclass(frozen=True)
class Run:
    """What a stage gets."""

    workspace: Workspace
    settings: Settings
    accept_proposals: bool = False
    """`--yes`: every question is answered with the proposed answer."""
    progress: Progress = silent
    extract: ExtractOptions = ExtractOptions()
    accept_gaps: tuple[str, ...] = ()
    """Names of gaps that the person who runs this takes as they are."""


@dataclass(frozen=True)
class StageReport:
    """What a stage says when it is done: rows per table, and sentences that a person should read."""

    rows: dict[str, int]
    remarks: tuple[str, ...] = ()
    exit_code: int = DONE


Tables = tuple[Table, ...]
