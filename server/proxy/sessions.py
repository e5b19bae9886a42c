"""Sessions of browsers, and the one-time tokens that open one.

Of an id, a key or a token only the SHA-256 is stored. The id stands in a cookie, which every other server on the same host
name can read; the key stands in storage that belongs to the page's origin, port included. A call needs both.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from .database import Database, Sql
from .token_endpoint import Clock

LAUNCH_SECONDS = 60
# A page that is open calls every few minutes; the longest life is below the 100 days of a QuickBooks refresh token.
IDLE_SECONDS = 30 * 86_400
LIFE_SECONDS = 90 * 86_400
# How stale the note of the last use may be, and how long another process's end of a session may go unnoticed.
NOTE_SECONDS = 3_600
TRUST_SECONDS = 1.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS session (
  id TEXT PRIMARY KEY,               -- SHA-256 of the cookie, hex
  key TEXT NOT NULL,                 -- SHA-256 of the page's key, hex
  opened_at REAL NOT NULL,
  used_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS launch (
  token TEXT PRIMARY KEY,            -- SHA-256, hex
  ends_at REAL NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Session:
    """One signed-in browser. Times are in seconds since 1970."""

    id: str                            # the digest, never the cookie itself
    key: str = field(repr=False)
    opened_at: float
    used_at: float

    def lives(self, now: float) -> bool:
        return now < min(self.used_at + IDLE_SECONDS, self.opened_at + LIFE_SECONDS)


@dataclass(frozen=True)
class Opened:
    """What the browser gets, once."""

    cookie: str = field(repr=False)
    key: str = field(repr=False)


class Sessions:
    """Every change is durable before it returns."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now
        self._trusted: dict[str, tuple[Session, float]] = {}

    def new_launch_token(self) -> str:
        """A token that opens one session within 60 seconds. For the start-up, outside of an event loop's work."""
        token = secrets.token_urlsafe(32)
        self._database.run_now(lambda sql: sql.execute("INSERT INTO launch VALUES (?, ?)", (digest(token), self._now() + LAUNCH_SECONDS)))
        return token

    async def open(self, token: str, replaced: str | None) -> Opened | None:
        """Uses the token up; None if it is unknown, used or late. `replaced` is a cookie that this browser had before."""
        opened = Opened(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        now = self._now()

        def work(sql: Sql) -> bool:
            good = sql.execute("DELETE FROM launch WHERE token = ? AND ends_at > ?", (digest(token), now)).rowcount == 1
            sql.execute("DELETE FROM launch WHERE ends_at <= ?", (now,))
            if good:
                self._forget_dead(sql, now)
                sql.execute("DELETE FROM session WHERE id = ?", (digest(replaced or ""),))
                sql.execute("INSERT INTO session VALUES (?, ?, ?, ?)", (digest(opened.cookie), digest(opened.key), now, now))
            return good
        good = await self._database.run(work)
        self._trusted.pop(digest(replaced or ""), None)
        return opened if good else None

    async def find(self, cookie: str, key: str) -> Session | None:
        """The session that both belong to, noted as used now; None if there is none that lives."""
        identifier, now = digest(cookie), self._now()
        session, read_at = self._trusted.get(identifier, (None, 0.0))
        if session is None or not 0 <= now - read_at < TRUST_SECONDS:
            session = await self._read(identifier, now)
        if session is None or not hmac.compare_digest(session.key, digest(key)) or not session.lives(now):
            return None
        return session

    async def lives(self, identifier: str) -> bool:
        """Whether a session of which only the digest is known has not ended."""
        session = await self._read(identifier, self._now())
        return session is not None and session.lives(self._now())

    async def renew(self, identifier: str) -> str | None:
        """A new cookie for a session, whose old one is worth nothing from now on; None if it has ended. The key stays."""
        cookie = secrets.token_urlsafe(32)
        changed = await self._database.run(lambda sql: sql.execute(
            "UPDATE session SET id = ? WHERE id = ?", (digest(cookie), identifier)).rowcount)
        self._trusted.pop(identifier, None)
        return cookie if changed else None

    async def end(self, identifier: str) -> None:
        await self._database.run(lambda sql: sql.execute("DELETE FROM session WHERE id = ?", (identifier,)))
        self._trusted.pop(identifier, None)

    async def end_all(self) -> None:
        await self._database.run(self._end_all)
        self._trusted.clear()

    def end_all_now(self) -> None:
        """The same without an event loop; a running server follows within a second."""
        self._database.run_now(self._end_all)

    @staticmethod
    def _end_all(sql: Sql) -> None:
        sql.execute("DELETE FROM session")
        sql.execute("DELETE FROM launch")

    async def _read(self, identifier: str, now: float) -> Session | None:
        row = await self._database.run(lambda sql: self._noted(sql, identifier, now))
        if row is None:
            self._trusted.pop(identifier, None)
            return None
        session = Session(*row)
        self._trusted[identifier] = session, now
        return session

    @staticmethod
    def _noted(sql: Sql, identifier: str, now: float) -> tuple | None:
        row = sql.execute("SELECT id, key, opened_at, used_at FROM session WHERE id = ?", (identifier,)).fetchone()
        if row is not None and Session(*row).lives(now) and now - row[3] > NOTE_SECONDS:
            sql.execute("UPDATE session SET used_at = ? WHERE id = ?", (now, identifier))
            return (*row[:3], now)
        return row

    @staticmethod
    def _forget_dead(sql: Sql, now: float) -> None:
        sql.execute("DELETE FROM session WHERE used_at <= ? OR opened_at <= ?", (now - IDLE_SECONDS, now - LIFE_SECONDS))


def digest(value: str) -> str:
    """What is stored of an id, a key or a token. Long random values need no slow hash."""
    return hashlib.sha256(value.encode()).hexdigest()
