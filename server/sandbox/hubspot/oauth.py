"""The OAuth addresses: consent, token, introspection, revocation."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import Any, Mapping
from urllib.parse import urlencode

from aiohttp import web

from .account import Account, Owner
from .consent_page import consent_page, known_scope, problem_page
from .errors import ApiError
from .switches import Switches
from .tokens import AccessToken, Client, Grant, TokenStore, refusal

APP_NAME = "Ledgerbridge"
_TOKEN_VERSIONS = ("2026-03", "2026-09", "v3", "v1")
_CARRIED = ("client_id", "redirect_uri", "scope", "optional_scope", "optional_scopes", "state", "code_challenge",
            "code_challenge_method")
_OPTIONAL_SCOPES = {"both": ("optional_scope", "optional_scopes"), "optional_scope": ("optional_scope",),
                    "optional_scopes": ("optional_scopes",)}
_PAGE_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
                 "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


class ConsentRefused(Exception):
    """The authorize request cannot be answered by a redirect; the message is shown to the person."""


@dataclass(frozen=True)
class AuthorizeRequest:
    """A checked authorize request."""

    client: Client
    redirect_address: str
    scopes: tuple[str, ...]
    state: str
    challenge: str | None
    challenge_method: str


class OAuthPages:
    """Serves everything below /oauth."""

    def __init__(self, tokens: TokenStore, account: Account, user: Owner, switches: Switches) -> None:
        self._tokens = tokens
        self._switches = switches
        self._account = account
        self._user = user

    async def handle(self, request: web.Request, path: tuple[str, ...]) -> web.StreamResponse:
        """`path` is what follows /oauth."""
        match request.method, path:
            case ("GET", ("authorize",)):
                return self._ask(request.query)
            case ("GET", (portal_id, "authorize")) if portal_id == self._account.portal_id:
                return self._ask(request.query)
            case ("POST", ("authorize",)):
                return self._decide(await request.post())
            case ("POST", (version, "token")) if version in _TOKEN_VERSIONS:
                form = await _form(request)
                return self._answer(self._token, {**request.query, **form} if version == "v1" else form)
            case ("POST", (version, "token", "introspect")) if version in _TOKEN_VERSIONS:
                return self._answer(self._introspect, await _form(request))
            case ("POST", (version, "token", "revoke")) if version in _TOKEN_VERSIONS:
                return self._answer(self._revoke, await _form(request))
            case (method, ("v1", "access-tokens" | "refresh-tokens" as kind, token)):
                return self._legacy_token(method, kind, token)
        return _json(404, {"status": "error", "message": "Unable to find a matching route."})

    def _ask(self, query: Mapping[str, Any]) -> web.Response:
        try:
            asked = self._read(query)
        except ConsentRefused as refused:
            return _html(400, problem_page(str(refused)))
        fields = {name: query[name] for name in _CARRIED if name in query}
        return _html(200, consent_page(APP_NAME, self._account.name, self._account.portal_id, self._user.email,
                                       asked.scopes, fields))

    def _decide(self, form: Mapping[str, Any]) -> web.Response:
        try:
            asked = self._read(form)
        except ConsentRefused as refused:
            return _html(400, problem_page(str(refused)))
        answer = {"error": "access_denied", "error_description": "The user denied access to the account."}
        if form.get("decision") != "connect" and not self._switches.denial_redirects:
            return _html(200, problem_page(f"{APP_NAME} was not given access to the account. You can close this page."))
        if form.get("decision") == "connect":
            grant = self._tokens.grant(asked.client, asked.scopes, self._user.user_id, self._user.email)
            answer = {"code": self._tokens.code_for(grant, asked.redirect_address, asked.challenge,
                                                    asked.challenge_method)}
        if asked.state:
            answer["state"] = asked.state
        joiner = "&" if "?" in asked.redirect_address else "?"
        return web.Response(status=302, headers={**_PAGE_HEADERS,
                                                 "Location": f"{asked.redirect_address}{joiner}{urlencode(answer)}"})

    def _read(self, source: Mapping[str, Any]) -> AuthorizeRequest:
        client = self._tokens.clients.get(str(source.get("client_id", "")))
        if client is None:
            raise ConsentRefused("The client_id is missing or unknown. Check the app's client id.")
        redirect = str(source.get("redirect_uri", ""))
        if redirect not in client.redirect_addresses:
            raise ConsentRefused("The redirect_uri is not one of the app's registered redirect addresses.")
        optional = [scope for name in _OPTIONAL_SCOPES[self._switches.optional_scope_parameter]
                    for scope in str(source.get(name, "")).split()]
        scopes = tuple(dict.fromkeys(["oauth", *str(source.get("scope", "")).split(), *optional]))
        unknown = [scope for scope in scopes if not known_scope(scope)]
        if unknown:
            raise ConsentRefused(f"These scopes do not exist: {', '.join(unknown)}.")
        method = str(source.get("code_challenge_method", "plain"))
        return AuthorizeRequest(client, redirect, scopes, str(source.get("state", "")),
                                source.get("code_challenge"), method)

    def _answer(self, work: Any, form: Mapping[str, str]) -> web.Response:
        try:
            return work(form)
        except ApiError as problem:
            return _json(problem.status, problem.body)

    def _token(self, form: Mapping[str, str]) -> web.Response:
        client = self._client(form)
        match form.get("grant_type"):
            case "authorization_code":
                grant = self._tokens.redeem(client, form.get("code", ""), form.get("redirect_uri", ""),
                                            form.get("code_verifier", ""))
            case "refresh_token":
                grant = self._tokens.refresh(client, form.get("refresh_token", ""))
            case "client_credentials":
                token = self._tokens.issue_for_app(client, tuple(form.get("scope", "").split()))
                return _json(200, self._tokens.token_answer(token))
            case _:
                raise refusal("BAD_GRANT_TYPE", "missing or unknown grant type", "unsupported_grant_type")
        return _json(200, self._tokens.token_answer(self._tokens.issue(grant)))

    def _introspect(self, form: Mapping[str, str]) -> web.Response:
        client, text = self._client(form), _token_field(form)
        access, grant = self._tokens.look_up_access(text), self._tokens.look_up_refresh(text)
        if access is not None and access[0].client is client:
            return _json(200, self._access_token_json(*access))
        if grant is not None and grant.client is client:
            return _json(200, {**self._grant_json(grant, text), "active": True, "token_use": "refresh_token"})
        return _json(200, {"active": False})

    def _access_token_json(self, token: AccessToken, seconds_left: int) -> dict[str, Any]:
        about = {"active": True, "token_use": "access_token", "expires_in": seconds_left}
        if token.grant is None:
            return {**about, "token": token.text, "token_type": "Bearer", "client_id": token.client.client_id,
                    "app_id": token.client.app_id, "scopes": list(token.scopes)}
        signed = {"expiresAt": token.expires, "hubId": int(self._account.portal_id), "userId": token.grant.user_id,
                  "appId": token.client.app_id, "hublet": "na1", "isUserLevel": False}
        return {**self._grant_json(token.grant, token.text), **about, "scopes": list(token.scopes),
                "signed_access_token": signed}

    def _grant_json(self, grant: Grant, text: str) -> dict[str, Any]:
        return {"token": text, "token_type": "Bearer", "hub_id": int(self._account.portal_id), "user_id": grant.user_id,
                "client_id": grant.client.client_id, "app_id": grant.client.app_id, "user": grant.user,
                "hub_domain": self._account.domain, "scopes": list(grant.scopes), "is_private_distribution": True}

    def _legacy_token(self, method: str, kind: str, text: str) -> web.Response:
        """The first version's addresses: the token is in the path and no secret is asked for."""
        access = self._tokens.look_up_access(text) if kind == "access-tokens" else None
        if method == "GET" and access is not None and access[0].grant is not None:
            shown = self._access_token_json(*access)
            return _json(200, {name: shown[name] for name in ("token", "user", "hub_domain", "scopes", "hub_id", "app_id",
                                                              "expires_in", "user_id")} | {"token_type": "access"})
        grant = self._tokens.look_up_refresh(text) if kind == "refresh-tokens" else None
        if grant is not None and method == "DELETE":
            self._tokens.revoke(text)
            return web.Response(status=204)
        if grant is not None and method == "GET":
            shown = self._grant_json(grant, text)
            return _json(200, {name: shown[name] for name in ("token", "user", "hub_domain", "scopes", "hub_id",
                                                              "client_id", "user_id")} | {"token_type": "refresh"})
        return _json(404, {"status": "error", "message": "the token does not exist, has expired or was revoked",
                           "category": "OBJECT_NOT_FOUND"})

    def _revoke(self, form: Mapping[str, str]) -> web.Response:
        client, text = self._client(form), _token_field(form)
        access, grant = self._tokens.look_up_access(text), self._tokens.look_up_refresh(text)
        if client in (access and access[0].client, grant and grant.client):
            self._tokens.revoke(text)
        return web.Response(status=self._switches.revoke_status)

    def _client(self, form: Mapping[str, str]) -> Client:
        client = self._tokens.clients.get(form.get("client_id", ""))
        if client is None:
            raise refusal("BAD_CLIENT_ID", "missing or unknown client id", "invalid_client")
        if not hmac.compare_digest(client.secret.encode(), form.get("client_secret", "").encode()):
            raise refusal("BAD_CLIENT_SECRET", "missing or invalid client secret", "invalid_client")
        return client


def _token_field(form: Mapping[str, str]) -> str:
    """Both spellings of the field that the documentation knows."""
    return form.get("token") or form.get("access_token") or form.get("refresh_token") or ""


async def _form(request: web.Request) -> dict[str, str]:
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _html(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html", charset="utf-8", headers=_PAGE_HEADERS)


def _json(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json",
                        charset="utf-8", headers={"Cache-Control": "no-store"})
