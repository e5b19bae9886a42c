"""Sessions of browsers, and the one-time tokens that open one.

Of an id, a key or a token only the SHA-256 is stored. The id stands in a cookie, which every other server on the same host
name can read; the key stands in storage that belongs to the page's origin, port included. A call needs both.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from .clock import Clock
from .database import Database, Sql

LAUNCH_SECONDS = 60
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
CREATE TABLE IF NOT EXISTS session_member (
  session TEXT PRIMARY KEY,
  member TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS launch (
  token TEXT PRIMARY KEY,            -- SHA-256, hex
  ends_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS launch_member (
  token TEXT PRIMARY KEY,
  member TEXT NOT NULL,
  browser TEXT NOT NULL              -- SHA-256 of the binding of the only browser that may use it, hex
) STRICT;
"""


@dataclass(frozen=True)
class Lifetimes:
    """In seconds: without any use, and from the opening on."""

    idle: int
    whole: int


# A page that is open calls every few minutes; the longest life is below the 100 days of a QuickBooks refresh token.
PERSONAL = Lifetimes(30 * 86_400, 90 * 86_400)
OF_A_TEAM = Lifetimes(8 * 3_600, 7 * 86_400)


@dataclass(frozen=True)
class Session:
    """One signed-in browser. Times are in seconds since 1970."""

    id: str                            # the digest, never the cookie itself
    key: str = field(repr=False)
    opened_at: float
    used_at: float
    member: str | None                 # the name of a team's member

    def lives(self, now: float, lifetimes: Lifetimes) -> bool:
        return now < min(self.used_at + lifetimes.idle, self.opened_at + lifetimes.whole)


@dataclass(frozen=True)
class Opened:
    """What the browser gets, once."""

    cookie: str = field(repr=False)
    key: str = field(repr=False)
    member: str | None


class Sessions:
    """Every change is durable before it returns."""

    def __init__(self, database: Database, now: Clock, lifetimes: Lifetimes = PERSONAL) -> None:
        self.lifetimes = lifetimes
        self._database = database
        self._now = now
        self._trusted: dict[str, tuple[Session, float]] = {}

    def new_launch_token(self) -> str:
        """A token that opens one session within 60 seconds. For the start-up, outside of an event loop's work."""
        token = secrets.token_urlsafe(32)
        self._database.run_now(lambda sql: sql.execute("INSERT INTO launch VALUES (?, ?)", (digest(token), self._now() + LAUNCH_SECONDS)))
        return token

    async def new_member_token(self, member: str, browser: str) -> str:
        """The same for a member of a team, and of use only to the browser with this binding."""
        token = secrets.token_urlsafe(32)

        def work(sql: Sql) -> None:
            sql.execute("INSERT INTO launch VALUES (?, ?)", (digest(token), self._now() + LAUNCH_SECONDS))
            sql.execute("INSERT INTO launch_member VALUES (?, ?, ?)", (digest(token), member, digest(browser)))
        await self._database.run(work)
        return token

    async def open(self, token: str, replaced: str | None, browser: str = "") -> Opened | None:
        """Uses the token up; None if it is unknown, used, late or another browser's. `replaced` is a cookie that this browser had."""
        now = self._now()

        def work(sql: Sql) -> Opened | None:
            good = sql.execute("DELETE FROM launch WHERE token = ? AND ends_at > ?", (digest(token), now)).rowcount == 1
            sql.execute("DELETE FROM launch WHERE ends_at <= ?", (now,))
            row = sql.execute("SELECT member, browser FROM launch_member WHERE token = ?", (digest(token),)).fetchone()
            sql.execute("DELETE FROM launch_member WHERE token NOT IN (SELECT token FROM launch)")
            if not good or (row is not None and not hmac.compare_digest(row[1], digest(browser))):
                return None
            return self._opened(sql, row[0] if row is not None else None, replaced, now)
        opened = await self._database.run(work)
        self._trusted.pop(digest(replaced or ""), None)
        return opened

    async def open_for(self, member: str, replaced: str | None) -> Opened:
        """A session for a member who is signed in by other means."""
        opened = await self._database.run(lambda sql: self._opened(sql, member, replaced, self._now()))
        self._trusted.pop(digest(replaced or ""), None)
        return opened

    def _opened(self, sql: Sql, member: str | None, replaced: str | None, now: float) -> Opened:
        opened = Opened(secrets.token_urlsafe(32), secrets.token_urlsafe(32), member)
        sql.execute("DELETE FROM session WHERE used_at <= ? OR opened_at <= ? OR id = ?",
                    (now - self.lifetimes.idle, now - self.lifetimes.whole, digest(replaced or "")))
        sql.execute("DELETE FROM session_member WHERE session NOT IN (SELECT id FROM session)")
        sql.execute("INSERT INTO session VALUES (?, ?, ?, ?)", (digest(opened.cookie), digest(opened.key), now, now))
        if member is not None:
            sql.execute("INSERT INTO session_member VALUES (?, ?)", (digest(opened.cookie), member))
        return opened

    async def find(self, cookie: str, key: str) -> Session | None:
        """The session that both belong to, noted as used now; None if there is none that lives."""
        identifier, now = digest(cookie), self._now()
        session, read_at = self._trusted.get(identifier, (None, 0.0))
        if session is None or not 0 <= now - read_at < TRUST_SECONDS:
            session = await self._read(identifier, now)
        if session is None or not hmac.compare_digest(session.key, digest(key)) or not session.lives(now, self.lifetimes):
            return None
        return session

    async def living(self, identifier: str) -> Session | None:
        """A session of which only the digest is known; None if it has ended."""
        session = await self._read(identifier, self._now())
        return session if session is not None and session.lives(self._now(), self.lifetimes) else None

    async def renew(self, identifier: str) -> str | None:
        """A new cookie for a session, whose old one is worth nothing from now on; None if it has ended. The key stays."""
        cookie = secrets.token_urlsafe(32)

        def work(sql: Sql) -> int:
            sql.execute("UPDATE session_member SET session = ? WHERE session = ?", (digest(cookie), identifier))
            return sql.execute("UPDATE session SET id = ? WHERE id = ?", (digest(cookie), identifier)).rowcount
        changed = await self._database.run(work)
        self._trusted.pop(identifier, None)
        return cookie if changed else None

    async def end(self, identifier: str) -> None:
        await self._database.run(lambda sql: sql.execute("DELETE FROM session WHERE id = ?", (identifier,)))
        self._trusted.pop(identifier, None)

    async def end_all(self, member: str | None = None) -> None:
        """Those of one member, or all."""
        await self._database.run(lambda sql: self._end_all(sql, member))
        self._trusted.clear()

    def end_all_now(self) -> None:
        """The same without an event loop; a running server follows within a second."""
        self._database.run_now(lambda sql: self._end_all(sql, None))

    @staticmethod
    def _end_all(sql: Sql, member: str | None) -> None:
        if member is not None:
            sql.execute("DELETE FROM session WHERE id IN (SELECT session FROM session_member WHERE member = ?)", (member,))
            sql.execute("DELETE FROM launch WHERE token IN (SELECT token FROM launch_member WHERE member = ?)", (member,))
            return
        for table in ("session", "session_member", "launch", "launch_member"):
            sql.execute(f"DELETE FROM {table}")

    async def _read(self, identifier: str, now: float) -> Session | None:
        row = await self._database.run(lambda sql: self._noted(sql, identifier, now))
        if row is None:
            self._trusted.pop(identifier, None)
            return None
        session = Session(*row)
        self._trusted[identifier] = session, now
        return session

    def _noted(self, sql: Sql, identifier: str, now: float) -> tuple | None:
        row = sql.execute("SELECT id, key, opened_at, used_at, member FROM session LEFT JOIN session_member ON session = id WHERE id = ?",
                          (identifier,)).fetchone()
        if row is not None and Session(*row).lives(now, self.lifetimes) and now - row[3] > NOTE_SECONDS:
            sql.execute("UPDATE session SET used_at = ? WHERE id = ?", (now, identifier))
            return (*row[:3], now, row[4])
        return row


def digest(value: str) -> str:
    """What is stored of an id, a key or a token. Long random values need no slow hash."""
    return hashlib.sha256(value.encode()).hexdigest()
