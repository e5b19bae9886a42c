"""Pending authorizations: what was started, for which browser, until when."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Callable

LIFETIME_SECONDS = 600
PENDING_MAX = 200


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


class Transactions:
    """Kept in memory only: a restart of the server ends every pending trip, which costs one more click."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._pending: dict[str, Transaction] = {}

    def start(self, provider: str, browser: str, session: str | None = None) -> tuple[str, Transaction]:
        """Returns the state (256 bits) for the authorization address."""
        self._drop_old()
        state = secrets.token_urlsafe(32)
        transaction = Transaction(provider, secrets.token_urlsafe(48), digest(browser),
                                  self._now() + LIFETIME_SECONDS, session)
        self._pending[state] = transaction
        return state, transaction

    def take(self, state: str) -> Transaction | None:
        """Looks a state up and forgets it: it can never be used twice, whatever becomes of this use."""
        transaction = self._pending.pop(state, None)
        return transaction if transaction and self._now() < transaction.expires_at else None

    def knows_browser(self, browser: str) -> bool:
        """True while this browser has a trip under way, so that two tabs share one binding."""
        self._drop_old()
        return any(hmac.compare_digest(pending.binding, digest(browser)) for pending in self._pending.values())

    def _drop_old(self) -> None:
        now = self._now()
        self._pending = {state: pending for state, pending in self._pending.items() if now < pending.expires_at}
        while len(self._pending) >= PENDING_MAX:
            self._pending.pop(next(iter(self._pending)))


def digest(browser: str) -> str:
    """What is remembered of a browser's cookie."""
    return hashlib.sha256(browser.encode()).hexdigest()
