"""What a command tells when it is done. A value; `pipeline.show` puts it on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.run import StageReport


@dataclass(frozen=True)
class Outcome:
    """Stages in the order they ran; the parity sums if they were made."""

    stages: Mapping[str, StageReport]
    buckets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    report: Path | None = None

    @property
    def exit_code(self) -> int:
        """The last stage's: it looked at everything before it."""
        return list(self.stages.values())[-1].exit_code
