"""Judges an ID token (OpenID Connect Core 1.0, section 3.1.3.7; RFC 7515, 7517, 7518). Pure: keys and time are handed in."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from dataclasses import dataclass, field
from typing import Mapping, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

LENGTH_MAX = 16_384
CLOCK_SKEW_SECONDS = 60
# A token is used within seconds of its issue; an older one was kept by somebody.
AGE_SECONDS_MAX = 600
_RSA_BITS_MIN = 2048


class BadToken(Exception):
    """The token proves nothing. The text names the rule that it breaks, never a value of it."""


@dataclass(frozen=True)
class Expected:
    """What the token must be about."""

    issuer: str
    client_id: str
    nonce: str = field(repr=False)


def key_name(token: str) -> str | None:
    """Which key the token says it is signed with. Raises BadToken."""
    name = _header(token).get("kid")
    return name if isinstance(name, str) else None


def verified_claims(token: str, keys: Sequence[Mapping[str, object]], expected: Expected, now: float) -> dict[str, object]:
    """The token's claims, once its signature by one of `keys` (JWKs) and all that it must say were found right. Raises BadToken."""
    header = _header(token)
    signed, _, signature = token.rpartition(".")
    name, algorithm = header.get("kid"), header.get("alg")
    fitting = [key for key in keys if _fits(key, algorithm, name)]
    if not any(_signed_with(key, str(algorithm), signed.encode("ascii"), _decoded(signature)) for key in fitting):
        raise BadToken("no key of the issuer signed it")
    claims = _object(signed.partition(".")[2])
    _check(claims, expected, now)
    return claims


def _check(claims: Mapping[str, object], expected: Expected, now: float) -> None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != expected.issuer:
        raise BadToken("another issuer")
    if expected.client_id not in audiences or (len(audiences) > 1 and claims.get("azp") != expected.client_id):
        raise BadToken("another audience")
    if "azp" in claims and claims["azp"] != expected.client_id:
        raise BadToken("another authorized party")
    ends_at, issued_at = _moment(claims.get("exp")), _moment(claims.get("iat"))
    if not ends_at > now - CLOCK_SKEW_SECONDS or not now - AGE_SECONDS_MAX <= issued_at <= now + CLOCK_SKEW_SECONDS:
        raise BadToken("it has ended, is old, or comes from the future")
    nonce, subject = claims.get("nonce"), claims.get("sub")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        raise BadToken("another sign-in")
    if not isinstance(subject, str) or not subject:
        raise BadToken("no subject")


def _fits(key: Mapping[str, object], algorithm: object, name: object) -> bool:
    kind = {"RS256": "RSA", "ES256": "EC"}.get(algorithm) if isinstance(algorithm, str) else None
    return (kind is not None and key.get("kty") == kind and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
            and (name is None or key.get("kid") == name))


def _signed_with(key: Mapping[str, object], algorithm: str, signed: bytes, signature: bytes) -> bool:
    try:
        if algorithm == "RS256":
            _rsa_key(key).verify(signature, signed, padding.PKCS1v15(), SHA256())
            return True
        if len(signature) != 64:
            return False
        pair = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        _elliptic_key(key).verify(pair, signed, ec.ECDSA(SHA256()))
        return True
    except (InvalidSignature, ValueError, BadToken):
        return False


def _rsa_key(key: Mapping[str, object]) -> rsa.RSAPublicKey:
    modulus, exponent = _number(key.get("n")), _number(key.get("e"))
    if modulus.bit_length() < _RSA_BITS_MIN:
        raise ValueError("a short key")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def _elliptic_key(key: Mapping[str, object]) -> ec.EllipticCurvePublicKey:
    if key.get("crv") != "P-256":
        raise ValueError("another curve")
    return ec.EllipticCurvePublicNumbers(_number(key.get("x")), _number(key.get("y")), ec.SECP256R1()).public_key()


def _number(text: object) -> int:
    return int.from_bytes(_decoded(text), "big")


def _moment(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadToken("no time")
    return float(value)


def _header(token: str) -> dict[str, object]:
    if len(token) > LENGTH_MAX or not token.isascii() or token.count(".") != 2:
        raise BadToken("not three parts")
    header = _object(token.partition(".")[0])
    if "crit" in header:
        raise BadToken("an extension that is not known")
    return header


def _object(text: str) -> dict[str, object]:
    try:
        value = json.loads(_decoded(text))
    except (ValueError, RecursionError) as problem:
        raise BadToken("not JSON") from problem
    if not isinstance(value, dict):
        raise BadToken("no object")
    return value


def _decoded(text: object) -> bytes:
    try:
        return base64.b64decode(str(text) + "=" * (-len(str(text)) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise BadToken("not base64url") from problem
