"""The sign-in service of a team: its discovery document, its keys, and a code turned into a person (OpenID Connect)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping
from urllib.parse import quote, quote_plus, urlencode, urlsplit

import aiohttp

from ..clock import Clock
from ..errors import ProxyError
from ..transactions import Transaction
from ..upstream import ProviderUnavailable, read_json
from .id_token import BadToken, Expected, key_name, verified_claims
from .members import plain_name

CALLBACK_PATH = "/oauth/sign-in/callback"
DISCOVERY_PATH = "/.well-known/openid-configuration"
DISCOVERY_SECONDS = 86_400
KEYS_SECONDS = 3_600
# A key that is not known may be new, or made up by somebody who wants us to ask again and again.
KEYS_PAUSE_SECONDS = 60
SCOPES = "openid email"


@dataclass(frozen=True)
class Registration:
    """This server as the sign-in service knows it. The issuer is compared byte for byte with what documents and tokens say."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True)
class _Document:
    """What is used of the discovery document."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_body: bool
    names_itself: bool       # in the callback's `iss` (RFC 9207)


class NotSignedIn(Exception):
    """The service vouches for nobody. The text is for the log and holds nothing that came from outside."""


class IdentityProvider:
    """Document and keys are remembered; nothing else is."""

    def __init__(self, registration: Registration, session: aiohttp.ClientSession, now: Clock) -> None:
        self.registration = registration
        self._session = session
        self._now = now
        self._document: tuple[_Document, float] | None = None
        self._keys: tuple[list[Mapping[str, object]], float] | None = None

    async def authorization_url(self, state: str, transaction: Transaction) -> str:
        """Where a person signs in. Raises ProxyError upstream_unreachable."""
        try:
            document = await self._discovered()
        except ProviderUnavailable as problem:
            raise ProxyError("upstream_unreachable", "The sign-in service cannot be reached, or its discovery document cannot be "
                             "used; try again later.") from problem
        query = {"client_id": self.registration.client_id, "response_type": "code", "scope": SCOPES, "state": state,
                 "redirect_uri": self.registration.redirect_uri, "nonce": transaction.nonce,
                 "code_challenge": transaction.challenge, "code_challenge_method": "S256"}
        separator = "&" if urlsplit(document.authorization_endpoint).query else "?"
        return f"{document.authorization_endpoint}{separator}{urlencode(query, quote_via=quote)}"

    async def names(self, code: str, named_issuer: str | None, transaction: Transaction) -> tuple[str, ...]:
        """The names under which the person may be a member: the verified e-mail address, and the service's own id.

        Raises NotSignedIn.
        """
        try:
            document = await self._discovered()
            if named_issuer != self.registration.issuer and (document.names_itself or named_issuer is not None):
                raise NotSignedIn("another issuer answered")
            token = await self._id_token(document, code, transaction.verifier)
            expected = Expected(self.registration.issuer, self.registration.client_id, transaction.nonce)
            claims = verified_claims(token, await self._keys_for(document, key_name(token)), expected, self._now())
        except ProviderUnavailable as problem:
            raise NotSignedIn(f"the service gave no usable answer: {problem}") from problem
        except BadToken as problem:
            raise NotSignedIn(f"the ID token is refused: {problem}") from problem
        return names_of(claims)

    async def _id_token(self, document: _Document, code: str, verifier: str) -> str:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.registration.redirect_uri,
                "code_verifier": verifier}
        headers = {"Accept": "application/json"}
        identity = self.registration.client_id, self.registration.client_secret
        if document.secret_in_body:
            form |= {"client_id": identity[0], "client_secret": identity[1]}
        else:  # both form-encoded first, RFC 6749 section 2.3.1
            headers["Authorization"] = aiohttp.BasicAuth(*(quote_plus(part) for part in identity)).encode()
        status, answer = await read_json(self._session, "POST", document.token_endpoint, headers=headers, data=form)
        token = answer.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise ProviderUnavailable(f"the token endpoint answered {status}")
        return token

    async def _discovered(self) -> _Document:
        if self._document is None or not 0 <= self._now() - self._document[1] < DISCOVERY_SECONDS:
            status, answer = await read_json(self._session, "GET", self.registration.issuer + DISCOVERY_PATH)
            if status != 200 or answer.get("issuer") != self.registration.issuer:
                raise ProviderUnavailable("no discovery document of this issuer")
            self._document = _read(answer), self._now()
        return self._document[0]

    async def _keys_for(self, document: _Document, name: str | None) -> list[Mapping[str, object]]:
        keys, read_at = self._keys or ([], 0.0)
        age = self._now() - read_at
        known = name is None or any(key.get("kid") == name for key in keys)
        if not keys or not 0 <= age < (KEYS_SECONDS if known else KEYS_PAUSE_SECONDS):
            status, answer = await read_json(self._session, "GET", document.jwks_uri)
            found = answer.get("keys")
            if status != 200 or not isinstance(found, list):
                raise ProviderUnavailable("no keys")
            keys = [key for key in found if isinstance(key, dict)]
            self._keys = keys, self._now()
        return keys


def names_of(claims: Mapping[str, object]) -> tuple[str, ...]:
    """An id that looks like an address is none: it could be that of another person."""
    email, subject = claims.get("email"), str(claims["sub"])
    verified = isinstance(email, str) and "@" in email and claims.get("email_verified") is True
    return (*([plain_name(str(email))] if verified else []), *([subject] if "@" not in subject else []))


def _read(answer: Mapping[str, object]) -> _Document:
    """Raises ProviderUnavailable for a document with which no sign-in is safe."""
    authorization, token, keys = (_https(answer.get(name)) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    methods = answer.get("token_endpoint_auth_methods_supported")
    in_body = isinstance(methods, list) and "client_secret_basic" not in methods and "client_secret_post" in methods
    return _Document(authorization, token, keys, in_body, answer.get("authorization_response_iss_parameter_supported") is True)


def _https(address: object) -> str:
    if not isinstance(address, str) or urlsplit(address).scheme != "https":
        raise ProviderUnavailable("an endpoint without https")
    return address
