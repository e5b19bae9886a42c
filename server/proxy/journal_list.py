"""The addresses that read the journal; README.md in this folder has the contract.

A page that lost its database finds here what it once sent, and what of it is open.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from aiohttp import web

from .errors import ProxyError
from .journal import REPLAYED_HEADER, Answer, Entry, Journal, Question

LIMIT_DEFAULT = 100
LIMIT_MAX = 200
ANSWER_LENGTH_MAX = 16 << 10

_NUMBER = re.compile(r"[0-9]{1,15}")
_QUERY = frozenset({"state", "since_ms", "limit", "after"})


@dataclass(frozen=True)
class JournalList:
    """Routes below /api/journal. They change nothing."""

    journal: Journal

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/journal", self._list, allow_head=False),
                web.get("/api/journal/{id}/answer", self._answer, allow_head=False)]

    async def _list(self, request: web.Request) -> web.Response:
        limit, question = _question(request)
        entries = await self.journal.entries(question)
        more = len(entries) > limit
        return web.json_response({"operations": [describe(entry) for entry in entries[:limit]],
                                  "next": entries[limit - 1].position if more else None})

    async def _answer(self, request: web.Request) -> web.Response:
        answer = await self.journal.answer(request.match_info["id"].lower())
        if answer is None:
            raise ProxyError("not_found", "No answer is stored for this operation.")
        return web.Response(headers={**answer.headers, REPLAYED_HEADER: "1"}, body=answer.body)


def describe(entry: Entry) -> dict[str, object]:
    """The public view of an entry."""
    path, _, query = entry.target.partition("?")
    return {"id": entry.id, "provider": entry.connection.rpartition("-")[0], "connection": entry.connection, "method": entry.method,
            "path": path, "query": query, "body_sha256": entry.body_sha256, "state": entry.state, "status": entry.status,
            "started_at_ms": int(entry.started_at * 1000),
            "finished_at_ms": None if entry.finished_at is None else int(entry.finished_at * 1000),
            "answer_stored": entry.answer_stored, "answer": None if entry.answer is None else text_of(entry.answer)}


def text_of(answer: Answer) -> str | None:
    """The body as text, or None if it is long or no text. It may be stored compressed, as it came."""
    body = answer.body
    encoding = answer.headers.get("Content-Encoding")
    if encoding is not None:
        try:
            body = zlib.decompressobj(47 if encoding == "gzip" else 15).decompress(body, ANSWER_LENGTH_MAX + 1)
        except zlib.error:
            return None
    if len(body) > ANSWER_LENGTH_MAX:
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _question(request: web.Request) -> tuple[int, Question]:
    """One more entry than is shown is asked for: it tells whether there are more."""
    query = request.query
    if len(set(query)) != len(query) or not set(query) <= _QUERY:
        raise ProxyError("bad_request", f"The journal takes each of {', '.join(sorted(_QUERY))} once.")
    limit = _number(query.get("limit", str(LIMIT_DEFAULT)), "limit")
    if not 1 <= limit <= LIMIT_MAX:
        raise ProxyError("bad_request", f"limit is from 1 to {LIMIT_MAX}.")
    if query.get("state", "open") != "open":
        raise ProxyError("bad_request", "state can only be open; leave it out for all.")
    return limit, Question(_number(query.get("after", "0"), "after"), _number(query.get("since_ms", "0"), "since_ms") / 1000,
                           "state" in query, limit + 1, ANSWER_LENGTH_MAX)


def _number(text: str, name: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ProxyError("bad_request", f"{name} must be a whole number.")
    return int(text)
