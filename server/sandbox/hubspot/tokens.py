"""OAuth clients, codes and tokens; knows nothing of HTTP."""

from __future__ import annotations

import base64
import hashlib
import random
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

from .errors import ApiError, not_authenticated, token_expired
from .switches import Switches
from .times import wire_time

ACCESS_TOKEN_SECONDS = 1800
CODE_SECONDS = 300
GRACE_SECONDS = 24 * 3600


@dataclass
class Client:
    """An app that may ask for access."""

    client_id: str
    secret: str
    app_id: int
    redirect_addresses: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Grant:
    """What one user of the account allowed one app. Its refresh tokens are one family, the newest is in use."""

    client: Client
    scopes: tuple[str, ...]
    user_id: int
    user: str
    refresh_token: str
    revoked: bool = False
    retired: dict[str, int] = field(default_factory=dict)  # earlier refresh tokens, and when each was replaced


@dataclass
class Code:
    """An authorization code on its way."""

    grant: Grant
    redirect_address: str
    expires: int
    challenge: str | None
    challenge_method: str


@dataclass
class AccessToken:
    """`grant` is None for a token of the app itself (client credentials), whose scopes are its own."""

    text: str
    client: Client
    scopes: tuple[str, ...]
    expires: int
    grant: Grant | None


def refusal(status: str, message: str, error: str) -> ApiError:
    """The error body of the token endpoint."""
    return ApiError(400, {"status": status, "message": message, "error": error, "error_description": message})


def _bad_refresh_token() -> ApiError:
    return refusal("BAD_REFRESH_TOKEN", "refresh token is invalid, expired or revoked", "invalid_grant")


class TokenStore:
    """Survives a reset of the data, so that a connected page stays connected."""

    def __init__(self, now: Callable[[], int], source: random.Random, portal_id: str, switches: Switches) -> None:
        self._now = now
        self._random = source
        self._portal_id = portal_id
        self._switches = switches
        self.clients: dict[str, Client] = {}
        self._codes: dict[str, Code] = {}
        self._grants: dict[str, Grant] = {}  # by every refresh token of their families
        self._access: dict[str, AccessToken] = {}

    def register(self, client_id: str, secret: str, redirect_address: str) -> None:
        """Makes an app known; a known one gets the new secret and one more redirect address."""
        client = self.clients.setdefault(client_id, Client(client_id, secret, 3_100_001 + len(self.clients)))
        client.secret = secret
        client.redirect_addresses.add(redirect_address)

    def grant(self, client: Client, scopes: tuple[str, ...], user_id: int, user: str) -> Grant:
        grant = Grant(client, scopes, user_id, user, f"na1-{self._dashed()}")
        self._grants[grant.refresh_token] = grant
        return grant

    def code_for(self, grant: Grant, redirect_address: str, challenge: str | None, method: str) -> str:
        """A code that can be redeemed once and soon."""
        text = f"na1-{self._dashed()}"
        self._codes[text] = Code(grant, redirect_address, self._now() + CODE_SECONDS * 1000, challenge, method)
        return text

    def redeem(self, client: Client, text: str, redirect_address: str, verifier: str) -> Grant:
        """The grant behind a code; the code is used up whatever the outcome."""
        code = self._codes.pop(text, None)
        if code is None or code.grant.client is not client or code.expires < self._now():
            raise refusal("BAD_AUTH_CODE", "missing or unknown auth code", "invalid_grant")
        if code.redirect_address != redirect_address:
            raise refusal("MISMATCH_REDIRECT_URI_AUTH_CODE",
                          "the redirect URI does not match the one used to get the code", "invalid_grant")
        if code.challenge is not None and self._switches.pkce_checked and not _verifies(code, verifier):
            raise refusal("BAD_CODE_VERIFIER", "the code verifier does not match the code challenge", "invalid_grant")
        return code.grant

    def refresh(self, client: Client, refresh_token: str) -> Grant:
        """The grant of a live refresh token, which may have a new one afterwards."""
        grant = self._grants.get(refresh_token)
        if grant is None or grant.revoked or grant.client is not client:
            raise _bad_refresh_token()
        if refresh_token != grant.refresh_token:
            self._refuse_retired(grant, refresh_token)
        elif self._switches.refresh_rotation != "same":
            grant.retired[refresh_token] = self._now()
            grant.refresh_token = f"na1-{self._dashed()}"
            self._grants[grant.refresh_token] = grant
        return grant

    def _refuse_retired(self, grant: Grant, refresh_token: str) -> None:
        """An earlier token of a family: good for a day, refused, or the end of the family."""
        mode = self._switches.refresh_rotation
        if mode == "grace" and self._now() < grant.retired[refresh_token] + GRACE_SECONDS * 1000:
            return
        if mode == "reuse_kills":
            self.revoke_grant(grant, access_too=True)
        raise _bad_refresh_token()

    def issue(self, grant: Grant) -> AccessToken:
        return self._issue(grant.client, grant.scopes, grant)

    def issue_for_app(self, client: Client, scopes: tuple[str, ...]) -> AccessToken:
        """A token of the app itself, good for no account's data."""
        return self._issue(client, scopes, None)

    def _issue(self, client: Client, scopes: tuple[str, ...], grant: Grant | None) -> AccessToken:
        text = base64.urlsafe_b64encode(self._random.randbytes(180)).decode()
        token = AccessToken(text, client, scopes, self._now() + ACCESS_TOKEN_SECONDS * 1000, grant)
        self._access[text] = token
        return token

    def authenticate(self, header: str | None) -> AccessToken:
        """The live access token of an Authorization header; raises the 401 answers."""
        kind, _, text = (header or "").partition(" ")
        token = self._access.get(text.strip()) if kind.lower() == "bearer" else None
        if token is None:
            raise not_authenticated()
        late = self._now() - token.expires
        if late >= 0:
            raise token_expired(late // 1000, wire_time(token.expires))
        return token

    @contextmanager
    def prolonged(self, header: str) -> Iterator[None]:
        """Inside it the access token of an Authorization header is not expired, if it is known."""
        token = self._access.get(header.partition(" ")[2].strip())
        if token is None:
            yield
            return
        expires = token.expires
        token.expires = max(expires, self._now() + 1000)
        try:
            yield
        finally:
            token.expires = expires

    def look_up_access(self, text: str) -> tuple[AccessToken, int] | None:
        """A live access token and the seconds it has left."""
        token = self._access.get(text)
        left = 0 if token is None else (token.expires - self._now()) // 1000
        return (token, left) if token is not None and left > 0 else None

    def look_up_refresh(self, text: str) -> Grant | None:
        """The grant of a refresh token that is still good."""
        grant = self._grants.get(text)
        if grant is None or grant.revoked:
            return None
        if text != grant.refresh_token and self._switches.refresh_rotation != "grace":
            return None
        return grant

    def revoke(self, text: str) -> None:
        """Deletes the refresh token; access tokens already issued live out their time unless the switch says no."""
        token = self._access.get(text)
        grant = token.grant if token else self._grants.get(text)
        if grant is not None:
            self.revoke_grant(grant, access_too=self._switches.revoke_ends_access_tokens)

    def revoke_grant(self, grant: Grant, access_too: bool) -> None:
        grant.revoked = True
        if access_too:
            self._access = {text: token for text, token in self._access.items() if token.grant is not grant}

    def uninstall(self, client: Client) -> None:
        """Ends every grant and every access token of an app."""
        for grant in self._grants.values():
            grant.revoked = grant.revoked or grant.client is client
        self._access = {text: token for text, token in self._access.items() if token.client is not client}

    def remove_scopes(self, client: Client, scopes: frozenset[str]) -> None:
        """Takes rights away from an installed app, as an administrator or a plan change does; tokens stay."""
        for holder in (*self._grants.values(), *self._access.values()):
            if holder.client is client:
                holder.scopes = tuple(scope for scope in holder.scopes if scope not in scopes)

    def secret_of_app(self, app_id: int) -> str:
        return next((client.secret for client in self.clients.values() if client.app_id == app_id), "")

    def installed_scopes(self, app_id: int) -> frozenset[str]:
        """What an app may do in the account; nothing when it is not installed."""
        return frozenset(scope for grant in self._grants.values() if grant.client.app_id == app_id and not grant.revoked
                         for scope in grant.scopes)

    def token_answer(self, token: AccessToken) -> dict[str, Any]:
        grant = token.grant
        if grant is None:
            return {"token_type": "bearer", "access_token": token.text, "expires_in": ACCESS_TOKEN_SECONDS,
                    "scopes": list(token.scopes), "token_use": "access_token"}
        return {"token_type": "bearer", "access_token": token.text, "refresh_token": grant.refresh_token,
                "expires_in": ACCESS_TOKEN_SECONDS, "hub_id": int(self._portal_id), "scopes": list(grant.scopes),
                "user_id": grant.user_id, "token_use": "access_token"}

    def _dashed(self) -> str:
        digits = self._random.randbytes(16).hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _verifies(code: Code, verifier: str) -> bool:
    if code.challenge_method == "plain":
        return verifier == code.challenge
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return digest == code.challenge
