"""The addresses of known databases; README.md in this folder has the contract, and why a profile is a cookie."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Iterable

from aiohttp import web

from .backup import NUMBER_MAX, Backup, check_database
from .backup_store import BackupStore
from .errors import ProxyError
from .known_databases import REMEMBERED_SECONDS, KnownDatabases, Position, Report
from .request_body import json_object

PROFILE_COOKIE = "__Host-profile"

_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Databases:
    """Routes below /api/databases. Times are in ms since 1970."""

    known: KnownDatabases
    backups: BackupStore

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/databases", self._list, allow_head=False), web.put("/api/databases/{database}", self._put),
                web.delete("/api/databases/{database}", self._delete)]

    async def _list(self, request: web.Request) -> web.Response:
        profile = profile_of(_cookie(request))
        reports, listing = await self.known.all(), await self.backups.listing()
        return web.json_response({"databases": described(profile, reports, listing.backups)})

    async def _put(self, request: web.Request) -> web.Response:
        database = _database(request)
        position = _position(await json_object(request))
        value = _cookie(request) or secrets.token_urlsafe(32)
        remembered = await self.known.report(profile_of(value), database, position)
        response = web.json_response({"database": database, "epoch": remembered.epoch, "sequence": remembered.sequence,
                                      "accepted": remembered == position})
        # Set again each time: a profile in use never runs out of its 400 days.
        response.set_cookie(PROFILE_COOKIE, value, max_age=REMEMBERED_SECONDS, path="/", secure=True, httponly=True, samesite="Strict")
        return response

    async def _delete(self, request: web.Request) -> web.Response:
        return web.json_response({"forgotten": await self.known.forget(profile_of(_cookie(request)), _database(request))})


def described(profile: str, reports: Iterable[Report], backups: Iterable[Backup]) -> list[dict[str, object]]:
    """The public view of all that is known, newest report first. `backups` are newest first within a database."""
    by_database: dict[str, list[Report]] = {}
    for report in reports:
        by_database.setdefault(report.database, []).append(report)
    saved: dict[str, list[Backup]] = {}
    for backup in backups:
        saved.setdefault(backup.name.database, []).append(backup)
    found = [_described(profile, database, by_database.get(database, []), saved.get(database, []))
             for database in [*by_database, *(one for one in saved if one not in by_database)]]
    return sorted(found, key=lambda one: one["reported_at_ms"], reverse=True)  # type: ignore[arg-type, return-value]


def _described(profile: str, database: str, reports: list[Report], backups: list[Backup]) -> dict[str, object]:
    own = next((report for report in reports if report.profile == profile), None)
    others = [report for report in reports if report.profile != profile]
    furthest = max(others, key=lambda report: report.position, default=None)
    shown = own or furthest
    if shown is not None:
        state = _state(shown)
    else:
        newest = backups[0]
        state = {"epoch": newest.name.epoch, "sequence": newest.name.sequence, "reported_at_ms": newest.saved_at_ms}
    return {"database": database, **state, "this_browser": own is not None,
            "elsewhere": _state(furthest) if own is not None and furthest is not None else None,
            "backups": len(backups), "newest_backup": str(backups[0].name) if backups else None}


def _state(report: Report) -> dict[str, int]:
    return {"epoch": report.position.epoch, "sequence": report.position.sequence, "reported_at_ms": int(report.reported_at * 1000)}


def profile_of(cookie: str | None) -> str:
    """What is stored of a cookie. Nothing can be stored under that of none, so it finds nothing."""
    return hashlib.sha256((cookie or "").encode()).hexdigest()


def _cookie(request: web.Request) -> str | None:
    value = request.cookies.get(PROFILE_COOKIE, "")
    return value if _COOKIE_VALUE.fullmatch(value) else None


def _database(request: web.Request) -> str:
    database = request.match_info["database"]
    check_database(database)
    return database


def _position(body: dict) -> Position:
    numbers = [body.get("epoch"), body.get("sequence")]
    if set(body) != {"epoch", "sequence"} or not all(type(number) is int and 0 <= number <= NUMBER_MAX for number in numbers):
        raise ProxyError("bad_request", "The body must be an object with the whole numbers epoch and sequence.")
    return Position(*numbers)  # type: ignore[arg-type]
