"""The authorization code flow with both providers, and disconnecting.

A failure on the way back is shown by the page itself: it is told a code from a fixed list in the address fragment,
never a text that came from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Mapping
from urllib.parse import quote, urlencode

from aiohttp import web

from .areas import query_of
from .browser_binding import bound_browser, browser_of, set_binding
from .callback import CONSENT, callback_values, is_navigation, see_other
from .clock import Clock
from .errors import ProxyError
from .log import Log
from .providers import CALLBACK_PATH, PROVIDERS, QUICKBOOKS, START_PATH, ProviderConfig
from .refresh import TokenManager
from .request_body import json_object
from .session_cookie import set_cookie
from .sessions import Sessions
from .sign_in import session_of
from .team.audit import CONNECTED, DISCONNECTED, Audit
from .team.members import SOLE, Member, Role, Team, member_of, organisation_of
from .token_endpoint import AccountFacts, GrantRejected, TokenEndpoint
from .tokens import Account, Connection, Grant, TokenStore
from .transactions import Transaction, Transactions, same_browser
from .upstream import ProviderUnavailable

CONNECT_ERRORS = frozenset({"access_denied", "bad_callback", "unknown_state", "wrong_browser", "wrong_provider",
                            "provider_error", "exchange_failed", "account_unverified", "storage_failed"})


class ConnectFailure(Exception):
    """Ends a callback; the code is one of CONNECT_ERRORS."""

    def __init__(self, code: str) -> None:
        assert code in CONNECT_ERRORS, code
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Grants:
    """Where the grants of one organisation are."""

    store: TokenStore
    manager: TokenManager
    audit: Audit


@dataclass(frozen=True)
class Starter:
    """Who began a connection: nobody in particular where there are no sessions, a member where there is a team."""

    session: str | None
    member: Member | None


@dataclass(frozen=True)
class OAuth:
    """Routes of the flow. State lives in `transactions`, secrets in the stores of the organisation that connects."""

    providers: Mapping[str, ProviderConfig]
    endpoints: Mapping[str, TokenEndpoint]
    grants: Mapping[str, Grants]
    transactions: Transactions
    sessions: Sessions | None
    team: Team | None
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
            browser = await browser_of(request, self.transactions)
            session = session_of(request)
            state, transaction = await self.transactions.start(provider, browser, session.id if session is not None else None)
            response = web.json_response({"url": authorization_url(self.providers[provider], state, transaction)})
            set_binding(response, browser)
            return response
        return start

    def _callback_handler(self, provider: str):  # type: ignore[no-untyped-def]
        async def callback(request: web.Request) -> web.Response:
            try:
                connected, cookie = await self._connect(provider, request)
            except ConnectFailure as failure:
                self.log.event("connect_failed", provider=provider, code=failure.code)
                return see_other(f"/#connect-error={failure.code}")
            self.log.event("connected", connection=connected.connection_id)
            response = see_other("/")
            if cookie is not None and self.sessions is not None:
                set_cookie(response, cookie, self.sessions.lifetimes)
            return response
        return callback

    async def _connect(self, provider: str, request: web.Request) -> tuple[Account, str | None]:
        """The connected account, and the new cookie of the session if there are sessions."""
        values = callback_values(query_of(request), CONSENT) if is_navigation(request) else None
        if values is None:
            raise ConnectFailure("bad_callback")
        transaction = await self._checked_transaction(provider, values, bound_browser(request))
        starter = await self._starter(transaction)
        if "error" in values:
            raise ConnectFailure("access_denied" if values["error"] == "access_denied" else "provider_error")
        realm = values.get("realmId")
        if "code" not in values or (provider == QUICKBOOKS) != (realm is not None):
            raise ConnectFailure("bad_callback")
        grant, facts = await self._granted(provider, values["code"], transaction.verifier, realm)
        account = await self._store_connection(provider, grant, facts, starter.member)
        return account, await self.sessions.renew(starter.session or "") if self.sessions is not None else None

    async def _checked_transaction(self, provider: str, values: Mapping[str, str], browser: str) -> Transaction:
        transaction = await self.transactions.take(values.get("state", ""))
        if transaction is None:
            raise ConnectFailure("unknown_state")
        if not same_browser(transaction, browser):
            raise ConnectFailure("wrong_browser")
        if transaction.provider != provider or ("iss" in values and values["iss"] != self.providers[provider].issuer):
            raise ConnectFailure("wrong_provider")
        return transaction

    async def _starter(self, transaction: Transaction) -> Starter:
        """Whoever began, if that session has not ended since and its member may still connect."""
        if self.sessions is None:
            return Starter(None, None)
        session = await self.sessions.living(transaction.session or "")
        member = self.team.find(session.member) if self.team is not None and session is not None else None
        if session is None or (self.team is not None and (member is None or member.role < Role.ADMIN)):
            raise ConnectFailure("wrong_browser")
        return Starter(session.id, member)

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

    async def _store_connection(self, provider: str, grant: Grant, facts: AccountFacts, member: Member | None) -> Account:
        config = self.providers[provider]
        account = Account(
            provider=provider, account_id=facts.account_id, account_name=facts.account_name,
            environment=config.environment, scopes=facts.scopes,
            missing_scopes=tuple(scope for scope in config.scopes if scope not in facts.scopes),
            connected_by=facts.connected_by,
            connected_at=datetime.fromtimestamp(self.now(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
        own = self.grants[member.organisation if member is not None else SOLE]
        try:
            if member is not None:
                await own.audit.record(member, CONNECTED, account.connection_id)
            async with own.manager.replacing(account.connection_id):
                await own.store.connect(account, grant)
                own.manager.forget(account.connection_id)
        except ProxyError as problem:
            raise ConnectFailure("storage_failed") from problem
        return account

    async def _disconnect(self, request: web.Request) -> web.Response:
        identifier = (await json_object(request)).get("connection")
        own, member = self.grants[organisation_of(request)], member_of(request)
        found = await own.store.find(identifier) if isinstance(identifier, str) else None
        if found is None:
            raise ProxyError("not_connected", "There is no such connection; reload the page.")
        if member is not None:
            await own.audit.record(member, DISCONNECTED, found.id)
        async with own.manager.replacing(found.id):
            await own.store.mark_disconnected(found.id, self.now())
            own.manager.forget(found.id)
        await self._revoke_withdrawn(own)
        return web.json_response({"disconnected": True})

    async def revoke_withdrawn(self) -> None:
        """Revokes every withdrawn grant; what the provider does not take now is tried again by the caller later."""
        for own in self.grants.values():
            await self._revoke_withdrawn(own)

    async def _revoke_withdrawn(self, own: Grants) -> None:
        for connection in await own.store.awaiting_revocation():
            async with own.manager.replacing(connection.id):
                # Looked up again: an account that was connected meanwhile has a new grant, which revoking the old one could end.
                still = {waiting.id: waiting for waiting in await own.store.awaiting_revocation()}
                if connection.id in still:
                    await self._revoke(own.store, still[connection.id])

    async def _revoke(self, store: TokenStore, connection: Connection) -> None:
        assert connection.grant is not None
        try:
            await self.endpoints[connection.account.provider].revoke(connection.grant.refresh_token)
        except ProviderUnavailable as problem:
            self.log.event("revocation_postponed", connection=connection.id, reason=problem)
            return
        await store.forget_secrets(connection.id)
        self.log.event("revoked", connection=connection.id)


def authorization_url(provider: ProviderConfig, state: str, transaction: Transaction) -> str:
    """The consent page's address with everything the flow needs."""
    query = {"client_id": provider.client_id, "response_type": "code", "redirect_uri": provider.redirect_uri,
             "scope": " ".join(provider.scopes), "state": state,
             "code_challenge": transaction.challenge, "code_challenge_method": "S256"}
    if provider.optional_scopes:
        query["optional_scope"] = " ".join(provider.optional_scopes)
    return f"{provider.authorize_url}?{urlencode(query, quote_via=quote)}"
