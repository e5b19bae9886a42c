"""A real HTTP server that plays HubSpot and Intuit: authorization server, token endpoint and API in one."""

import asyncio
import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

REALM = "4620816365012345"
HUB = "4711001"
CONSENT_PATHS = {"/oauth/authorize": "hubspot", "/connect/oauth2": "quickbooks"}


@dataclass
class ApiCall:
    method: str
    raw_path: str
    headers: list
    body: bytes


@dataclass
class FakeProvider:
    """`answer` decides what API calls get; token behaviour is set by attributes."""

    rotation: str = "strict"  # or: same, grace, family (a token that is used again ends all of them)
    expires_in: int = 3600
    ends_in: int = None       # seconds until no refresh helps any more; None: the provider does not say
    granted_scopes: list = None
    calls: list = field(default_factory=list)
    token_requests: list = field(default_factory=list)
    revoked: list = field(default_factory=list)
    token_answer: object = None
    revoke_status: int = 200
    realms: set = field(default_factory=lambda: {REALM})
    codes: dict = field(default_factory=dict)
    refresh_tokens: set = field(default_factory=set)
    access_tokens: set = field(default_factory=set)
    used_up: set = field(default_factory=set)
    arrived: asyncio.Event = None
    release: asyncio.Event = None

    async def answer(self, request):
        return web.json_response({"ok": True})

    async def start(self, tls=None):
        self.arrived, self.release = asyncio.Event(), asyncio.Event()
        app = web.Application(client_max_size=64 << 20)
        app.router.add_post("/oauth/2026-03/token", self._token)
        app.router.add_post("/oauth2/v1/tokens/bearer", self._token)
        app.router.add_post("/oauth/2026-03/token/introspect", self._introspect)
        app.router.add_post("/oauth/2026-03/token/revoke", self._revoke)
        app.router.add_post("/v2/oauth2/tokens/revoke", self._revoke)
        app.router.add_route("*", "/{rest:.*}", self._api)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0, shutdown_timeout=1, ssl_context=tls).start()
        port = self.runner.addresses[0][1]
        self.base = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
        return self

    async def stop(self):
        self.release.set()
        await self.runner.cleanup()

    def consent(self, url, realm=REALM):
        """What the provider does after the user's click: the query string of the callback."""
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        extra = f"&realmId={realm}" if CONSENT_PATHS[parts.path] == "quickbooks" else ""
        return f"code={code}&state={query['state']}{extra}"

    def new_grant(self):
        access, refresh = "access-" + secrets.token_hex(8), "refresh-" + secrets.token_hex(8)
        self.access_tokens.add(access)
        self.refresh_tokens.add(refresh)
        return access, refresh

    async def _token(self, request):
        form = dict(await request.post())
        self.token_requests.append(form)
        if self.token_answer is not None:
            answer = self.token_answer(form)
            answer = await answer if asyncio.iscoroutine(answer) else answer
            if answer is not None:
                return answer
        if form["grant_type"] == "authorization_code":
            return self._exchange(form)
        return self._refresh(form["refresh_token"])

    def _exchange(self, form):
        challenge, redirect_uri = self.codes.pop(form["code"], ("", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != challenge or redirect_uri != form["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return self._granted(*self.new_grant())

    def _refresh(self, token):
        if token in self.used_up and self.rotation == "family":
            self.refresh_tokens.clear()
        if token not in self.refresh_tokens:
            return web.json_response({"error": "invalid_grant", "status": "BAD_REFRESH_TOKEN"}, status=400)
        access, refresh = self.new_grant()
        if self.rotation in ("strict", "family"):
            self.refresh_tokens.discard(token)
            self.used_up.add(token)
        if self.rotation == "same":
            refresh = token
        return self._granted(access, refresh)

    def _granted(self, access, refresh):
        end = {} if self.ends_in is None else {"x_refresh_token_hard_expires_in": self.ends_in}
        return web.json_response({"access_token": access, "refresh_token": refresh, "expires_in": self.expires_in,
                                  "token_type": "bearer", "x_refresh_token_expires_in": 8726400, **end})

    async def _introspect(self, request):
        form = await request.post()
        from server.proxy.providers import HUBSPOT_SCOPES

        scopes = self.granted_scopes if self.granted_scopes is not None else list(HUBSPOT_SCOPES)
        return web.json_response({"active": form["token"] in self.access_tokens, "hub_id": int(HUB),
                                  "hub_domain": "brightwater.example", "user": "jo@brightwater.example", "scopes": scopes})

    async def _revoke(self, request):
        body = await request.json() if request.content_type == "application/json" else dict(await request.post())
        self.revoked.append((request.path, body["token"]))
        return web.Response(status=self.revoke_status)

    async def _api(self, request):
        self.calls.append(ApiCall(request.method, request.raw_path, list(request.headers.items()), await request.read()))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.access_tokens:
            return web.json_response({"message": "unauthorized"}, status=401)
        parts = request.path.split("/")
        if len(parts) == 6 and parts[4] == "companyinfo":
            if parts[3] not in self.realms:
                return web.json_response({"Fault": {}}, status=403)
            return web.json_response({"CompanyInfo": {"CompanyName": "Brightwater Supply", "Id": "1"}})
        return await self.answer(request)
