"""Pending authorizations: what was started, for which browser, until when.

They are stored, because the way back may lead to another server of the same store, or to this one after a restart.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Callable

from .database import Database, Sql
from .vault import Vault

LIFETIME_SECONDS = 600
PENDING_MAX = 200

SCHEMA = """
CREATE TABLE IF NOT EXISTS oauth_transaction (
  state TEXT PRIMARY KEY,            -- SHA-256, hex
  provider TEXT NOT NULL,
  binding TEXT NOT NULL,             -- SHA-256 of the browser's cookie, hex
  session TEXT,
  expires_at REAL NOT NULL,
  sealed BLOB NOT NULL               -- encrypted PKCE verifier
) STRICT;
"""


@dataclass(frozen=True)
class Transaction:
    """One trip to a provider's consent page."""

    provider: str
    verifier: str = field(repr=False)
    binding: str = field(repr=False)
    expires_at: float
    session: str | None = None         # who started it, see sessions.py; None where nobody signs in

    @property
    def challenge(self) -> str:
        """PKCE S256 of the verifier."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")

    @property
    def nonce(self) -> str:
        """For an ID token (OpenID Connect): known to the browser, and made of what only this server knows."""
        return hashlib.sha256(f"nonce {self.verifier}".encode("ascii")).hexdigest()


class Transactions:
    """Of a state and a cookie only the SHA-256 is stored."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], float]) -> None:
        self._database = database
        self._vault = vault
        self._now = now

    async def start(self, provider: str, browser: str, session: str | None = None) -> tuple[str, Transaction]:
        """Returns the state (256 bits) for the authorization address."""
        state = secrets.token_urlsafe(32)
        transaction = Transaction(provider, secrets.token_urlsafe(48), digest(browser), self._now() + LIFETIME_SECONDS, session)
        sealed = self._vault.seal(digest(state), {"verifier": transaction.verifier})

        def work(sql: Sql) -> None:
            sql.execute("DELETE FROM oauth_transaction WHERE expires_at <= ?", (self._now(),))
            # Each kind by itself: anybody may begin to sign in, and must not end the trips of those who are signed in.
            sql.execute("DELETE FROM oauth_transaction WHERE state IN "
                        "(SELECT state FROM oauth_transaction WHERE provider = ? ORDER BY expires_at DESC LIMIT ? OFFSET ?)",
                        (provider, PENDING_MAX, PENDING_MAX - 1))
            sql.execute("INSERT INTO oauth_transaction VALUES (?, ?, ?, ?, ?, ?)",
                        (digest(state), provider, transaction.binding, session, transaction.expires_at, sealed))
        await self._database.run(work, "oauth_transaction")
        return state, transaction

    async def take(self, state: str) -> Transaction | None:
        """Looks a state up and forgets it: it can never be used twice, whatever becomes of this use."""
        row = await self._database.run(lambda sql: sql.execute(
            "DELETE FROM oauth_transaction WHERE state = ? RETURNING provider, binding, session, expires_at, sealed",
            (digest(state),)).fetchone())
        if row is None or self._now() >= row[3]:
            return None
        provider, binding, session, expires_at, sealed = row
        return Transaction(provider, str(self._vault.open(digest(state), sealed)["verifier"]), binding, expires_at, session)

    async def knows_browser(self, browser: str) -> bool:
        """True while this browser has a trip under way, so that two tabs share one binding."""
        return await self._database.run(lambda sql: sql.execute(
            "SELECT 1 FROM oauth_transaction WHERE binding = ? AND expires_at > ?", (digest(browser), self._now())).fetchone()) is not None


def same_browser(transaction: Transaction, browser: str) -> bool:
    """Whether a trip ends where it began. `browser` is the binding that came back, empty for none."""
    return hmac.compare_digest(transaction.binding, digest(browser))


def digest(browser: str) -> str:
    """What is remembered of a browser's cookie, and of a state."""
    return hashlib.sha256(browser.encode()).hexdigest()
