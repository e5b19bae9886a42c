"""OAuth 2.0 as Intuit runs it: codes, access tokens, and refresh tokens that change their value daily."""

from __future__ import annotations

import base64
import binascii
import hashlib
import random
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Iterator, Mapping

from server.sandbox.quickbooks.identity_token import identity_token
from server.sandbox.quickbooks.switches import Switches

access_token_seconds = 3600
refresh_token_seconds = 8_726_400
refresh_value_age_max = timedelta(hours=24)
grant_seconds_max = 157_680_000         # five years after the authorization nothing can be refreshed any more
accounting_scope = "com.intuit.quickbooks.accounting"


class OAuthRefusal(Exception):
    def __init__(self, status: int, error: str, description: str = "") -> None:
        super().__init__(f"{error} {description}")
        self.status = status
        self.error = error
        self.description = description

    def as_json(self) -> dict[str, str]:
        return {"error": self.error, **({"error_description": self.description} if self.description else {})}


@dataclass
class Client:
    id: str
    secret: str
    redirect_uris: set[str]


@dataclass
class Code:
    client_id: str
    realm_id: str
    scope: str
    redirect_uri: str
    expires: datetime
    challenge: str = ""
    challenge_method: str = "plain"


@dataclass
class Grant:
    """One app connected to one company."""

    client_id: str
    realm_id: str
    scope: str
    refresh_token: str
    refresh_made: datetime
    refresh_expires: datetime
    authorized: datetime


@dataclass
class AccessToken:
    grant: Grant
    expires: datetime


class AuthorizationServer:
    def __init__(self, chance: random.Random, switches: Switches) -> None:
        self._switches = switches
        self.clients: dict[str, Client] = {}
        self._chance = chance
        self._codes: dict[str, Code] = {}
        self._access: dict[str, AccessToken] = {}
        self._refresh: dict[str, Grant] = {}
        self._retired: dict[str, tuple[Grant, datetime]] = {}       # earlier refresh tokens and when they were replaced

    def register(self, client_id: str, secret: str, redirect_uri: str) -> None:
        client = self.clients.setdefault(client_id, Client(client_id, secret, set()))
        client.secret = secret
        client.redirect_uris.add(redirect_uri)

    def check_request(self, client_id: str, redirect_uri: str, response_type: str, scope: str) -> str | None:
        """What is wrong with an authorization request, as a sentence; None when it may be shown."""
        client = self.clients.get(client_id)
        if client is None:
            return "The client_id is not known. Register the app with the sandbox first."
        if redirect_uri not in client.redirect_uris:
            return "The redirect_uri query parameter value is invalid. Make sure it is listed in the app's settings."
        if response_type != "code":
            return "The response_type must be code."
        return None if scope.split() else "The scope parameter is missing."

    def issue_code(self, client_id: str, redirect_uri: str, scope: str, realm_id: str, now: datetime,
                   challenge: str = "", challenge_method: str = "") -> str:
        code = self._value("XAB1", 46)
        self._codes[code] = Code(client_id, realm_id, scope, redirect_uri, now + timedelta(seconds=self._switches.code_seconds),
                                 challenge, challenge_method or "plain")
        return code

    def authenticate(self, header: str, form: Mapping[str, str] | None = None) -> Client:
        """The client a Basic authorization header names, or the form where there is none; raises invalid_client."""
        if not header and form is not None:
            named = self.clients.get(form.get("client_id", ""))
            if named is not None and named.secret == form.get("client_secret", ""):
                return named
            raise OAuthRefusal(401, "invalid_client")
        scheme, _, encoded = header.partition(" ")
        try:
            decoded = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            decoded = ""
        client = self.clients.get(decoded.partition(":")[0])
        if scheme.lower() != "basic" or client is None or decoded.partition(":")[2] != client.secret:
            raise OAuthRefusal(401, "invalid_client")
        return client

    def tokens(self, client: Client, form: Mapping[str, str], now: datetime, *, tell_hard_end: bool = False) -> dict[str, object]:
        """What the token endpoint answers. `tell_hard_end` adds the seconds until nothing can be refreshed any more."""
        kind = form.get("grant_type", "")
        if kind == "authorization_code":
            grant = self._redeem(client, form, now)
        elif kind == "refresh_token":
            grant = self._renew(client, form.get("refresh_token", ""), now)
        else:
            raise OAuthRefusal(400, "unsupported_grant_type" if kind else "invalid_request")
        access = self._value("eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..", 120)
        self._access[access] = AccessToken(grant, now + timedelta(seconds=access_token_seconds))
        answer: dict[str, object] = {
            "token_type": "bearer", "expires_in": access_token_seconds, "access_token": access,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": int((grant.refresh_expires - now).total_seconds())}
        if tell_hard_end:
            answer["x_refresh_token_hard_expires_in"] = grant_seconds_max - int((now - grant.authorized).total_seconds())
        if kind == "authorization_code" and "openid" in grant.scope.split():
            answer["id_token"] = identity_token(client.id, grant.realm_id, now)
        return answer

    def access(self, token: str) -> AccessToken | None:
        return self._access.get(token)

    @contextmanager
    def prolonged(self, token: str, now: datetime) -> Iterator[None]:
        """Inside it an access token that is known is not expired."""
        access = self._access.get(token)
        if access is None:
            yield
            return
        expires = access.expires
        access.expires = max(expires, now + timedelta(seconds=1))
        try:
            yield
        finally:
            access.expires = expires

    def revoke(self, token: str) -> None:
        """Ends the whole grant a token belongs to; raises when the token is not known."""
        access = self._access.get(token)
        grant = access.grant if access is not None else self._refresh.get(token)
        if grant is None:
            raise OAuthRefusal(400, "invalid_request", "Token invalid")
        self.end_grant(grant)

    def end_grant(self, grant: Grant) -> None:
        self._refresh = {value: kept for value, kept in self._refresh.items() if kept is not grant}
        self._access = {value: kept for value, kept in self._access.items() if kept.grant is not grant}

    def grants(self) -> list[Grant]:
        return list(self._refresh.values())

    def _redeem(self, client: Client, form: Mapping[str, str], now: datetime) -> Grant:
        code = self._codes.pop(form.get("code", ""), None)
        valid = code is not None and code.client_id == client.id and code.expires > now
        if code is None or not valid or code.redirect_uri != form.get("redirect_uri", ""):
            raise OAuthRefusal(400, "invalid_grant", "Invalid authorization code")
        if self._switches.pkce == "checked" and code.challenge and code.challenge != _challenge(code, form.get("code_verifier", "")):
            raise OAuthRefusal(400, "invalid_grant", "Invalid code verifier")
        grant = Grant(client.id, code.realm_id, code.scope, self._value("AB11", 46), now,
                      now + timedelta(seconds=refresh_token_seconds), now)
        self._refresh[grant.refresh_token] = grant
        return grant

    def _renew(self, client: Client, value: str, now: datetime) -> Grant:
        grant = self._refresh.get(value)
        if grant is None:
            return self._renew_with_old(client, value, now)
        hard_end = grant.authorized + timedelta(seconds=grant_seconds_max)
        if grant.client_id != client.id or min(grant.refresh_expires, hard_end) <= now:
            raise _bad_refresh_token()
        grant.refresh_expires = min(now + timedelta(seconds=refresh_token_seconds), hard_end)
        mode = self._switches.rotation
        if mode in ("always", "grace", "family") or (mode == "daily" and now - grant.refresh_made >= refresh_value_age_max):
            self._rotate(grant, now)
        return grant

    def _renew_with_old(self, client: Client, value: str, now: datetime) -> Grant:
        """A token that was replaced: good for a day more, dead, or the end of the whole grant."""
        grant, replaced = self._retired.get(value, (None, now))
        if grant is None or grant.client_id != client.id or grant.refresh_token not in self._refresh:
            raise _bad_refresh_token()
        if self._switches.rotation == "grace" and now - replaced < refresh_value_age_max:
            return grant
        if self._switches.rotation == "family":
            self.end_grant(grant)
        raise _bad_refresh_token()

    def _rotate(self, grant: Grant, now: datetime) -> None:
        del self._refresh[grant.refresh_token]
        self._retired[grant.refresh_token] = (grant, now)
        grant.refresh_token = self._value("AB11", 46)
        grant.refresh_made = now
        self._refresh[grant.refresh_token] = grant

    def _value(self, prefix: str, length: int) -> str:
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return prefix + "".join(self._chance.choice(alphabet) for _ in range(length))


def _bad_refresh_token() -> OAuthRefusal:
    return OAuthRefusal(400, "invalid_grant", "Incorrect or invalid refresh token")


def _challenge(code: Code, verifier: str) -> str:
    if code.challenge_method == "plain":
        return verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
