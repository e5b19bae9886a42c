"""The HTML around every page of the console. No script, no inline style; every value is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, Mapping, Sequence
from urllib.parse import urlencode

from aiohttp import web

from server.sandbox.console.navigation import console, navigation

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

__all__ = ["Html", "badge", "button", "button_link", "chips", "console", "details", "facts", "field", "form", "hidden", "join",
           "link", "nothing", "page", "page_number", "page_size", "pages", "search_form", "section", "select", "sent_form", "show",
           "style_path", "table", "to"]
content_policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
page_size = 50
style_path = Path(__file__).with_name("console.css")
_short_cell = 16       # characters that are never broken over two lines


@dataclass(frozen=True)
class Html:
    """Markup that is ready; every plain string is escaped where it is put in."""

    text: str


nothing = Html("")


def show(value: object) -> str:
    return value.text if isinstance(value, Html) else escape(str(value))


def join(parts: Iterable[object], between: str = "") -> Html:
    return Html(between.join(show(part) for part in parts))


def link(address: str, text: object) -> Html:
    return Html(f'<a href="{escape(address)}">{show(text)}</a>')


def button_link(address: str, text: str) -> Html:
    return Html(f'<a class="button" href="{escape(address)}">{escape(text)}</a>')


def badge(text: str, tone: str = "") -> Html:
    """A word in a coloured pill; tones are good, warn, bad and quiet."""
    return Html(f'<span class="badge {escape(tone)}">{escape(text)}</span>') if text else nothing


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


def facts(pairs: Iterable[tuple[str, object]]) -> Html:
    """Names and values in a grid; what is empty is left out."""
    shown = [f"<div><dt>{escape(name)}</dt><dd>{show(value)}</dd></div>" for name, value in pairs if show(value)]
    return Html(f'<dl class="facts">{"".join(shown)}</dl>')


def details(title: str, *content: object) -> Html:
    """Content that is folded away until somebody asks for it."""
    return Html(f"<details><summary>{escape(title)}</summary>{join(content).text}</details>")


def field(label: str, name: str, value: str = "", *, long: bool = False, kind: str = "text", hint: str = "",
          quiet: bool = False) -> Html:
    """`hint` stands in the empty field; a `quiet` label is there for screen readers only."""
    about = f' placeholder="{escape(hint)}"' if hint else ""
    if long:
        return _labelled(label, f'<textarea name="{escape(name)}" rows="3"{about}>\n{escape(value)}</textarea>', "wide")
    step = ' step="any"' if kind == "number" else ""
    shown = f'<input type="{kind}"{step} name="{escape(name)}" value="{escape(value)}"{about}>'
    return _labelled(label, shown, "quiet" if quiet else "")


def select(label: str, name: str, options: Iterable[tuple[str, str]], chosen: str = "", *, quiet: bool = False) -> Html:
    made = "".join(f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
                   for value, text in options)
    return _labelled(label, f'<select name="{escape(name)}">{made}</select>', "quiet" if quiet else "")


def _labelled(label: str, control: str, kind: str) -> Html:
    chosen = f' class="{kind}"' if kind else ""
    return Html(f'<label{chosen}><span>{escape(label)}</span>{control}</label>')


def hidden(name: str, value: str) -> Html:
    return Html(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">')


def button(text: str, action: str, *, kind: str = "") -> Html:
    return Html(f'<button name="action" value="{escape(action)}" class="{escape(kind)}">{escape(text)}</button>')


def form(address: str, content: Iterable[object], *, method: str = "post", kind: str = "") -> Html:
    return Html(f'<form method="{method}" action="{escape(address)}" class="{escape(kind)}">{join(content).text}</form>')


def section(title: str, *content: object) -> Html:
    heading = f"<h2>{escape(title)}</h2>" if title else ""
    return Html(f"<section>{heading}{join(content).text}</section>")


def search_form(address: str, wanted: str, *more: object) -> Html:
    looking = Html(f'<label class="quiet"><span>Search</span><input type="search" name="search" value="{escape(wanted)}" '
                   'placeholder="Search"></label>')
    return form(address, (looking, *more, Html("<button>Search</button>")), method="get", kind="row")


def chips(address: str, name: str, choices: Iterable[tuple[str, str]], chosen: str, kept: Mapping[str, str]) -> Html:
    """Links of which one is on: a filter with few choices. `kept` are the other parts of the query."""
    made = []
    for value, text in choices:
        query = urlencode({**{key: each for key, each in kept.items() if each}, **({name: value} if value else {})})
        now = ' aria-current="true"' if value == chosen else ""
        made.append(f'<a href="{escape(address + ("?" + query if query else ""))}"{now}>{escape(text)}</a>')
    return Html(f'<p class="chips">{"".join(made)}</p>')


def page(sandbox: Sandbox, title: str, *content: object, here: str = "", above: Iterable[tuple[str, str]] = (),
         remark: Html = nothing, problem: str = "", status: int = 200) -> web.Response:
    """One page with the navigation. `here` is its address, `above` the way to it, `problem` is shown first."""
    warning = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    way = join((link(address, text) for text, address in above), '<span aria-hidden="true">›</span>').text
    crumbs = f'<p class="crumbs">{way}</p>' if way else ""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        # The server's own policy sends no referrer; without this a browser hides the origin of a form.
        '<meta name="referrer" content="same-origin">'
        f'<title>{escape(title)} · Sandbox</title><link rel="stylesheet" href="/sandbox/console.css"></head>'
        f'<body><a class="skip" href="#main">Skip to the content</a>'
        f'<nav aria-label="Sandbox">{navigation(sandbox, here)}</nav>'
        f'<main id="main">{crumbs}<header><h1>{escape(title)}</h1>{show(remark)}</header>'
        f"{warning}{join(content).text}</main></body></html>")
    return web.Response(status=status, body=text.encode("utf-8", "replace"), content_type="text/html", charset="utf-8",
                        headers={"Content-Security-Policy": content_policy, "Cache-Control": "no-store"})


def to(address: str) -> web.Response:
    """Sends the browser on after a form was taken."""
    return web.Response(status=303, headers={"Location": address})


async def sent_form(request: web.Request) -> dict[str, str]:
    """The fields of a form as texts. Browsers end the lines of a text with CR LF."""
    return {name: str(value).replace("\r\n", "\n") for name, value in (await request.post()).items()}


def page_number(query: Mapping[str, str]) -> int:
    text = query.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def pages(address: str, kept: Mapping[str, str], number: int, total: int) -> Html:
    """Links to the page before and the page after; numbers start at 1."""
    last = max(1, -(-total // page_size))

    def to_page(other: int, text: str) -> Html:
        return link(f"{address}?{urlencode({**{key: each for key, each in kept.items() if each}, 'page': str(other)})}", text)

    counted = f"{total:,} record" + ("" if total == 1 else "s")
    parts: list[object] = [f"{counted}, page {number} of {last}" if last > 1 else counted]
    if number > 1:
        parts.append(to_page(number - 1, "Previous"))
    if number < last:
        parts.append(to_page(number + 1, "Next"))
    return Html(f'<p class="pages">{join(parts, " ").text}</p>')
