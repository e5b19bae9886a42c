"""The HTML around every page of the console. No script, no inline style; every value is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, Sequence

from aiohttp import web

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

console = "/sandbox/console"
content_policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_short_cell = 16       # characters that are never broken over two lines
style_path = Path(__file__).with_name("console.css")
quickbooks_entities = ("Customer", "Item", "Invoice", "Payment", "CreditMemo", "Estimate")
hubspot_types = ("contacts", "companies", "products", "invoices", "line_items", "deals")


@dataclass(frozen=True)
class Html:
    """Markup that is ready; every plain string is escaped where it is put in."""

    text: str


def show(value: object) -> str:
    return value.text if isinstance(value, Html) else escape(str(value))


def join(parts: Iterable[object], between: str = "") -> Html:
    return Html(between.join(show(part) for part in parts))


def link(address: str, text: object) -> Html:
    return Html(f'<a href="{escape(address)}">{show(text)}</a>')


def table(head: Sequence[str], rows: Iterable[Sequence[object]], empty: str, numbers: frozenset[int] = frozenset()) -> Html:
    """`numbers` are the columns aligned to the right."""
    def cell(tag: str, column: int, value: object) -> str:
        short = isinstance(value, (Html, int, float)) or len(str(value)) <= _short_cell
        kind = "number" if column in numbers else "short" if short else "long"
        return f'<{tag} class="{kind}">{show(value)}</{tag}>'

    body = ["<tr>" + "".join(cell("td", column, value) for column, value in enumerate(row)) + "</tr>" for row in rows]
    if not body:
        return Html(f'<p class="empty">{escape(empty)}</p>')
    titles = "".join(cell("th", column, title) for column, title in enumerate(head))
    return Html(f'<div class="scroll"><table><thead><tr>{titles}</tr></thead><tbody>{"".join(body)}</tbody></table></div>')


def field(label: str, name: str, value: str = "", *, long: bool = False, kind: str = "text") -> Html:
    if long:
        return Html(f'<label>{escape(label)}<textarea name="{escape(name)}" rows="3">\n{escape(value)}</textarea></label>')
    return Html(f'<label>{escape(label)}<input type="{kind}" name="{escape(name)}" value="{escape(value)}"></label>')


def select(label: str, name: str, options: Iterable[tuple[str, str]], chosen: str = "") -> Html:
    made = "".join(f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
                   for value, text in options)
    return Html(f'<label>{escape(label)}<select name="{escape(name)}">{made}</select></label>')


def button(text: str, action: str, *, kind: str = "") -> Html:
    return Html(f'<button name="action" value="{escape(action)}" class="{escape(kind)}">{escape(text)}</button>')


def form(address: str, content: Iterable[object], *, method: str = "post", kind: str = "") -> Html:
    return Html(f'<form method="{method}" action="{escape(address)}" class="{escape(kind)}">{join(content).text}</form>')


def section(title: str, *content: object) -> Html:
    return Html(f"<section><h2>{escape(title)}</h2>{join(content).text}</section>")


def page(sandbox: Sandbox, title: str, *content: object, problem: str = "", status: int = 200) -> web.Response:
    """One page with the navigation; `problem` is shown above the content."""
    warning = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # The server's own policy sends no referrer; without this a browser hides the origin of a form.
        '<meta name="referrer" content="same-origin">'
        f'<title>{escape(title)} · Sandbox</title><link rel="stylesheet" href="/sandbox/console.css"></head>'
        f'<body><nav aria-label="Sandbox">{_navigation(sandbox)}</nav>'
        f"<main><h1>{escape(title)}</h1>{warning}{join(content).text}</main></body></html>")
    return web.Response(status=status, body=text.encode("utf-8", "replace"), content_type="text/html", charset="utf-8",
                        headers={"Content-Security-Policy": content_policy, "Cache-Control": "no-store"})


def _navigation(sandbox: Sandbox) -> str:
    parts = [f'<a class="brand" href="{console}">Sandbox</a>', '<a href="/">Open the app</a>',
             f'<a href="{console}/log">Call log</a>']
    for company in sandbox.quickbooks.companies:
        parts.append(f"<h2>QuickBooks<small>{escape(company.settings.name)}</small></h2>")
        parts += [f'<a href="{console}/quickbooks/{company.settings.realm_id}/{entity}">{plural(entity)}</a>'
                  for entity in quickbooks_entities]
    parts.append(f"<h2>HubSpot<small>{escape(sandbox.hubspot.account.name)}</small></h2>")
    parts += [f'<a href="{console}/hubspot/{name}">{name.replace("_", " ").capitalize()}</a>' for name in hubspot_types]
    return "".join(parts)


def plural(entity: str) -> str:
    return {"CreditMemo": "Credit memos"}.get(entity, entity + "s")


def pages(address: str, query: str, number: int, size: int, total: int) -> Html:
    """Links to the page before and the page after; numbers start at 1."""
    last = max(1, -(-total // size))
    parts: list[object] = [f"{total} records, page {number} of {last}"]
    if number > 1:
        parts.append(link(f"{address}?{query}page={number - 1}", "Previous"))
    if number < last:
        parts.append(link(f"{address}?{query}page={number + 1}", "Next"))
    return Html(f'<p class="pages">{join(parts, " ").text}</p>')
