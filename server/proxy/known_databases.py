"""What each browser profile last said of its databases, so that a lost one is not taken for a first visit.

A profile is known by the SHA-256 of its cookie and by nothing else. Positions only move forward, by (epoch, sequence).
Reports are written together: the first at once, later ones after a pause, each answered when it is on disk.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Awaitable, Callable

from .clock import Clock
from .database import Database, Sql
from .errors import ProxyError

# A cookie lives as long, and a browser that was away for longer comes back as one that is not known.
REMEMBERED_SECONDS = 400 * 86_400
REMEMBERED_MAX = 500
PAUSE_SECONDS = 0.5

SCHEMA = """
CREATE TABLE IF NOT EXISTS known_database (
  profile TEXT NOT NULL,             -- SHA-256 of the cookie, hex
  database TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  reported_at REAL NOT NULL,
  PRIMARY KEY (profile, database)
) STRICT;
"""


@dataclass(frozen=True, order=True)
class Position:
    """How far a database had come; a higher epoch is further whatever the sequence."""

    epoch: int
    sequence: int


@dataclass(frozen=True)
class Report:
    """A position that one profile reported; the time is in seconds since 1970."""

    profile: str
    database: str
    position: Position
    reported_at: float


class KnownDatabases:
    """The table and the reports that wait to be written."""

    def __init__(self, database: Database, now: Clock, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """`pause` waits between two commits, in seconds."""
        self._database = database
        self._now = now
        self._pause = pause
        self._waiting: list[tuple[Report, asyncio.Future[Position]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def report(self, profile: str, database: str, position: Position) -> Position:
        """Returns what is remembered now, durably: `position`, or one that is further and was known before.

        Raises ProxyError storage_full (too many are remembered) or storage_failed.
        """
        answer: asyncio.Future[Position] = asyncio.get_running_loop().create_future()
        self._waiting.append((Report(profile, database, position, self._now()), answer))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write_waiting())
        return await answer

    async def all(self) -> list[Report]:
        """Every report that is remembered, latest first."""
        rows = await self._database.run(lambda sql: sql.execute(
            "SELECT profile, database, epoch, sequence, reported_at FROM known_database "
            "WHERE reported_at >= ? ORDER BY reported_at DESC, database, profile",
            (self._now() - REMEMBERED_SECONDS,)).fetchall())
        return [Report(profile, database, Position(epoch, sequence), at) for profile, database, epoch, sequence, at in rows]

    async def forget(self, profile: str, database: str) -> bool:
        """True if this profile had reported that database."""
        return await self._database.run(lambda sql: sql.execute(
            "DELETE FROM known_database WHERE profile = ? AND database = ?", (profile, database)).rowcount) > 0

    async def finish(self) -> None:
        """Waits until every report is written; called when the server stops."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)

    async def _write_waiting(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            await self._write(taken)
            await self._pause(PAUSE_SECONDS)

    async def _write(self, taken: list[tuple[Report, asyncio.Future[Position]]]) -> None:
        """One commit for all. One that is refused does not stop the others."""
        try:
            results: list[Position | Exception] = await self._database.run(
                lambda sql: [self._remember(sql, report) for report, _ in taken], "known_database")
        except Exception as problem:  # whatever it is, nobody may be left waiting
            results = [problem] * len(taken)
        for (_, answer), result in zip(taken, results, strict=True):
            if answer.done():  # the page went away meanwhile
                continue
            if isinstance(result, Exception):
                answer.set_exception(result)
            else:
                answer.set_result(result)

    def _remember(self, sql: Sql, report: Report) -> Position | Exception:
        row = sql.execute("SELECT epoch, sequence FROM known_database WHERE profile = ? AND database = ?",
                          (report.profile, report.database)).fetchone()
        if row is not None and Position(*row) > report.position:
            return Position(*row)
        if row is None and not self._has_room(sql):
            return ProxyError("storage_full", f"The server remembers at most {REMEMBERED_MAX} databases; let it forget one.")
        sql.execute("INSERT INTO known_database VALUES (?, ?, ?, ?, ?) ON CONFLICT (profile, database) DO UPDATE SET "
                    "epoch = excluded.epoch, sequence = excluded.sequence, reported_at = excluded.reported_at",
                    (report.profile, report.database, report.position.epoch, report.position.sequence, report.reported_at))
        return report.position

    def _has_room(self, sql: Sql) -> bool:
        sql.execute("DELETE FROM known_database WHERE reported_at < ?", (self._now() - REMEMBERED_SECONDS,))
        return sql.execute("SELECT count(*) FROM known_database").fetchone()[0] < REMEMBERED_MAX
