"""The page on which a person lets an app into one of the simulated companies. Works without script."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from server.sandbox.quickbooks.company import Company

style = """
:root { color-scheme: light dark; --ink: #1b2a24; --soft: #5b6b64; --line: #d5ddd9; --ground: #f3f6f4;
  --card: #ffffff; --accent: #0b7a3b; --accent-ink: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8efeb; --soft: #a3b2ab; --line: #38463f;
  --ground: #131a16; --card: #1c2520; --accent: #3fbf74; --accent-ink: #07210f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(30rem, calc(100vw - 2rem)); background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; padding: 2rem; }
h1 { margin: 0 0 .25rem; font-size: 1.3rem; }
p { margin: 0 0 1.25rem; color: var(--soft); }
fieldset { border: 0; margin: 0 0 1.5rem; padding: 0; }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
label { display: flex; gap: .75rem; align-items: center; padding: .75rem 1rem; margin-bottom: .5rem;
  border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
label:has(input:checked) { border-color: var(--accent); }
input { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; }
small { display: block; color: var(--soft); }
.actions { display: flex; gap: .75rem; justify-content: flex-end; }
button { font: inherit; font-weight: 600; padding: .55rem 1.4rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: var(--ink); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.mark { font-size: .8rem; color: var(--soft); margin: 1.5rem 0 0; }
"""


def consent_page(companies: list[Company], hidden: dict[str, str]) -> str:
    """The form. `hidden` holds the parameters of the authorization request to send along."""
    kept = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
                   for name, value in hidden.items())
    choices = "".join(_choice(company, checked=index == 0) for index, company in enumerate(companies))
    return _page("Connect to QuickBooks", f"""
<h1>Connect to QuickBooks</h1>
<p>The app asks to read and write the accounting data of a company.</p>
<form method="post" action="/connect/oauth2">{kept}
<fieldset><legend>Choose a company</legend>{choices}</fieldset>
<div class="actions">
<button type="submit" name="decision" value="cancel">Cancel</button>
<button class="primary" type="submit" name="decision" value="connect">Connect</button>
</div></form>
<p class="mark">Simulated QuickBooks. No real account is involved.</p>""")


def refusal_page(sentence: str) -> str:
    return _page("Sorry", f"<h1>Sorry, that did not work</h1><p>{escape(sentence)}</p>")


def content_security_policy(redirect_uri: str = "") -> str:
    """The form's answer redirects to the app, which browsers count as a target of the form."""
    target = urlsplit(redirect_uri)
    app = f" {target.scheme}://{target.netloc}" if target.scheme in ("http", "https") and target.netloc else ""
    return f"default-src 'none'; style-src 'self'; form-action 'self'{app}; frame-ancestors 'none'; base-uri 'none'"


def _choice(company: Company, *, checked: bool) -> str:
    settings = company.settings
    mark = " checked" if checked else ""
    return (f'<label><input type="radio" name="realm" value="{escape(settings.realm_id)}"{mark} required>'
            f"<span>{escape(settings.name)}<small>{escape(settings.country)} · {escape(settings.home_currency)} · "
            f"company {escape(settings.realm_id)}</small></span></label>")


def _page(title: str, body: str) -> str:
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="/connect/oauth2/style.css"></head><body><main>{body}</main></body></html>')
