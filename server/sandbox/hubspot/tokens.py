"""OAuth clients, codes and tokens (reference section 3); knows nothing of HTTP."""

from __future__ import annotations

import base64
import hashlib
import random
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Iterator

from .errors import ApiError, not_authenticated, token_expired
from .times import wire_time

ACCESS_TOKEN_SECONDS = 1800
CODE_SECONDS = 300


@dataclass
class Client:
    """An app that may ask for access."""

    client_id: str
    secret: str
    app_id: int
    redirect_addresses: set[str] = field(default_factory=set)


@dataclass
class Grant:
    """What one user of the account allowed one app; lives as long as its refresh token."""

    client: Client
    scopes: tuple[str, ...]
    user_id: int
    user: str
    refresh_token: str
    revoked: bool = False


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
    text: str
    grant: Grant
    expires: int


def refusal(status: str, message: str, error: str) -> ApiError:
    """The error body of the token endpoint."""
    return ApiError(400, {"status": status, "message": message, "error": error, "error_description": message})


class TokenStore:
    """Survives a reset of the data, so that a connected page stays connected."""

    def __init__(self, now: Callable[[], int], source: random.Random, portal_id: str) -> None:
        self._now = now
        self._random = source
        self._portal_id = portal_id
        self.clients: dict[str, Client] = {}
        self._codes: dict[str, Code] = {}
        self._grants: dict[str, Grant] = {}
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
        if code.challenge is not None and not _verifies(code, verifier):
            raise refusal("BAD_CODE_VERIFIER", "the code verifier does not match the code challenge", "invalid_grant")
        return code.grant

    def refresh(self, client: Client, refresh_token: str) -> Grant:
        """The grant of a live refresh token; the same token goes on being used."""
        grant = self._grants.get(refresh_token)
        if grant is None or grant.revoked or grant.client is not client:
            raise refusal("BAD_REFRESH_TOKEN", "refresh token is invalid, expired or revoked", "invalid_grant")
        return grant

    def issue(self, grant: Grant) -> AccessToken:
        text = base64.urlsafe_b64encode(self._random.randbytes(180)).decode()
        token = AccessToken(text, grant, self._now() + ACCESS_TOKEN_SECONDS * 1000)
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

    def look_up(self, text: str) -> tuple[Grant, int] | None:
        """The grant and the seconds left (0 for a refresh token) of any token that is still good."""
        token = self._access.get(text)
        if token is not None:
            left = (token.expires - self._now()) // 1000
            return (token.grant, left) if left > 0 else None
        grant = self._grants.get(text)
        return None if grant is None or grant.revoked else (grant, 0)

    def revoke(self, text: str) -> None:
        """Deletes the refresh token; access tokens already issued live out their time."""
        token = self._access.get(text)
        grant = token.grant if token else self._grants.get(text)
        if grant is not None:
            grant.revoked = True

    def uninstall(self, client: Client) -> None:
        """Ends every grant and every access token of an app."""
        for grant in self._grants.values():
            grant.revoked = grant.revoked or grant.client is client
        self._access = {text: token for text, token in self._access.items() if token.grant.client is not client}

    def token_answer(self, token: AccessToken) -> dict[str, Any]:
        grant = token.grant
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
