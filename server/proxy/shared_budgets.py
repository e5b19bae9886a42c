"""Rate budgets that several proxies on one PostgreSQL keep together: every call takes its turn in the database.

The clock is PostgreSQL's, so that clocks of machines that differ do no harm. What a killed proxy had in flight stops counting
with its presence.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress

from .budgets import Account, Budgets, Kind, Limits, kind_of
from .database import Database, Sql
from .errors import ProxyError
from .operation import Operation

# How long a call waits for a place in flight before it looks again: another proxy cannot tell it that one is free.
FLIGHT_POLL_SECONDS = 0.05
KEPT_SECONDS = 120

SCHEMA = """
CREATE TABLE IF NOT EXISTS budget_call (
  connection TEXT NOT NULL,
  rate INTEGER NOT NULL,             -- which of the account's rates
  begun_at REAL NOT NULL             -- PostgreSQL's clock, as all times here
) STRICT;
CREATE INDEX IF NOT EXISTS budget_call_begun ON budget_call (connection, rate, begun_at);
CREATE TABLE IF NOT EXISTS budget_flight (
  connection TEXT NOT NULL,
  owner INTEGER NOT NULL,            -- the proxy that waits for the answers
  flights INTEGER NOT NULL,
  PRIMARY KEY (connection, owner)
) STRICT;
CREATE TABLE IF NOT EXISTS budget_hold (
  connection TEXT NOT NULL,
  kind TEXT NOT NULL,
  until REAL NOT NULL,
  PRIMARY KEY (connection, kind)
) STRICT;
"""


class SharedBudgets(Budgets):
    """As `Budgets`. A call waits for its turn in this process first, then for one among all."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._flights: Counter[str] = Counter()
        self._telling: set[asyncio.Task[None]] = set()

    async def _delay_or_begin(self, connection: str, account: Account, kind: Kind) -> float:
        delay = account.held_until.get(kind, self._now()) - self._now()
        if delay > 0:
            return delay
        delay = await self._database.run(lambda sql: self._admit(sql, connection, account.limits, kind), f"budget {connection}")
        if delay <= 0:
            self._flights[connection] += 1
        return delay

    async def _ended(self, connection: str) -> None:
        self._flights[connection] -= 1
        with suppress(ProxyError):  # the answer is what counts; the next call writes the right number
            await asyncio.shield(self._database.run(
                lambda sql: self._write_flights(_fast(sql), connection, self._flights[connection]), f"budget {connection}"))

    def answered(self, connection: str, operation: Operation, status: int, retry_after: str | None) -> float | None:
        """Also tells the other proxies, in the background."""
        seconds = super().answered(connection, operation, status, retry_after)
        if seconds is None:
            return None
        task = asyncio.get_running_loop().create_task(self._tell(connection, kind_of(operation), seconds))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        return seconds

    async def _tell(self, connection: str, kind: Kind, seconds: float) -> None:
        await self._database.run(lambda sql: sql.execute(
            "INSERT INTO budget_hold VALUES (?, ?, ?) ON CONFLICT (connection, kind) DO UPDATE "
            "SET until = greatest(budget_hold.until, excluded.until)", (connection, kind.value, _clock(sql) + seconds)))

    def _admit(self, sql: Sql, connection: str, limits: Limits, kind: Kind) -> float:
        """Seconds until the next try; 0 when the call has been counted and may begin."""
        now = _clock(_fast(sql))
        held = sql.execute("SELECT until FROM budget_hold WHERE connection = ? AND kind = ?", (connection, kind.value)).fetchone()
        delay = held[0] - now if held else 0.0
        counting = [(number, rate) for number, rate in enumerate(limits.rates) if kind in rate.kinds]
        for number, rate in counting:
            row = sql.execute("SELECT begun_at FROM budget_call WHERE connection = ? AND rate = ? ORDER BY begun_at DESC "
                              "LIMIT 1 OFFSET ?", (connection, number, rate.calls - 1)).fetchone()
            delay = max(delay, row[0] + rate.seconds - now if row else 0.0)
        if self._in_flight(sql, connection) >= limits.in_flight:
            delay = max(delay, FLIGHT_POLL_SECONDS)
        if delay > 0:
            return delay
        for number, _ in counting:
            sql.execute("INSERT INTO budget_call VALUES (?, ?, ?)", (connection, number, now))
        sql.execute("DELETE FROM budget_call WHERE connection = ? AND begun_at < ?", (connection, now - KEPT_SECONDS))
        self._write_flights(sql, connection, self._flights[connection] + 1)
        return 0.0

    def _write_flights(self, sql: Sql, connection: str, flights: int) -> None:
        sql.execute("INSERT INTO budget_flight VALUES (?, ?, ?) ON CONFLICT (connection, owner) DO UPDATE SET flights = excluded.flights",
                    (connection, self._database.owner, flights))

    def _in_flight(self, sql: Sql, connection: str) -> int:
        rows = sql.execute("SELECT owner, flights FROM budget_flight WHERE connection = ?", (connection,)).fetchall()
        count = self._flights[connection]
        for owner, flights in rows:
            if owner == self._database.owner:
                continue
            if self._database.lives(sql, owner):
                count += flights
            else:
                sql.execute("DELETE FROM budget_flight WHERE owner = ?", (owner,))
        return count


def _clock(sql: Sql) -> float:
    return float(sql.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()[0])


def _fast(sql: Sql) -> Sql:
    """A crash of the machine may forget what was just begun: no disk is waited for."""
    sql.execute("SET LOCAL synchronous_commit = off")
    return sql
