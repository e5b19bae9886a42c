"""Who connected, who disconnected, and which member made which write.

A row is on disk before a write is sent, so every effect has one; it holds no payload. Rows are never deleted.
"""

from __future__ import annotations

import re
import uuid

from aiohttp import web

from ..clock import Clock
from ..database import Database
from ..errors import ProxyError
from .members import AUDIT_PATH, Member

LIMIT = 200
CONNECTED, DISCONNECTED, WROTE = "connected", "disconnected", "wrote"

SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
  id TEXT PRIMARY KEY,
  at REAL NOT NULL,
  member TEXT NOT NULL,
  action TEXT NOT NULL,
  connection TEXT NOT NULL,
  operation TEXT NOT NULL,           -- the page's operation id; empty where there is none
  target TEXT NOT NULL,              -- method and path; empty where nothing was forwarded
  status INTEGER,                    -- NULL: no answer was stored
  upstream TEXT                      -- the provider's own id of the call
) STRICT;
"""

_NUMBER = re.compile(r"[0-9]{1,15}")


class Audit:
    """The trail of one organisation, and the address that shows it to its admins."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    def routes(self) -> list[web.RouteDef]:
        return [web.get(AUDIT_PATH, self._list, allow_head=False)]

    async def record(self, member: Member, action: str, connection: str, operation: str = "", target: str = "") -> str:
        """Durable when it returns; the id is for `finish`. Raises ProxyError storage_failed: then the action must not be done."""
        identifier = str(uuid.uuid4())
        await self._database.run(lambda sql: sql.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
            (identifier, self._now(), member.name, action, connection, operation, target)))
        return identifier

    async def finish(self, identifier: str, status: int, upstream: str | None) -> None:
        await self._database.run(lambda sql: sql.execute(
            "UPDATE audit SET status = ?, upstream = ? WHERE id = ?", (status, upstream, identifier)))

    async def _list(self, request: web.Request) -> web.Response:
        """In the order in which they were written; `next` is null at the end."""
        after = request.query.get("after", "0")
        if not set(request.query) <= {"after"} or len(request.query) > 1 or not _NUMBER.fullmatch(after):
            raise ProxyError("bad_request", "The audit trail takes only after, a whole number.")
        rows = await self._database.run(lambda sql: sql.execute(
            "SELECT rowid, at, member, action, connection, operation, target, status, upstream FROM audit WHERE rowid > ? "
            "ORDER BY rowid LIMIT ?", (int(after), LIMIT + 1)).fetchall())
        names = ("member", "action", "connection", "operation", "target", "status", "upstream")
        entries = [{"at_ms": int(row[1] * 1000), **dict(zip(names, row[2:], strict=True))} for row in rows[:LIMIT]]
        return web.json_response({"entries": entries, "next": rows[LIMIT - 1][0] if len(rows) > LIMIT else None})
