"""Where the two providers live and what is asked of them.

The sandbox gives the same dataclass other addresses; every other line of the proxy is the same for both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HUBSPOT = "hubspot"
QUICKBOOKS = "quickbooks"
PROVIDERS = (HUBSPOT, QUICKBOOKS)

# Callback paths are literal, one per provider: the defence against mixing up two authorization servers.
CALLBACK_PATH = {HUBSPOT: "/oauth/hubspot/callback", QUICKBOOKS: "/oauth/intuit/callback"}
START_PATH = {HUBSPOT: "/auth/hubspot/start", QUICKBOOKS: "/auth/intuit/start"}

OBJECTS_READ_AND_WRITTEN = ("contacts", "companies", "deals", "products", "line_items", "invoices")
SCHEMAS_READ_AND_WRITTEN = ("contacts", "companies", "deals", "invoices")

HUBSPOT_SCOPES: tuple[str, ...] = (
    "oauth",
    *(f"crm.objects.{name}.{right}" for name in OBJECTS_READ_AND_WRITTEN for right in ("read", "write")),
    *(f"crm.schemas.{name}.{right}" for name in SCHEMAS_READ_AND_WRITTEN for right in ("read", "write")),
    "crm.objects.owners.read",
)
# Asked for, but an account without the feature can still connect.
HUBSPOT_OPTIONAL_SCOPES: tuple[str, ...] = (
    "e-commerce",
    "crm.objects.quotes.read",
    "crm.objects.quotes.write",
    "crm.objects.commercepayments.read",
    "crm.objects.commercepayments.write",
    "settings.currencies.read",
    "tax_rates.read",
)
QUICKBOOKS_SCOPES: tuple[str, ...] = ("com.intuit.quickbooks.accounting",)


@dataclass(frozen=True)
class ProviderConfig:
    """One provider as the proxy sees it. Addresses are constants; none is ever taken from a request."""

    name: str
    environment: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    authorize_url: str
    token_url: str
    revoke_url: str
    introspect_url: str | None
    api_base: str
    scopes: tuple[str, ...]
    optional_scopes: tuple[str, ...] = ()
    issuer: str | None = None


def hubspot(environment: str, client_id: str, client_secret: str, page_origin: str,
            simulator: str | None = None) -> ProviderConfig:
    """HubSpot, or its simulator when an address is given."""
    api = simulator or "https://api.hubapi.com"
    token = f"{api}/oauth/2026-03/token"
    return ProviderConfig(
        name=HUBSPOT, environment=environment, client_id=client_id, client_secret=client_secret,
        redirect_uri=page_origin + CALLBACK_PATH[HUBSPOT],
        authorize_url=f"{simulator or 'https://app.hubspot.com'}/oauth/authorize",
        token_url=token, revoke_url=f"{token}/revoke", introspect_url=f"{token}/introspect",
        api_base=f"{api}/", scopes=HUBSPOT_SCOPES, optional_scopes=HUBSPOT_OPTIONAL_SCOPES)


def quickbooks(environment: str, client_id: str, client_secret: str, page_origin: str,
               simulator: str | None = None) -> ProviderConfig:
    """QuickBooks Online, or its simulator when an address is given."""
    hosts = {"production": "https://quickbooks.api.intuit.com", "sandbox": "https://sandbox-quickbooks.api.intuit.com"}
    return ProviderConfig(
        name=QUICKBOOKS, environment=environment, client_id=client_id, client_secret=client_secret,
        redirect_uri=page_origin + CALLBACK_PATH[QUICKBOOKS],
        authorize_url=f"{simulator or 'https://appcenter.intuit.com'}/connect/oauth2",
        token_url=f"{simulator or 'https://oauth.platform.intuit.com'}/oauth2/v1/tokens/bearer",
        revoke_url=f"{simulator or 'https://developer.api.intuit.com'}/v2/oauth2/tokens/revoke",
        introspect_url=None, api_base=f"{simulator or hosts[environment]}/v3/company/",
        scopes=QUICKBOOKS_SCOPES, issuer="https://oauth.platform.intuit.com/op/v1")
