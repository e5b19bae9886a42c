"""A sign-in service (OpenID Connect) that can be told to lie, and a browser that signs in there."""

import base64
import hashlib
import itertools
import json
import re
import time
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def coded(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value):
    return coded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Key:
    """One signing key under a name."""

    def __init__(self, name, algorithm="RS256", bits=2048):
        self.name, self.algorithm = name, algorithm
        self.private = rsa.generate_private_key(65537, bits) if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())

    def public(self):
        numbers = self.private.public_key().public_numbers()
        shared = {"kid": self.name, "use": "sig", "alg": self.algorithm}
        if self.algorithm == "RS256":
            return {**shared, "kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
        return {**shared, "kty": "EC", "crv": "P-256", "x": coded(numbers.x.to_bytes(32, "big")), "y": coded(numbers.y.to_bytes(32, "big"))}

    def token(self, claims, **header):
        signed = f"{coded({'alg': self.algorithm, 'kid': self.name, **header})}.{coded(claims)}"
        if self.algorithm == "RS256":
            return f"{signed}.{coded(self.private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
        pair = decode_dss_signature(self.private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{coded(b''.join(part.to_bytes(32, 'big') for part in pair))}"


FIRST = Key("first")


class SignInService:
    """`start(tls)`, then `consent(url, email)` as a person does. `change` is applied to the claims of the next tokens."""

    def __init__(self, now=time.time):
        self.now, self.keys, self.codes, self.calls, self.numbers = now, [FIRST], {}, [], itertools.count()
        self.change, self.document_change, self.sign = {}, {}, None
        self.basic = True

    async def start(self, tls):
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._document)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._token)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        self.issuer = f"https://localhost:{self.runner.addresses[0][1]}"

    async def stop(self):
        await self.runner.cleanup()

    def consent(self, url, email, **answers):
        """The query with which the browser comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}
        assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == ("code", "S256", "openid email")
        assert len(asked["state"]) == 43 and len(asked["nonce"]) == 64
        code = f"code{next(self.numbers)}"
        self.codes[code] = asked, email
        return "&".join(f"{name}={value}" for name, value in {"code": code, "state": asked["state"], **answers}.items())

    async def _document(self, request):
        self.calls.append("document")
        return web.json_response({"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                                  "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                                  "token_endpoint_auth_methods_supported": [f"client_secret_{'basic' if self.basic else 'post'}"],
                                  **self.document_change})

    async def _keys(self, request):
        self.calls.append("keys")
        return web.json_response({"keys": [key.public() for key in self.keys]})

    async def _token(self, request):
        self.calls.append("token")
        form = await request.post()
        asked, email = self.codes.pop(form["code"])
        challenge = coded(hashlib.sha256(form["code_verifier"].encode()).digest())
        if self.basic:
            known = request.headers.get("Authorization") == "Basic " + base64.b64encode(b"bridge:sign-in+secret").decode()
        else:
            known = (form["client_id"], form["client_secret"]) == ("bridge", "sign-in secret")
        if not known or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        claims = {"iss": self.issuer, "aud": "bridge", "sub": f"id-of-{email.partition('@')[0]}",
                  "exp": self.now() + 300, "iat": self.now(),
                  "nonce": asked["nonce"], "email": email, "email_verified": True, **self.change}
        claims = {name: value for name, value in claims.items() if value is not None}
        token = self.sign(claims) if self.sign else self.keys[0].token(claims)
        return web.json_response({"access_token": "canary-sign-in-access", "token_type": "Bearer", "id_token": token})


async def signed_in(browser, service, email, **answers):
    """The whole trip; returns where it ends. `browser` is one of test_proxy_sessions.py."""
    begun = await browser.call("POST", "/auth/sign-in", {})
    assert begun.status == 200, begun.body
    return await came_back(browser, service.consent(begun.json["url"], email, **answers))


async def came_back(browser, query):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Cookie": f"__Host-tx={browser.cookies.get('__Host-tx', '')}"}
    reply = await browser.world.request("GET", f"/oauth/sign-in/callback?{query}", headers)
    assert reply.status == 303 and reply.headers["Location"].startswith("/launch/#"), reply.headers
    return reply.headers["Location"]


async def enter(browser, service, email):
    """Signs in and opens the session, as the page at /launch/ does."""
    token = (await signed_in(browser, service, email)).partition("#")[2]
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token), token
    reply = await browser.launch(token)
    assert reply.status == 200, reply.body
    return browser
