"""The token store: connections in the clear, their secrets encrypted."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import AsyncContextManager, Callable, TypeVar

from .database import Database, Sql
from .vault import Vault

# So long is what was read and decrypted used again: every call of a page needs it.
SEEN_SECONDS = 1.0
CONNECTED = "connected"
RECONNECT_NEEDED = "reconnect_needed"

Result = TypeVar("Result")

SCHEMA = """
CREATE TABLE IF NOT EXISTS connection (
  id TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  account_id TEXT NOT NULL,
  public TEXT NOT NULL,              -- JSON of Account
  health TEXT NOT NULL,
  health_detail TEXT NOT NULL,
  sealed BLOB,                       -- encrypted Grant; NULL once disconnected and revoked
  attempt_started_at REAL,           -- a refresh was sent and its answer has not been stored
  disconnected_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS key_check (
  id TEXT PRIMARY KEY,
  sealed BLOB NOT NULL               -- encrypted with the key of whoever was first
) STRICT;
"""


@dataclass(frozen=True)
class Account:
    """What may be shown about a connection."""

    provider: str
    account_id: str
    account_name: str
    environment: str
    scopes: tuple[str, ...]
    missing_scopes: tuple[str, ...]
    connected_by: str | None
    connected_at: str

    @property
    def connection_id(self) -> str:
        return connection_id(self.provider, self.account_id)


@dataclass(frozen=True)
class Grant:
    """The secrets of a connection. Times are seconds since 1970."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    obtained_at: float
    expires_at: float
    previous_refresh_token: str | None = field(default=None, repr=False)
    refresh_expires_at: float | None = None
    ends_at: float | None = None       # after this the provider takes no refresh token at all, however often it was renewed

    @property
    def refresh_due_at(self) -> float:
        """At 80 % of the token's life or five minutes before its end, whichever comes first."""
        life = self.expires_at - self.obtained_at
        return self.obtained_at + min(0.8 * life, max(life - 300, 0.5 * life))


@dataclass(frozen=True)
class Connection:
    account: Account
    health: str
    health_detail: str
    attempt_outstanding: bool
    grant: Grant | None = field(repr=False)

    @property
    def id(self) -> str:
        return self.account.connection_id


@lru_cache(maxsize=1_024)
def connection_id(provider: str, account_id: str) -> str:
    """Stable over reconnects, and says nothing about the account."""
    return f"{provider}-{hashlib.sha256(f'{provider}:{account_id}'.encode()).hexdigest()[:8]}"


class TokenStore:
    """Every method that changes something commits durably before it returns."""

    def __init__(self, database: Database, vault: Vault, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._vault = vault
        self._monotonic = monotonic
        self._seen: dict[str, tuple[Connection, float]] = {}

    def verify_all(self) -> None:
        """Decrypts every row once at start-up. Raises VaultError, or what the database raises."""
        sealed = self._vault.seal(_KEY_CHECK, {})
        self._database.run_now(lambda sql: sql.execute(
            "INSERT INTO key_check VALUES (?, ?) ON CONFLICT (id) DO NOTHING", (_KEY_CHECK, sealed)))
        # Several servers of one store could each have made a key of their own.
        self._vault.open(_KEY_CHECK, self._database.run_now(lambda sql: sql.execute("SELECT sealed FROM key_check").fetchone())[0])
        rows = self._database.run_now(lambda sql: sql.execute(_SELECT).fetchall())
        for row in rows:
            self._connection(row)

    async def connections(self) -> list[Connection]:
        """All that are connected, oldest first."""
        rows = await self._database.run(
            lambda sql: sql.execute(_SELECT + " WHERE disconnected_at IS NULL ORDER BY rowid").fetchall())
        return [self._connection(row) for row in rows]

    async def seen(self, identifier: str) -> Connection | None:
        """As `find`, but what another process changed within the last second may be missing. No decision to refresh is made on it."""
        connection, until = self._seen.get(identifier, (None, 0.0))
        if connection is not None and self._monotonic() < until:
            return connection
        connection = await self.find(identifier)
        if connection is not None:
            self._seen[identifier] = connection, self._monotonic() + SEEN_SECONDS
        return connection

    async def find(self, identifier: str) -> Connection | None:
        rows = await self._database.run(lambda sql: sql.execute(
            _SELECT + " WHERE id = ? AND disconnected_at IS NULL", (identifier,)).fetchall())
        return self._connection(rows[0]) if rows else None

    async def connect(self, account: Account, grant: Grant) -> None:
        """Stores a new connection, or a new grant for one that was there before."""
        sealed = self._seal(account, grant)
        await self._change(lambda sql: sql.execute(
            "INSERT INTO connection VALUES (?, ?, ?, ?, ?, '', ?, NULL, NULL) ON CONFLICT (id) DO UPDATE SET "
            "public = excluded.public, health = excluded.health, health_detail = '', sealed = excluded.sealed, "
            "attempt_started_at = NULL, disconnected_at = NULL",
            (account.connection_id, account.provider, account.account_id, json.dumps(asdict(account)), CONNECTED, sealed)))

    async def begin_refresh(self, identifier: str, now: float) -> None:
        """Records that a refresh is about to be sent, so that a crash leaves a trace."""
        await self._change(lambda sql: sql.execute(
            "UPDATE connection SET attempt_started_at = ? WHERE id = ?", (now, identifier)))

    async def finish_refresh(self, account: Account, grant: Grant) -> None:
        sealed = self._seal(account, grant)
        await self._change(lambda sql: sql.execute(
            "UPDATE connection SET sealed = ?, attempt_started_at = NULL, health = ?, health_detail = '' "
            "WHERE id = ? AND disconnected_at IS NULL",
            (sealed, CONNECTED, account.connection_id)))

    def refreshing(self, identifier: str) -> AsyncContextManager[None]:
        """Held by one process at a time: a refresh token is never sent by two."""
        return self._database.exclusive(f"refresh {identifier}")

    async def set_health(self, identifier: str, health: str, detail: str) -> None:
        await self._change(lambda sql: sql.execute(
            "UPDATE connection SET health = ?, health_detail = ?, attempt_started_at = NULL WHERE id = ?",
            (health, detail, identifier)))

    async def mark_disconnected(self, identifier: str, now: float) -> None:
        """Hides the connection at once; its grant stays sealed until the provider has revoked it."""
        await self._change(lambda sql: sql.execute(
            "UPDATE connection SET disconnected_at = ? WHERE id = ?", (now, identifier)))

    async def awaiting_revocation(self) -> list[Connection]:
        rows = await self._database.run(lambda sql: sql.execute(
            _SELECT + " WHERE disconnected_at IS NOT NULL AND sealed IS NOT NULL").fetchall())
        return [self._connection(row) for row in rows]

    async def forget_secrets(self, identifier: str) -> None:
        """Leaves a tombstone without secrets. Does nothing if the account was connected again meanwhile."""
        await self._change(lambda sql: sql.execute(
            "UPDATE connection SET sealed = NULL WHERE id = ? AND disconnected_at IS NOT NULL", (identifier,)))

    async def _change(self, work: Callable[[Sql], Result]) -> Result:
        """Forgets what was seen before and after: a read meanwhile may have been of either state."""
        self._seen.clear()
        try:
            return await self._database.run(work)
        finally:
            self._seen.clear()

    def _seal(self, account: Account, grant: Grant) -> bytes:
        return self._vault.seal(_owner(account), asdict(grant))

    def _connection(self, row: tuple) -> Connection:
        public, health, detail, sealed, attempt = row
        values = json.loads(public)
        lists = {name: tuple(values[name]) for name in ("scopes", "missing_scopes")}
        account = Account(**{**values, **lists})
        grant = None if sealed is None else Grant(**self._vault.open(_owner(account), sealed))  # type: ignore[arg-type]
        return Connection(account, health, detail, attempt is not None, grant)


_KEY_CHECK = "key check"
_SELECT = "SELECT public, health, health_detail, sealed, attempt_started_at FROM connection"


def _owner(account: Account) -> str:
    return f"{account.provider}:{account.account_id}"


def rotated(old: Grant, new: Grant) -> Grant:
    """The new grant, remembering the token it replaces until the next rotation, and its end if the provider is silent."""
    previous = old.refresh_token if old.refresh_token != new.refresh_token else old.previous_refresh_token
    return replace(new, previous_refresh_token=previous, ends_at=new.ends_at if new.ends_at is not None else old.ends_at)
