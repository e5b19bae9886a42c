"""The OAuth addresses: discovery, consent page, token endpoint, revocation, user information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Mapping
from urllib.parse import urlencode

from aiohttp import web

from server.sandbox.quickbooks.authorization import OAuthRefusal
from server.sandbox.quickbooks.consent_page import (consent_page, content_security_policy, refusal_page, style)
from server.sandbox.quickbooks.identity_token import issuer, key_set, subject

if TYPE_CHECKING:
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator

_request_members = ("client_id", "response_type", "scope", "redirect_uri", "state")
_proof_members = ("code_challenge", "code_challenge_method")
_discovery_paths = ("/.well-known/openid_configuration", "/.well-known/openid_sandbox_configuration")


class SignInRoutes:
    def __init__(self, simulator: QuickBooksSimulator) -> None:
        self._simulator = simulator
        self._server = simulator.authorization

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/connect/oauth2", self._ask)
        app.router.add_post("/connect/oauth2", self._decide)
        app.router.add_get("/connect/oauth2/style.css", self._style)
        app.router.add_post("/oauth2/v1/tokens/bearer", self._tokens)
        app.router.add_post("/v2/oauth2/tokens/revoke", self._revoke)
        app.router.add_get("/v1/openid_connect/userinfo", self._user_info)
        app.router.add_get("/op/v1/jwks", self._keys)
        for path in _discovery_paths:
            app.router.add_get(path, self._discover)
            app.router.add_get(path + "/", self._discover)

    async def _ask(self, request: web.Request) -> web.Response:
        wanted = _wanted(request.query)
        refusal = self._wrong_with(wanted)
        if refusal is not None:
            return _html(refusal_page(refusal), content_security_policy(), status=400)
        page = consent_page(self._simulator.companies, wanted)
        return _html(page, content_security_policy(wanted["redirect_uri"]))

    async def _decide(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        wanted = _wanted(form)
        refusal = self._wrong_with(wanted)
        if refusal is not None:
            return _html(refusal_page(refusal), content_security_policy(), status=400)
        state = {"state": wanted["state"]} if wanted["state"] else {}
        if form.get("decision") != "connect":
            return _redirect(wanted["redirect_uri"], {"error": "access_denied", **state})
        realm = form.get("realm", "")
        if self._simulator.company(realm) is None:
            return _html(refusal_page("Choose one of the companies."), content_security_policy(), status=400)
        code = self._server.issue_code(wanted["client_id"], wanted["redirect_uri"], wanted["scope"], realm,
                                       self._simulator.clock.now(), *(wanted.get(name, "") for name in _proof_members))
        return _redirect(wanted["redirect_uri"], {"code": code, **state, "realmId": realm})

    def _wrong_with(self, wanted: dict[str, str]) -> str | None:
        return self._server.check_request(wanted["client_id"], wanted["redirect_uri"], wanted["response_type"],
                                          wanted["scope"])

    async def _style(self, _: web.Request) -> web.Response:
        return web.Response(text=style, content_type="text/css", headers={"Cache-Control": "no-cache"})

    async def _tokens(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            client = self._server.authenticate(request.headers.get("Authorization", ""), form)
            hard_end = request.headers.get("x-include-refresh-token-hard-expires-in", "").lower() == "true"
            answer = self._server.tokens(client, form, self._simulator.clock.now(), tell_hard_end=hard_end)
        except OAuthRefusal as refusal:
            return self._refused(refusal)
        return web.json_response(answer, headers=self._no_store())

    async def _revoke(self, request: web.Request) -> web.Response:
        try:
            self._server.authenticate(request.headers.get("Authorization", ""))
            self._server.revoke(await _token_to_revoke(request))
        except OAuthRefusal as refusal:
            return self._refused(refusal)
        return web.Response(status=200, headers=self._no_store())

    async def _user_info(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").partition(" ")[2].strip()
        access = self._server.access(token)
        if access is None or access.expires <= self._simulator.clock.now():
            return web.json_response({"error": "invalid_token"}, status=401, headers=self._no_store())
        answer: dict[str, object] = {"sub": subject}
        if "email" in access.grant.scope.split():
            answer.update(email="jo@brightwater.example", emailVerified=True)
        if "profile" in access.grant.scope.split():
            answer.update(givenName="Jo", familyName="Larsen")
        return web.json_response(answer, headers=self._no_store())

    async def _discover(self, request: web.Request) -> web.Response:
        """Every address is one of this simulator's; the issuer is the real one, as tokens name it."""
        base = str(request.url.origin())
        return web.json_response({
            "issuer": issuer, "authorization_endpoint": base + "/connect/oauth2",
            "token_endpoint": base + "/oauth2/v1/tokens/bearer", "userinfo_endpoint": base + "/v1/openid_connect/userinfo",
            "revocation_endpoint": base + "/v2/oauth2/tokens/revoke", "jwks_uri": base + "/op/v1/jwks",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile", "address", "phone"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"]})

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response(key_set())

    def _refused(self, refusal: OAuthRefusal) -> web.Response:
        return web.json_response(refusal.as_json(), status=refusal.status, headers=self._no_store())

    def _no_store(self) -> dict[str, str]:
        headers = self._simulator.answer_headers(self._simulator.clock.now())
        return {**headers, "Cache-Control": "no-cache, no-store", "Pragma": "no-cache"}


def _wanted(source: Mapping[str, str]) -> dict[str, str]:
    proof = {name: source[name] for name in _proof_members if name in source}
    return {**{name: source.get(name, "") for name in _request_members}, **proof}


async def _token_to_revoke(request: web.Request) -> str:
    """The token may come as JSON or as a form."""
    try:
        sent = await request.json() if request.content_type == "application/json" else await request.post()
        token = sent["token"]
    except (ValueError, KeyError, TypeError):
        raise OAuthRefusal(400, "invalid_request") from None
    return str(token)


def _html(text: str, policy: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status, headers={
        "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})


def _redirect(target: str, answer: dict[str, str]) -> web.Response:
    joint = "&" if "?" in target else "?"
    return web.Response(status=302, headers={"Location": target + joint + urlencode(answer),
                                             "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
