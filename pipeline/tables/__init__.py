"""Every table of a workspace, once: name, folder, key, columns with their DuckDB types, and one sentence.

No I/O, no SQL. Whoever reads or writes a table takes its columns from here; a test compares every Parquet
file that a journey leaves behind with this page. All times are UTC, with time zone.

Words: *raw* is what a vendor said, word for word. *stg* is one raw resource, typed. *int* joins and decides.
*ashby__* is one write to Ashby per row. *held*, *result* and *parity* say what became of each of them.
"""

from types import MappingProxyType

from pipeline.tables.bridge import EVERY_MAPPING, INT_MAPPING, STAGED_INT
from pipeline.tables.decided import MAPPING_GAP, MAPPING_KINDS, MAPPINGS, REFERENCE
from pipeline.tables.outcome import CHECKS, EVERY_RESULT, HELD, LEDGER, PARITY, RESULTS
from pipeline.tables.raw import (
    RAW_ASHBY,
    RAW_ASHBY_READ_BACK,
    RAW_LEVER,
    RAW_LEVER_APART,
    RAW_LEVER_CHILDREN,
    RAW_LEVER_LISTS,
)
from pipeline.tables.ready import EVERY_READY, READY, READY_LAST, READY_PEOPLE, READY_SETUP
from pipeline.tables.staged import STAGED_ASHBY, STAGED_LEVER, STAGED_READ_BACK
from pipeline.tables.table import BUCKETS, ENTITIES, Table

__all__ = [
    "BUCKETS",
    "CHECKS",
    "ENTITIES",
    "EVERY_MAPPING",
    "EVERY_READY",
    "EVERY_RESULT",
    "HELD",
    "INT_MAPPING",
    "LEDGER",
    "MAPPINGS",
    "MAPPING_GAP",
    "MAPPING_KINDS",
    "PARITY",
    "RAW_ASHBY",
    "RAW_ASHBY_READ_BACK",
    "RAW_LEVER",
    "RAW_LEVER_APART",
    "RAW_LEVER_CHILDREN",
    "RAW_LEVER_LISTS",
    "READY",
    "READY_LAST",
    "READY_PEOPLE",
    "READY_SETUP",
    "REFERENCE",
    "RESULTS",
    "STAGED_ASHBY",
    "STAGED_INT",
    "STAGED_LEVER",
    "STAGED_READ_BACK",
    "TABLES",
    "Table",
]

TABLES = MappingProxyType(
    {
        table.name: table
        for table in (
            *RAW_LEVER,
            *RAW_LEVER_APART,
            *RAW_ASHBY,
            *RAW_ASHBY_READ_BACK,
            *MAPPINGS,
            MAPPING_GAP,
            *REFERENCE,
            *STAGED_LEVER,
            *STAGED_ASHBY,
            *STAGED_READ_BACK,
            *STAGED_INT,
            *READY,
            *CHECKS,
            LEDGER,
            *RESULTS,
            *PARITY,
            EVERY_MAPPING,
            EVERY_READY,
            EVERY_RESULT,
        )
    }
)
"""Every table by name."""
