"""Hands out access tokens and renews them, at most one renewal in flight per connection.

Order of events: the attempt is recorded, the refresh token is sent, the answer is committed to disk, and only then
is the new access token used. A refresh token is sent again only when its answer was lost.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, Mapping

from .clock import Clock
from .errors import ProxyError
from .log import Log
from .token_endpoint import GrantRejected, ProviderUnavailable, TokenEndpoint
from .tokens import RECONNECT_NEEDED, Account, Connection, Grant, TokenStore, rotated

RETRY_AFTER_FAILURE_SECONDS = 15


class TokenManager:
    """The only place that reads grants for use and the only one that refreshes."""

    def __init__(self, store: TokenStore, endpoints: Mapping[str, TokenEndpoint], now: Clock, log: Log) -> None:
        self._store = store
        self._endpoints = endpoints
        self._now = now
        self._log = log
        self._running: dict[str, asyncio.Task[Grant]] = {}
        self._unsaved: dict[str, tuple[Account, Grant]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._retry_at: dict[str, float] = {}

    async def connection(self, identifier: str, provider: str) -> Connection:
        """The stored connection, or ProxyError if there is none that works."""
        found = await self._store.seen(identifier)
        if found is None or found.account.provider != provider or found.grant is None:
            raise ProxyError("not_connected", "This account is not connected; connect it on the Connections screen.")
        if found.health == RECONNECT_NEEDED:
            raise _reconnect_needed()
        return found

    async def access_token(self, connection: Connection) -> str:
        """A token that is valid now. A refresh that is due but fails leaves the old token in use while it lives."""
        grant = connection.grant
        assert grant is not None
        if self._now() < grant.refresh_due_at and connection.id not in self._unsaved:
            return grant.access_token
        still_valid = self._now() < grant.expires_at
        if still_valid and self._now() < self._retry_at.get(connection.id, 0):
            return grant.access_token
        try:
            return (await self._renew(connection.id, grant.access_token)).access_token
        except ProviderUnavailable as problem:
            if still_valid:
                return grant.access_token
            raise _unavailable(connection) from problem

    async def after_refusal(self, connection: Connection, refused_token: str) -> str:
        """A different token after a 401. One try: a 401 is no proof that a renewal helps."""
        try:
            return (await self._renew(connection.id, refused_token)).access_token
        except ProviderUnavailable as problem:
            raise _unavailable(connection) from problem

    @asynccontextmanager
    async def replacing(self, identifier: str) -> AsyncIterator[None]:
        """Held while a grant is replaced or withdrawn: no refresh is under way then, in whatever process."""
        async with self._lock(identifier), self._store.refreshing(identifier):
            yield

    def forget(self, identifier: str) -> None:
        """Drops what is held in memory for a connection that was replaced or withdrawn."""
        self._unsaved.pop(identifier, None)
        self._retry_at.pop(identifier, None)

    async def finish(self) -> None:
        """Waits for renewals in flight; called when the server stops."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _renew(self, identifier: str, stale_token: str) -> Grant:
        task = self._running.get(identifier)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._renew_alone(identifier, stale_token))
            self._running[identifier] = task
            task.add_done_callback(lambda done: self._finished(identifier, done))
        return await asyncio.shield(task)

    def _lock(self, identifier: str) -> asyncio.Lock:
        return self._locks.setdefault(identifier, asyncio.Lock())

    def _finished(self, identifier: str, task: asyncio.Task[Grant]) -> None:
        self._running.pop(identifier, None)
        if not task.cancelled():
            task.exception()  # marks it as seen: every waiter has had it, or all have gone

    async def _renew_alone(self, identifier: str, stale_token: str) -> Grant:
        async with self._lock(identifier):
            if identifier in self._unsaved:
                return await self._save(identifier)
            async with self._store.refreshing(identifier):
                # Read only now: another process may have renewed it meanwhile.
                found = await self._store.find(identifier)
                if found is None or found.grant is None:
                    raise ProxyError("not_connected", "This account was disconnected; connect it on the Connections screen.")
                if found.health == RECONNECT_NEEDED:
                    raise _reconnect_needed()
                if found.grant.access_token != stale_token and self._now() < found.grant.expires_at:
                    return found.grant
                return await self._refresh(found, found.grant)

    async def _refresh(self, connection: Connection, grant: Grant) -> Grant:
        await self._store.begin_refresh(connection.id, self._now())
        endpoint = self._endpoints[connection.account.provider]
        try:
            fresh = await self._ask(endpoint, connection, grant)
        except GrantRejected as problem:
            self._log.event("refresh_rejected", connection=connection.id)
            await self._store.set_health(connection.id, RECONNECT_NEEDED, "The provider no longer accepts this connection.")
            raise _reconnect_needed() from problem
        except ProviderUnavailable as problem:
            self._retry_at[connection.id] = self._now() + RETRY_AFTER_FAILURE_SECONDS
            self._log.event("refresh_failed", connection=connection.id, reason=problem)
            raise
        self._unsaved[connection.id] = (connection.account, rotated(grant, fresh))
        return await self._save(connection.id)

    @staticmethod
    async def _ask(endpoint: TokenEndpoint, connection: Connection, grant: Grant) -> Grant:
        try:
            return await endpoint.refresh(grant.refresh_token)
        except GrantRejected:
            # After a lost answer the provider may be one token ahead or behind of what is stored.
            if not connection.attempt_outstanding or grant.previous_refresh_token is None:
                raise
            return await endpoint.refresh(grant.previous_refresh_token)

    async def _save(self, identifier: str) -> Grant:
        """Commits a received grant. Until that works it stays in memory and no second refresh is sent."""
        account, grant = self._unsaved[identifier]
        try:
            await self._store.finish_refresh(account, grant)
        except ProxyError:
            self._log.event("grant_not_saved", severity="alarm", connection=identifier)
            raise
        self.forget(identifier)
        self._log.event("refreshed", connection=identifier)
        return grant


def _reconnect_needed() -> ProxyError:
    return ProxyError("reconnect_needed", "The provider no longer accepts this connection; connect the account again. "
                      "Your data is untouched.")


def _unavailable(connection: Connection) -> ProxyError:
    return ProxyError("upstream_unreachable", f"The sign-in service of {connection.account.provider} cannot be reached; "
                      "nothing was sent, try again later.")
