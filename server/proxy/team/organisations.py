"""One set of stores for each organisation: what belongs to another is not filtered out but not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Awaitable, Callable, Mapping

from aiohttp import web

from ..backup_store import BackupStore
from ..journal import Journal
from ..known_databases import KnownDatabases
from ..tokens import TokenStore
from .audit import Audit
from .members import SOLE, organisation_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Stores:
    """All that one organisation keeps."""

    tokens: TokenStore
    journal: Journal
    backups: BackupStore
    known: KnownDatabases
    audit: Audit


def common_routes(tables: Mapping[str, list[web.RouteDef]]) -> list[web.RouteDef]:
    """One route for each address; its handler is that of the caller's organisation. Every table names the same addresses."""
    if set(tables) == {SOLE}:
        return tables[SOLE]
    found = []
    for alike in zip(*tables.values(), strict=True):
        assert len({(route.method, route.path) for route in alike}) == 1
        first, handlers = alike[0], dict(zip(tables, (route.handler for route in alike), strict=True))
        found.append(web.RouteDef(first.method, first.path, _dispatch(handlers), first.kwargs))  # type: ignore[arg-type]
    return found


def _dispatch(handlers: Mapping[str, Handler]) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await handlers[organisation_of(request)](request)
    return handle
