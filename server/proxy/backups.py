"""The addresses of backups; README.md in this folder has the contract."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import AsyncIterator

from aiohttp import web

from .backup import Backup, BackupName, Upload
from .backup_store import BackupStore, OpenBackup
from .errors import ProxyError
from .log import Log

CHECKSUM_HEADER = "X-Content-SHA256"
# An upload may take as long as it needs, but not stand still.
SILENCE_SECONDS = 30

_LENGTH = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Backups:
    """Routes below /api/backups. Sizes are in bytes, times in ms since 1970."""

    store: BackupStore
    log: Log

    def routes(self) -> list[web.RouteDef]:
        one = "/api/backups/{database}/{name}"
        return [web.get("/api/backups", self._list, allow_head=False), web.put(one, self._put),
                web.get(one, self._get, allow_head=False), web.delete(one, self._delete)]

    async def _list(self, _request: web.Request) -> web.Response:
        listing = await self.store.listing()
        return web.json_response({
            "backups": [describe(backup) for backup in listing.backups],
            "unreadable": [{"database": name.database, "name": str(name)} for name in listing.unreadable],
            "used": listing.used, "limit": self.store.limit, "free": self.store.free()})

    async def _put(self, request: web.Request) -> web.Response:
        name = _name(request)
        upload = Upload(name, _declared_length(request), request.headers.get(CHECKSUM_HEADER, ""))
        backup, removed = await self.store.save(upload, _content(request))
        if removed is not None:
            self.log.event("backup_saved", database=name.database, backup=name, size=backup.size, removed=len(removed))
        body: dict[str, object] = {**describe(backup), "removed": [str(gone) for gone in removed or [] if gone.database == name.database]}
        response = web.json_response(body, status=200 if removed is None else 201)
        if removed is None:
            response.force_close()  # the bytes were not needed and are not read
        return response

    async def _get(self, request: web.Request) -> web.StreamResponse:
        found = await self.store.open(_name(request))
        try:
            response = web.StreamResponse(headers={"Content-Type": "application/octet-stream",
                                                   CHECKSUM_HEADER: found.backup.sha256})
            response.content_length = found.backup.size
            await response.prepare(request)
            await self._stream(found, response)
            return response
        finally:
            found.close()

    async def _stream(self, found: OpenBackup, response: web.StreamResponse) -> None:
        """As fast as the page takes it. Breaks the connection at the first byte that is not vouched for."""
        try:
            while (piece := await self.store.piece(found.pieces)) is not None:
                await response.write(piece)
        except ProxyError as problem:
            self.log.event("backup_damaged", severity="alarm", database=found.backup.name.database, backup=found.backup.name)
            raise ConnectionResetError("the backup is damaged") from problem
        await response.write_eof()

    async def _delete(self, request: web.Request) -> web.Response:
        name = _name(request)
        await self.store.delete(name)
        self.log.event("backup_deleted", database=name.database, backup=name)
        return web.json_response({"deleted": True})


def describe(backup: Backup) -> dict[str, object]:
    """The public view of a backup."""
    name = backup.name
    return {"database": name.database, "name": str(name), "epoch": name.epoch, "sequence": name.sequence, "size": backup.size,
            "sha256": backup.sha256, "saved_at_ms": backup.saved_at_ms}


def _name(request: web.Request) -> BackupName:
    return BackupName.of(request.match_info["database"], request.match_info["name"])


def _declared_length(request: web.Request) -> int:
    """From the raw header: the room on disk is decided before the first byte is read."""
    declared: list[str] = request.headers.getall("Content-Length", [])
    if len(declared) != 1 or not _LENGTH.fullmatch(declared[0]):
        raise ProxyError("length_required", "An upload must say its length (Content-Length).", {"Connection": "close"})
    return int(declared[0])


async def _content(request: web.Request) -> AsyncIterator[bytes]:
    if request.content_type != "application/octet-stream":
        raise ProxyError("unsupported_content_type", "A backup is sent as application/octet-stream.", {"Connection": "close"})
    try:
        while True:
            async with asyncio.timeout(SILENCE_SECONDS):
                piece = await request.content.readany()
            if not piece:
                return
            yield piece
    except TimeoutError as problem:
        raise ProxyError("body_timeout", "The upload stood still; send the backup again.", {"Connection": "close"}) from problem
    except web.RequestPayloadError as problem:
        raise ProxyError("bad_request", "The body is not framed as its headers say.", {"Connection": "close"}) from problem
