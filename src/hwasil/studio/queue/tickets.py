"""The tickets' database: one SQLite file in WAL mode, of which every change is on the disk before it counts.

A ticket that is running names its ``runner``: the process that carries it out, which holds a lock as long as it
lives. That is how the tickets of a process that ended are told from those of one that works beside this one.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hwasil.backends.base import Progress
from hwasil.core.errors import Corrupt, HwasilError, InvalidInput, Throttled, Unavailable
from hwasil.core.results import Price
from hwasil.library.write_ahead import write_ahead
from hwasil.studio.queue import failure
from hwasil.studio.queue.outcome import Outcome
from hwasil.studio.queue.ticket import COLUMNS, State, Ticket, from_row
from hwasil.studio.queue.turns import in_turn

_FILE: Final = "queue.sqlite"
_VERSION: Final = 1
_WAIT: Final = 30.0  # seconds for another process's write to end
_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS tickets (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, page TEXT NOT NULL,
    job TEXT NOT NULL, backend TEXT NOT NULL, model TEXT NOT NULL, usd TEXT, estimated INTEGER NOT NULL,
    state TEXT NOT NULL, created TEXT NOT NULL, started TEXT, ended TEXT,
    done INTEGER NOT NULL, total INTEGER NOT NULL, doing TEXT NOT NULL, seconds REAL, wanted INTEGER NOT NULL,
    outcome TEXT, problem TEXT, runner TEXT, turn INTEGER
);
CREATE INDEX IF NOT EXISTS tickets_by_state ON tickets (state);
CREATE INDEX IF NOT EXISTS tickets_by_owner ON tickets (owner, number);
PRAGMA user_version = {_VERSION};
COMMIT;
"""


class Tickets:
    """The open database. Safe to share between threads, which take turns."""

    def __init__(self, folder: Path) -> None:
        """Open the tickets of a folder, made if it is not there. Raises Unavailable or Corrupt."""
        self._file = folder / _FILE
        self._lock = threading.RLock()
        with self._telling():
            folder.mkdir(parents=True, exist_ok=True)
            self._open = sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            write_ahead(self._open, _WAIT)
            if self._open.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                self._open.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._open.close()

    def add(
        self,
        *,
        owner: str,
        page: str,
        job: Mapping[str, Any],
        backend: str,
        model: str,
        price: Price,
        total: int,
        most: int,
        most_of_one: int,
    ) -> Ticket:
        """Add a waiting ticket. Raises Throttled when ``most`` are waiting, or ``most_of_one`` of this owner."""
        with self._writing() as database:
            waiting, own = database.execute(
                "SELECT COUNT(*), COALESCE(SUM(owner = ?), 0) FROM tickets WHERE state = 'waiting'", (owner,)
            ).fetchone()
            if own >= most_of_one:
                raise Throttled("queue_full_for_one", limit=most_of_one)
            if waiting >= most:
                raise Throttled("queue_full", limit=most)
            identity = secrets.token_hex(8)
            usd = None if price.usd is None else str(price.usd)
            database.execute(
                f"INSERT INTO tickets ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, NULL, NULL, "  # noqa: S608 (our own names)
                "0, ?, 'progress.queued', NULL, 1, NULL, NULL)",
                (identity, owner, page, json.dumps(job), backend, model, usd, price.estimated, _now(), total),
            )
            return self._read(database, identity)

    def find(self, identity: str) -> Ticket:
        """Return a ticket. Raises InvalidInput for an unknown id."""
        with self._reading() as database:
            return self._read(database, identity)

    def of(self, owner: str, count: int, page: str | None = None) -> list[Ticket]:
        """Return an owner's latest tickets, the newest first; with a ``page`` those that were asked for there."""
        query = (
            f"SELECT {COLUMNS} FROM tickets WHERE owner = ? AND page = COALESCE(?, page) "  # noqa: S608 (our own names)
            "ORDER BY number DESC LIMIT ?"
        )
        with self._reading() as database:
            return [from_row(row) for row in database.execute(query, (owner, page, count))]

    def waiting(self) -> list[str]:
        """Return the ids of the waiting tickets in the order in which they will be begun."""
        with self._reading() as database:
            return _order(database)

    def jobs_to_do(self) -> list[str]:
        """Return the jobs of the tickets that are not over, as JSON."""
        with self._reading() as database:
            rows = database.execute("SELECT job FROM tickets WHERE state IN ('waiting', 'running')")
            return [job for (job,) in rows]

    def begin(self, runner: str) -> Ticket | None:
        """Take the ticket whose turn it is and mark it as running, in one step; None when none is waiting."""
        with self._writing() as database:
            order = _order(database)
            if not order:
                return None
            database.execute(
                "UPDATE tickets SET state = 'running', started = ?, runner = ?, "
                "turn = (SELECT COALESCE(MAX(turn), 0) + 1 FROM tickets) WHERE id = ?",
                (_now(), runner, order[0]),
            )
            return self._read(database, order[0])

    def tell(self, identity: str, progress: Progress) -> bool:
        """Write down how far a ticket has come; return whether it is still wanted."""
        with self._writing() as database:
            database.execute(
                "UPDATE tickets SET done = ?, total = ?, doing = ?, seconds = ? WHERE id = ?",
                (progress.done, progress.total, progress.doing, progress.seconds, identity),
            )
            found = database.execute("SELECT wanted FROM tickets WHERE id = ?", (identity,)).fetchone()
            return bool(found[0])

    def end(
        self, identity: str, state: State, *, outcome: Outcome | None = None, problem: HwasilError | None = None
    ) -> None:
        """Write down how a running ticket ended."""
        made = None if outcome is None else json.dumps(outcome.to_json())
        wrong = None if problem is None else json.dumps(failure.to_json(problem))
        with self._writing() as database:
            database.execute(
                "UPDATE tickets SET state = ?, ended = ?, outcome = ?, problem = ?, runner = NULL WHERE id = ?",
                (state, _now(), made, wrong, identity),
            )

    def put_back(self, identity: str) -> None:
        """Let a running ticket wait again, at its old place; one that is not wanted any more is cancelled."""
        with self._writing() as database:
            database.execute(
                "UPDATE tickets SET state = CASE wanted WHEN 1 THEN 'waiting' ELSE 'cancelled' END, "
                "started = NULL, runner = NULL, done = 0, doing = 'progress.queued' WHERE id = ?",
                (identity,),
            )

    def give_up(self, identity: str) -> Ticket:
        """Cancel a waiting ticket; of a running one note that it is not wanted any more."""
        with self._writing() as database:
            database.execute("UPDATE tickets SET wanted = 0 WHERE id = ?", (identity,))
            database.execute(
                "UPDATE tickets SET state = 'cancelled', ended = ? WHERE id = ? AND state = 'waiting'",
                (_now(), identity),
            )
            return self._read(database, identity)

    def running(self) -> dict[str, list[Ticket]]:
        """Return the running tickets of every runner."""
        found: dict[str, list[Ticket]] = {}
        query = f"SELECT runner, {COLUMNS} FROM tickets WHERE state = 'running' ORDER BY number"  # noqa: S608 (our own names)
        with self._reading() as database:
            for runner, *row in database.execute(query):
                found.setdefault(runner, []).append(from_row(tuple(row)))
        return found

    @staticmethod
    def _read(database: sqlite3.Connection, identity: str) -> Ticket:
        query = f"SELECT {COLUMNS} FROM tickets WHERE id = ?"  # noqa: S608 (our own names)
        row = database.execute(query, (identity,)).fetchone()
        if row is None:
            raise InvalidInput("queue_no_ticket", ticket=identity[:40])
        return from_row(row)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._telling():
            yield self._open

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Write all that the block writes, or nothing; it is on the disk when the block is left."""
        with self._lock, self._telling():
            self._open.execute("BEGIN IMMEDIATE")
            try:
                yield self._open
            except BaseException:
                self._open.execute("ROLLBACK")
                raise
            self._open.execute("COMMIT")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say what SQLite and the system say in the house's own words."""
        try:
            yield
        except (sqlite3.OperationalError, OSError) as problem:
            raise Unavailable("queue_unusable", place=self._file, reason=problem) from problem
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.IntegrityError):
            raise  # a bug of ours, and no fault of the file's
        except sqlite3.DatabaseError as problem:
            raise Corrupt("queue_corrupt", file=self._file) from problem


def _order(database: sqlite3.Connection) -> list[str]:
    waiting = database.execute("SELECT owner, id FROM tickets WHERE state = 'waiting' ORDER BY number").fetchall()
    turns = dict(database.execute("SELECT owner, MAX(turn) FROM tickets WHERE turn IS NOT NULL GROUP BY owner"))
    return in_turn(waiting, turns)


def _now() -> str:
    return datetime.now(UTC).isoformat()
