"""An answer of a service taken apart and put together again."""

from __future__ import annotations

from typing import Any, Iterator

from aiohttp import web

from server.sandbox.quickbooks import json_text

_framing = ("Content-Length", "Transfer-Encoding", "Date", "Server", "Connection")
# Members of a QuickBooks answer that hold records, by what kind of answer it is.
_sets = ("QueryResponse", "CDCResponse", "BatchItemResponse")


def body_of(answer: web.StreamResponse) -> bytes:
    body = getattr(answer, "body", None)
    return bytes(body) if isinstance(body, (bytes, bytearray)) else b""


def same_headers(answer: web.StreamResponse) -> dict[str, str]:
    """The headers of an answer for another one; those of the transport are made anew."""
    return {name: value for name, value in answer.headers.items() if name not in _framing}


def json_of(answer: web.StreamResponse) -> Any:
    """The JSON object of a successful answer with exact numbers; None for anything else."""
    if not 200 <= answer.status < 300 or "json" not in answer.headers.get("Content-Type", ""):
        return None
    try:
        value = json_text.parse(body_of(answer))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def with_json(answer: web.StreamResponse, value: Any, raw: tuple[str, str] | None = None) -> web.Response:
    """The same answer with another body; `raw` replaces a marked string by a text that JSON writers avoid."""
    text = json_text.encode(value)
    if raw is not None:
        text = text.replace(f'"{raw[0]}"', raw[1])
    return web.Response(status=answer.status, body=text.encode("utf-8", "replace"), headers=same_headers(answer))


def records(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every record in an answer of either service, whether it holds one, a page, a batch or changes."""
    return (record for _, record in named_records(value))


def named_records(value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """As `records`, with the entity's name in QuickBooks' answers; HubSpot's do not tell it. No deletion stubs."""
    if isinstance(value.get("results"), list):
        yield from (("", each) for each in value["results"] if isinstance(each, dict) and "properties" in each)
    elif "properties" in value and "id" in value:
        yield "", value
    else:
        for name, rows in record_lists(value):
            yield from ((name, row) for row in rows if row.get("status") != "Deleted")


def record_lists(value: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The lists of records in a QuickBooks answer, to be changed in place, each with its entity."""
    for name, member in value.items():
        if name in _sets:
            for part in member if isinstance(member, list) else [member]:
                yield from record_lists(part)
        elif isinstance(member, list) and all(isinstance(row, dict) and "Id" in row for row in member):
            yield name, member
        elif isinstance(member, dict) and "Id" in member:
            yield name, [member]
