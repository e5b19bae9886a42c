"""The authorization code flow with both providers, and disconnecting.

A failure on the way back is shown by the page itself: it is told a code from a fixed list in the address fragment,
never a text that came from outside.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Mapping
from urllib.parse import parse_qsl, quote, urlencode

from aiohttp import web

from .errors import ProxyError
from .log import Log
from .providers import CALLBACK_PATH, PROVIDERS, QUICKBOOKS, START_PATH, ProviderConfig
from .refresh import TokenManager
from .request_body import json_object
from .sessions import Sessions
from .sign_in import session_of, set_cookie
from .token_endpoint import AccountFacts, Clock, GrantRejected, ProviderUnavailable, TokenEndpoint
from .tokens import Account, Grant, TokenStore
from .transactions import LIFETIME_SECONDS, Transaction, Transactions, digest

COOKIE = "__Host-tx"

CONNECT_ERRORS = frozenset({"access_denied", "bad_callback", "unknown_state", "wrong_browser", "wrong_provider",
                            "provider_error", "exchange_failed", "account_unverified", "storage_failed"})

_CALLBACK_VALUE = {
    "code": re.compile(r"[\x21-\x7e]{1,2048}"),
    "state": re.compile(r"[A-Za-z0-9_-]{43}"),
    "error": re.compile(r"[\x20-\x7e]{1,200}"),
    "error_description": re.compile(r".{0,2000}", re.DOTALL),
    "realmId": re.compile(r"[0-9]{1,20}"),
    "iss": re.compile(r"[\x21-\x7e]{1,500}"),
}


class ConnectFailure(Exception):
    """Ends a callback; the code is one of CONNECT_ERRORS."""

    def __init__(self, code: str) -> None:
        assert code in CONNECT_ERRORS, code
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class OAuth:
    """Routes of the flow. State lives in `transactions`, secrets in `store`."""

    providers: Mapping[str, ProviderConfig]
    endpoints: Mapping[str, TokenEndpoint]
    store: TokenStore
    manager: TokenManager
    transactions: Transactions
    sessions: Sessions | None
    now: Clock
    log: Log

    def add_routes(self, app: web.Application) -> None:
        for provider in PROVIDERS:
            app.router.add_post(START_PATH[provider], self._start_handler(provider))
            app.router.add_get(CALLBACK_PATH[provider], self._callback_handler(provider), allow_head=False)
        app.router.add_post("/auth/disconnect", self._disconnect)

    def _start_handler(self, provider: str):  # type: ignore[no-untyped-def]
        async def start(request: web.Request) -> web.Response:
            await json_object(request)
            known = request.cookies.get(COOKIE, "")
            browser = known if known and await self.transactions.knows_browser(known) else secrets.token_urlsafe(32)
            session = session_of(request)
            state, transaction = await self.transactions.start(provider, browser, session.id if session is not None else None)
            response = web.json_response({"url": authorization_url(self.providers[provider], state, transaction)})
            # Lax, because the way back is a navigation that comes from the provider's site.
            response.set_cookie(COOKIE, browser, max_age=LIFETIME_SECONDS, path="/", secure=True, httponly=True, samesite="Lax")
            return response
        return start

    def _callback_handler(self, provider: str):  # type: ignore[no-untyped-def]
        async def callback(request: web.Request) -> web.Response:
            try:
                connected, cookie = await self._connect(provider, request)
            except ConnectFailure as failure:
                self.log.event("connect_failed", provider=provider, code=failure.code)
                return _see_other(f"/#connect-error={failure.code}")
            self.log.event("connected", connection=connected.connection_id)
            response = _see_other("/")
            if cookie is not None:
                set_cookie(response, cookie)
            return response
        return callback

    async def _connect(self, provider: str, request: web.Request) -> tuple[Account, str | None]:
        """The connected account, and the new cookie of the session if there are sessions."""
        if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            raise ConnectFailure("bad_callback")
        values = callback_values(request.raw_path.partition("?")[2])
        transaction = await self._checked_transaction(provider, values, request.cookies.get(COOKIE, ""))
        if self.sessions is not None and not await self.sessions.lives(transaction.session or ""):
            raise ConnectFailure("wrong_browser")  # whoever started this has been signed out since
        if "error" in values:
            raise ConnectFailure("access_denied" if values["error"] == "access_denied" else "provider_error")
        realm = values.get("realmId")
        if "code" not in values or (provider == QUICKBOOKS) != (realm is not None):
            raise ConnectFailure("bad_callback")
        grant, facts = await self._granted(provider, values["code"], transaction.verifier, realm)
        account = await self._store_connection(provider, grant, facts)
        return account, await self.sessions.renew(transaction.session or "") if self.sessions is not None else None

    async def _checked_transaction(self, provider: str, values: Mapping[str, str], browser: str) -> Transaction:
        transaction = await self.transactions.take(values.get("state", ""))
        if transaction is None:
            raise ConnectFailure("unknown_state")
        if not hmac.compare_digest(transaction.binding, digest(browser)):
            raise ConnectFailure("wrong_browser")
        issuer = self.providers[provider].issuer
        if transaction.provider != provider or ("iss" in values and values["iss"] != issuer):
            raise ConnectFailure("wrong_provider")
        return transaction

    async def _granted(self, provider: str, code: str, verifier: str, realm: str | None) -> tuple[Grant, AccountFacts]:
        endpoint = self.endpoints[provider]
        try:
            grant = await endpoint.exchange(code, verifier)
        except (GrantRejected, ProviderUnavailable) as problem:
            raise ConnectFailure("exchange_failed") from problem
        try:
            return grant, await endpoint.account(grant, realm)
        except (GrantRejected, ProviderUnavailable) as problem:
            raise ConnectFailure("account_unverified") from problem

    async def _store_connection(self, provider: str, grant: Grant, facts: AccountFacts) -> Account:
        config = self.providers[provider]
        account = Account(
            provider=provider, account_id=facts.account_id, account_name=facts.account_name,
            environment=config.environment, scopes=facts.scopes,
            missing_scopes=tuple(scope for scope in config.scopes if scope not in facts.scopes),
            connected_by=facts.connected_by,
            connected_at=datetime.fromtimestamp(self.now(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
        try:
            async with self.manager.replacing(account.connection_id):
                await self.store.connect(account, grant)
                self.manager.forget(account.connection_id)
        except ProxyError as problem:
            raise ConnectFailure("storage_failed") from problem
        return account

    async def _disconnect(self, request: web.Request) -> web.Response:
        identifier = (await json_object(request)).get("connection")
        found = await self.store.find(identifier) if isinstance(identifier, str) else None
        if found is None:
            raise ProxyError("not_connected", "There is no such connection; reload the page.")
        async with self.manager.replacing(found.id):
            await self.store.mark_disconnected(found.id, self.now())
            self.manager.forget(found.id)
        await self.revoke_withdrawn()
        return web.json_response({"disconnected": True})

    async def revoke_withdrawn(self) -> None:
        """Revokes every withdrawn grant; what the provider does not take now is tried again by the caller later."""
        for connection in await self.store.awaiting_revocation():
            assert connection.grant is not None
            try:
                await self.endpoints[connection.account.provider].revoke(connection.grant.refresh_token)
            except ProviderUnavailable as problem:
                self.log.event("revocation_postponed", connection=connection.id, reason=problem)
                continue
            await self.store.forget_secrets(connection.id)
            self.log.event("revoked", connection=connection.id)


def authorization_url(provider: ProviderConfig, state: str, transaction: Transaction) -> str:
    """The consent page's address with everything the flow needs."""
    query = {"client_id": provider.client_id, "response_type": "code", "redirect_uri": provider.redirect_uri,
             "scope": " ".join(provider.scopes), "state": state,
             "code_challenge": transaction.challenge, "code_challenge_method": "S256"}
    if provider.optional_scopes:
        query["optional_scope"] = " ".join(provider.optional_scopes)
    return f"{provider.authorize_url}?{urlencode(query, quote_via=quote)}"


def callback_values(raw_query: str) -> dict[str, str]:
    """The parameters of a callback: known names only, each once, each in its own alphabet."""
    try:
        pairs = parse_qsl(raw_query, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=10)
    except ValueError as problem:
        raise ConnectFailure("bad_callback") from problem
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ConnectFailure("bad_callback")
    for name, value in pairs:
        if name not in _CALLBACK_VALUE or not _CALLBACK_VALUE[name].fullmatch(value):
            raise ConnectFailure("bad_callback")
    return values


def _see_other(location: str) -> web.Response:
    return web.Response(status=303, headers={"Location": location})
