"""The signed statement of who connected, which an app gets along with its tokens when it asks for `openid`.

The key is published here and guards nothing: it only lets a client check a signature the way it would with Intuit's.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

issuer = "https://oauth.platform.intuit.com/op/v1"
subject = "6c1b2f80-5d1d-4b43-9a54-50cf26ad9e11"
token_seconds = 3600
_key_id = "simulated-intuit-1"
_exponent = 65537
_prime_1 = int(
    "e838bdaf46d32133debd58725e3be679890b7e82b635e363dde6ec5f401ab7c6"
    "fe195079d86665f7a9a988b5eae249f4c642b747f98438b7dda57d9c6578ef1e"
    "0c9609a5a49d0ec30be4a1a9ebcb7c3a213a4bd957f73e77418891b9ac7916d0"
    "9243a06289b86379c6038569e110eac512b3ea235252f0ed6b04d9dd72c216bb", 16)
_prime_2 = int(
    "bacde12ea56910e9091eb939dfe7a933ae16f067cc22517d7b51bd4e9517147b"
    "6bb76b86096221a53b1b2883861c4d3e5e1e5f69dd8dc7f1b199adbcf2b7713e"
    "7501eb1427aba65fe45a2a3a0dc8d27eb83fb8a110ec67a06aeb61eda929b06c"
    "3eff4c23b4a34d71b452cf2df85aa944e3370a8caf24ecec1169e4eeea3c2a9d", 16)
_modulus = _prime_1 * _prime_2
_exponent_1 = pow(_exponent, -1, _prime_1 - 1)
_exponent_2 = pow(_exponent, -1, _prime_2 - 1)
_coefficient = pow(_prime_2, -1, _prime_1)
_sha256_prefix = bytes.fromhex("3031300d060960864801650304020105000420")


def identity_token(client_id: str, realm_id: str, now: datetime) -> str:
    """A JSON web token signed with RS256."""
    issued = int(now.timestamp())
    claims = {"sub": subject, "aud": [client_id], "realmid": realm_id, "auth_time": issued, "iss": issuer,
              "exp": issued + token_seconds, "iat": issued}
    signed = _part({"kid": _key_id, "alg": "RS256"}) + "." + _part(claims)
    return signed + "." + _base64(_signature(signed.encode()))


def key_set() -> dict[str, Any]:
    """What the address of the public keys answers."""
    return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": _key_id,
                      "n": _base64(_number(_modulus)), "e": _base64(_number(_exponent))}]}


def _signature(message: bytes) -> bytes:
    """RSASSA-PKCS1-v1_5 over SHA-256."""
    length = (_modulus.bit_length() + 7) // 8
    digest = _sha256_prefix + hashlib.sha256(message).digest()
    padded = b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest
    number = int.from_bytes(padded, "big")
    part_1, part_2 = pow(number, _exponent_1, _prime_1), pow(number, _exponent_2, _prime_2)
    return (part_2 + _prime_2 * (_coefficient * (part_1 - part_2) % _prime_1)).to_bytes(length, "big")


def _part(value: dict[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _number(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
