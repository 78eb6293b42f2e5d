"""Where a migration stands. A value; `pipeline.show` puts it on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """How far each stage has come, and what is known of each entity."""

    stages: Mapping[str, int | None]
    """Rows that a stage has made; None: it has not run to its end."""
    entities: Mapping[str, Mapping[str, int]]
    """Entity → Lever's records, those to write, those held; then writes by their state in the ledger: created, updated,
    found, refused, unknown (sent, and no answer yet), undone."""
    exit_code: int = 0
