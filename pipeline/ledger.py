"""The load's memory: exactly once without an idempotency key.

SQLite, WAL, `synchronous=FULL`. One row per write key, moved by `sent`, `accepted`, `refused` and `not_sent` only:

    nothing ──sent──▶ sent ──accepted──▶ accepted      sent is on disk before the request leaves
       ▲               │└────refused───▶ refused
       └───not_sent────┘                               only when it certainly was not accepted

A row that is still `sent` when nobody is sending is *unknown*: a crash or a lost answer. It is looked up in Ashby
before anything is sent again. Moves of one turn of the event loop are one transaction, and only `sent` waits for it: an
outcome that a crash takes away is looked up, and it is on disk before its task sends anything else. So durability never
sets the pace; a thread of its own would wait for the interpreter longer than for the disk. Ids, hashes and Ashby's
error codes only; nothing personal.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from pipeline.errors import SettingsError

_ROWS_PER_BATCH = 50_000

_SCHEMA = """
create table if not exists about (name text primary key, value text not null) strict;
create table if not exists write (
    write_key text primary key,
    entity text not null,
    lever_id text not null,
    operation text not null,
    state text not null check (state in ('sent', 'accepted', 'refused')),
    outcome text not null,
    ashby_id text,
    payload_sha256 text not null,
    reason_code text,
    reason text,
    attempts integer not null,
    first_sent_at text not null,
    finished_at text,
    changed integer not null
) strict;
create index if not exists write_by_change on write (changed);
create index if not exists write_by_ashby_id on write (ashby_id) where ashby_id is not null;
"""

_ROW = (
    "select write_key, entity, lever_id, operation, state, outcome, ashby_id, payload_sha256, reason_code, reason, "
    "attempts, first_sent_at, finished_at from write"
)


_SENT = """
insert into write values (
    :write_key, :entity, :lever_id, :operation, 'sent', 'unknown', null, :payload_sha256, null, null, 1, :now, null,
    :changed
)
on conflict (write_key) do update set
    lever_id = excluded.lever_id, operation = excluded.operation, state = 'sent', outcome = 'unknown',
    payload_sha256 = excluded.payload_sha256, reason_code = null, reason = null, attempts = write.attempts + 1,
    first_sent_at = :now, finished_at = null, changed = :changed
"""
_ACCEPTED = """
insert into write values (
    :write_key, :entity, :lever_id, :operation, 'accepted', :outcome, :ashby_id, :payload_sha256, null, null, 0, :now,
    :now, :changed
)
on conflict (write_key) do update set
    operation = excluded.operation, state = 'accepted', outcome = excluded.outcome,
    ashby_id = coalesce(excluded.ashby_id, write.ashby_id), payload_sha256 = excluded.payload_sha256,
    reason_code = null, reason = null, finished_at = :now, changed = :changed
"""
_REFUSED = """
insert into write values (
    :write_key, :entity, :lever_id, :operation, 'refused', 'refused', null, :payload_sha256, :code, :reason, 0, :now,
    :now, :changed
)
on conflict (write_key) do update set
    state = 'refused', outcome = 'refused', payload_sha256 = excluded.payload_sha256, reason_code = :code,
    reason = :reason, finished_at = :now, changed = :changed
"""
_THERE = ("created", "updated", "found")
_FORGET = "delete from write where write_key = :write_key and ashby_id is null"
_STILL_TO_COME = """
update write set state = 'accepted', outcome = :outcome, payload_sha256 = '', finished_at = :now, changed = :changed
where write_key = :write_key
"""


@dataclass(frozen=True)
class Entry:
    """What is known of one write. Times are UTC."""

    write_key: str
    entity: str
    lever_id: str
    operation: str
    state: str
    outcome: str
    ashby_id: str | None
    payload_sha256: str
    reason_code: str | None
    reason: str | None
    attempts: int
    first_sent_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class Intent:
    """What is about to be written."""

    write_key: str
    entity: str
    lever_id: str
    operation: str
    payload_sha256: str


class Ledger:
    """One migration's ledger, for the Ashby organisation behind `target`."""

    def __init__(self, path: Path, target: str) -> None:
        """Open or make it. Raises SettingsError when it belongs to another Ashby."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = _connect(path)
        self._connection.executescript(_SCHEMA)
        self._connection.execute("insert or ignore into about values ('target', ?)", (target,))
        known = self._connection.execute("select value from about where name = 'target'").fetchone()[0]
        if known != target:
            self._connection.close()
            raise SettingsError(
                f"This workspace was loaded into {known}, and ASHBY_BASE_URL is now {target}. "
                "Use another workspace for another Ashby."
            )
        self._changed = self.newest_change()
        self._waiting: list[asyncio.Future[None]] = []
        self._failure: sqlite3.Error | None = None

    def close(self) -> None:
        """Commit what is not yet and let go."""
        self._commit()
        self._connection.close()

    # ---- the four moves ------------------------------------------------------------------------------------

    async def sent(self, intent: Intent) -> None:
        """About to send; returns when this is on disk. An id that an earlier write brought stays known."""
        self._move(_SENT, _values(intent))
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        await done

    def accepted(self, intent: Intent, outcome: str, ashby_id: str | None) -> None:
        """Ashby has it: `created`, `updated` or `found`."""
        self._move(_ACCEPTED, {**_values(intent), "outcome": outcome, "ashby_id": ashby_id})

    def refused(self, intent: Intent, code: str, reason: str) -> None:
        """Ashby said no. A later run sends it again only when its payload has changed."""
        self._move(_REFUSED, {**_values(intent), "code": code, "reason": reason})

    def not_sent(self, intent: Intent, former: Entry | None = None) -> None:
        """It certainly was not accepted: back to nothing, or to an object whose update is still to come.

        `former` is what was known before: an object that was found stays one that was found, never ours.
        """
        outcome = former.outcome if former is not None and former.outcome in _THERE else "found"
        self._move(_FORGET, _values(intent))
        self._move(_STILL_TO_COME, {**_values(intent), "outcome": outcome})

    # ---- looking -------------------------------------------------------------------------------------------

    def get(self, write_key: str) -> Entry | None:
        """What is known of one write."""
        row = self._connection.execute(f"{_ROW} where write_key = ?", (write_key,)).fetchone()
        return None if row is None else _entry(row)

    def key_of(self, ashby_id: str) -> str | None:
        """The write that brought this Ashby object, if any: two writes never bring the same one."""
        row = self._connection.execute(
            "select write_key from write where ashby_id = ? and outcome in ('created', 'found') limit 1", (ashby_id,)
        ).fetchone()
        return None if row is None else str(row[0])

    def newest_change(self) -> int:
        """The number of the newest change; every change has a higher one than all before it."""
        return int(self._connection.execute("select coalesce(max(changed), 0) from write").fetchone()[0])

    def changes(self, after: int, schema: pa.Schema) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Rows changed after a change number, oldest first, as record batches of the results' columns."""
        columns = ", ".join(schema.names)
        found = self._connection.execute(
            f"select changed, {columns} from write where changed > ? order by changed",  # noqa: S608 - our own names
            (after,),
        )
        while rows := found.fetchmany(_ROWS_PER_BATCH):
            yield rows[-1][0], _batch(schema, [row[1:] for row in rows])

    def snapshot(self, schema: pa.Schema, entity: str | None = None) -> Iterator[pa.RecordBatch]:
        """Every write that is known (of one entity), as record batches with the columns of `schema`."""
        found = self._connection.execute(
            f"select {', '.join(schema.names)} from write where ?1 is null or entity = ?1 order by write_key",  # noqa: S608
            (entity,),
        )
        while rows := found.fetchmany(_ROWS_PER_BATCH):
            yield _batch(schema, rows)

    # ---- grouped commits -----------------------------------------------------------------------------------

    def _move(self, sql: str, values: dict[str, Any]) -> None:
        """Seen by everybody who looks at once; on disk with all others of this turn of the event loop."""
        if self._failure is not None:
            raise self._failure
        if not self._connection.in_transaction:
            self._connection.execute("begin immediate")
            asyncio.get_running_loop().call_soon(self._commit)
        self._changed += 1
        self._connection.execute(sql, {**values, "changed": self._changed})

    def _commit(self) -> None:
        if not self._connection.in_transaction:
            return
        waiting, self._waiting = self._waiting, []
        try:
            self._connection.execute("commit")
        except sqlite3.Error as error:
            self._connection.rollback()
            self._failure = error  # outcomes whose tasks have gone on may be among what was lost
            for done in waiting:
                if not done.done():
                    done.set_exception(error)
        else:
            for done in waiting:
                if not done.done():
                    done.set_result(None)


def states(path: Path) -> list[tuple[str, str, int]]:
    """Entity, outcome and number of writes, read while another command may be writing; [] without a ledger."""
    if not path.exists():
        return []
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=30)
    try:
        return connection.execute(
            "select entity, outcome, count(*) from write group by entity, outcome order by entity, outcome"
        ).fetchall()
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    return connection


def _values(intent: Intent) -> dict[str, Any]:
    return {
        "write_key": intent.write_key,
        "entity": intent.entity,
        "lever_id": intent.lever_id,
        "operation": intent.operation,
        "payload_sha256": intent.payload_sha256,
        "now": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def _entry(row: tuple[Any, ...]) -> Entry:
    first_sent_at = datetime.fromisoformat(row[11])
    finished_at = datetime.fromisoformat(row[12]) if row[12] else None
    values: list[Any] = [*row[:11], first_sent_at, finished_at]
    return Entry(*values)


def _batch(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True))
    return pa.record_batch(
        [
            pa.array([datetime.fromisoformat(text) if text else None for text in values], field.type)
            if pa.types.is_timestamp(field.type)
            else pa.array(values, field.type)
            for field, values in zip(schema, columns, strict=True)
        ],
        schema=schema,
    )
