"""The OAuth messages between the proxy and a provider: exchange, refresh, revoke, and who the account is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import aiohttp

from .clock import Clock
from .providers import HUBSPOT, ProviderConfig
from .tokens import Grant
from .upstream import ProviderUnavailable, read_json


class GrantRejected(Exception):
    """The provider says that the code or refresh token is not valid (any more)."""


@dataclass(frozen=True)
class AccountFacts:
    """What the provider itself says about the account behind a token."""

    account_id: str
    account_name: str
    connected_by: str | None
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class TokenEndpoint:
    """Speaks to one provider. Bodies carry the secrets; addresses never do."""

    provider: ProviderConfig
    session: aiohttp.ClientSession
    now: Clock

    async def exchange(self, code: str, verifier: str) -> Grant:
        return await self._grant({"grant_type": "authorization_code", "code": code, "code_verifier": verifier,
                                  "redirect_uri": self.provider.redirect_uri}, None)

    async def refresh(self, refresh_token: str) -> Grant:
        return await self._grant({"grant_type": "refresh_token", "refresh_token": refresh_token}, refresh_token)

    async def revoke(self, refresh_token: str) -> None:
        """Returns once the provider no longer honours the token, also when it had forgotten it before."""
        if self.provider.name == HUBSPOT:
            status, _ = await self._post(self.provider.revoke_url, {"token": refresh_token, "token_type_hint": "refresh_token"})
        else:
            status, _ = await self._post(self.provider.revoke_url, {"token": refresh_token}, as_json=True)
        if not (200 <= status < 300 or status == 400):
            raise ProviderUnavailable(f"revocation answered {status}")

    async def account(self, grant: Grant, realm: str | None) -> AccountFacts:
        """Asks the provider who the token belongs to; raises GrantRejected if it is not what the browser claimed."""
        if self.provider.name == HUBSPOT:
            return await self._hubspot_account(grant)
        return await self._quickbooks_company(grant, realm or "")

    async def _hubspot_account(self, grant: Grant) -> AccountFacts:
        status, answer = await self._post(str(self.provider.introspect_url),
                                          {"token": grant.access_token, "token_type_hint": "access_token"})
        if status != 200:
            raise ProviderUnavailable(f"introspection answered {status}")
        hub = answer.get("hub_id")
        if answer.get("active") is not True or not str(hub).isdigit():
            raise GrantRejected("the token is not active")
        scopes = answer.get("scopes")
        return AccountFacts(str(hub), str(answer.get("hub_domain") or f"HubSpot {hub}"), _text(answer.get("user")),
                            tuple(str(scope) for scope in scopes) if isinstance(scopes, list) else ())

    async def _quickbooks_company(self, grant: Grant, realm: str) -> AccountFacts:
        url = f"{self.provider.api_base}{realm}/companyinfo/{realm}?minorversion=75"
        headers = {"Authorization": f"Bearer {grant.access_token}", "Accept": "application/json"}
        status, answer = await read_json(self.session, "GET", url, headers=headers)
        if 400 <= status < 500 and status != 429:
            raise GrantRejected("the token does not open this company")
        info = answer.get("CompanyInfo")
        if status != 200 or not isinstance(info, dict):
            raise ProviderUnavailable(f"company information answered {status}")
        # Intuit reports no scopes; a company that opens proves the only one that is asked for.
        return AccountFacts(realm, str(info.get("CompanyName") or f"Company {realm}"), None, self.provider.scopes)

    async def _grant(self, form: Mapping[str, str], old_refresh_token: str | None) -> Grant:
        asked_at = self.now()
        status, answer = await self._post(self.provider.token_url, form)
        if status in (400, 401) and "invalid_grant" in (answer.get("error"), answer.get("status")):
            raise GrantRejected("invalid_grant")
        if status != 200:
            raise ProviderUnavailable(f"the token endpoint answered {status}")
        access, life = _text(answer.get("access_token")), answer.get("expires_in")
        refresh = _text(answer.get("refresh_token")) or old_refresh_token
        if not access or not refresh or isinstance(life, bool) or not isinstance(life, (int, float)) or life <= 0:
            raise ProviderUnavailable("the token endpoint answered without a token")
        return Grant(access, refresh, asked_at, asked_at + life,
                     refresh_expires_at=_moment(asked_at, answer.get("x_refresh_token_expires_in")),
                     ends_at=_moment(asked_at, answer.get("x_refresh_token_hard_expires_in")))

    async def _post(self, url: str, form: Mapping[str, str], as_json: bool = False) -> tuple[int, dict]:
        headers = {"Accept": "application/json"}
        if self.provider.name == HUBSPOT:
            form = {**form, "client_id": self.provider.client_id, "client_secret": self.provider.client_secret}
        else:
            headers["Authorization"] = aiohttp.BasicAuth(self.provider.client_id, self.provider.client_secret).encode()
        if as_json:
            return await read_json(self.session, "POST", url, headers=headers, json=form)
        return await read_json(self.session, "POST", url, headers=headers, data=form)


def _moment(asked_at: float, life: object) -> float | None:
    """When something ends that lives so many seconds; None for anything that is no length of time."""
    return asked_at + life if isinstance(life, (int, float)) and not isinstance(life, bool) and life > 0 else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
