"""The pages a person sees while connecting: plain HTML that works without script."""

from __future__ import annotations

from html import escape
from typing import Iterable, Mapping

_STYLE = """
:root { color-scheme: light dark; --ink: #213343; --soft: #516f90; --line: #cbd6e2; --paper: #ffffff; --ground: #f5f8fa;
  --accent: #c93f1c; --accent-ink: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9fb3c8; --line: #33475b; --paper: #17222c;
  --ground: #0f171e; --accent: #ff8f73; --accent-ink: #2b0d04; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 560px; background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
  padding: 32px; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px; }
p { margin: 0 0 16px; color: var(--soft); }
.account { display: flex; justify-content: space-between; gap: 16px; border: 1px solid var(--line);
  border-radius: 8px; padding: 12px 16px; margin: 16px 0; }
.account span { color: var(--soft); }
ul { margin: 0 0 24px; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 8px;
  max-height: 280px; overflow: auto; }
li { padding: 10px 16px; border-top: 1px solid var(--line); }
li:first-child { border-top: 0; }
code { display: block; color: var(--soft); font-size: 13px; }
form { display: flex; gap: 12px; }
button { font: inherit; font-weight: 600; padding: 10px 20px; border-radius: 6px; border: 1px solid var(--line);
  background: transparent; color: inherit; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
button:focus-visible { outline: 3px solid var(--soft); outline-offset: 2px; }
small { display: block; margin-top: 20px; color: var(--soft); }
"""

_OBJECT_WORDS = {"contacts": "contacts, notes and tasks", "companies": "companies", "deals": "deals",
                 "products": "products", "line_items": "line items", "quotes": "quotes", "invoices": "invoices",
                 "commercepayments": "payments", "subscriptions": "subscriptions", "owners": "users",
                 "tickets": "tickets"}
_OTHER_WORDS = {"oauth": "Know this account's name and settings", "e-commerce": "Manage products and line items",
                "timeline": "Add events to the timeline", "automation": "Run as a workflow action",
                "tax_rates.read": "See tax rates", "crm.lists.read": "See segments",
                "crm.lists.write": "Change segments", "crm.import": "Import records",
                "settings.currencies.read": "See currencies", "settings.currencies.write": "Change currencies"}


def known_scope(scope: str) -> bool:
    """Whether the simulated service has this scope."""
    if scope in _OTHER_WORDS:
        return True
    match scope.split("."):
        case ["crm", "objects" | "schemas", name, "read" | "write"]:
            return name in _OBJECT_WORDS
    return False


def _in_words(scope: str) -> str:
    if scope in _OTHER_WORDS:
        return _OTHER_WORDS[scope]
    _, area, name, right = scope.split(".")
    verb = "See" if right == "read" else "Create and change"
    return f"{verb} {'the fields of ' if area == 'schemas' else ''}{_OBJECT_WORDS[name]}"


def _page(title: str, content: str) -> str:
    return (f"<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
            f"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
            f"<body><main>{content}<small>Simulated HubSpot: nothing leaves this machine.</small></main></body>\n"
            "</html>\n")


def consent_page(app_name: str, account_name: str, portal_id: str, user: str, scopes: Iterable[str],
                 fields: Mapping[str, str]) -> str:
    """Asks whether the app may have access; `fields` travel on with the answer."""
    rows = "".join(f"<li>{escape(_in_words(scope))}<code>{escape(scope)}</code></li>" for scope in scopes)
    hidden = "".join(f"<input type=\"hidden\" name=\"{escape(name)}\" value=\"{escape(value)}\">"
                     for name, value in fields.items())
    return _page(f"Connect {app_name}", (
        f"<h1>Connect {escape(app_name)} to HubSpot</h1>"
        f"<p>{escape(app_name)} asks for access to this account. You are signed in as {escape(user)}.</p>"
        f"<div class=\"account\"><strong>{escape(account_name)}</strong><span>Account {escape(portal_id)}</span></div>"
        f"<p>It will be able to:</p><ul>{rows}</ul>"
        f"<form method=\"post\" action=\"/oauth/authorize\">{hidden}"
        "<button class=\"main\" type=\"submit\" name=\"decision\" value=\"connect\">Connect app</button>"
        "<button type=\"submit\" name=\"decision\" value=\"cancel\">Cancel</button></form>"))


def problem_page(message: str) -> str:
    """Shown instead of a redirect when the request itself cannot be trusted."""
    return _page("Cannot connect", f"<h1>This app cannot be connected</h1><p>{escape(message)}</p>")
