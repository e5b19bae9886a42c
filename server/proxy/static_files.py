"""The page: read into memory at start, served by exact name."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

from aiohttp import web

from .errors import ProxyError

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8", ".json": "application/json; charset=utf-8", ".data": "application/octet-stream",
    ".png": "image/png", ".svg": "image/svg+xml", ".ttf": "font/ttf", ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
}
# In order of preference. The compressed twin of `x` is the file `x.br` or `x.gz` beside it.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
INDEX = "index.html"

_HASHED_NAME = re.compile(r"(^|[.-])(?=[0-9a-f]*[0-9])[0-9a-f]{8,64}\.[a-z0-9]+$")

NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ledgerbridge is not built yet</title></head>
<body><h1>Ledgerbridge is not built yet</h1>
<p>The server runs, but there is no page to show. Run <code>./dev build web-release</code> and start again.</p>
</body></html>
"""


@dataclass(frozen=True)
class StaticFile:
    """One file of the page with its compressed twins by encoding."""

    content_type: str
    cache_control: str
    etag: str
    body: bytes = field(repr=False)
    encoded: Mapping[str, bytes] = field(repr=False)


def load(folder: Path) -> dict[str, StaticFile]:
    """All regular files below the folder by their address. Links, source maps and unknown types are left out."""
    bodies = {}
    for parent, _folders, names in os.walk(folder, followlinks=False):
        for name in names:
            path = Path(parent) / name
            if not path.is_symlink() and path.is_file():
                bodies["/" + path.relative_to(folder).as_posix()] = path.read_bytes()
    files = {}
    for address, body in bodies.items():
        content_type = CONTENT_TYPES.get(Path(address).suffix)
        if content_type is not None:
            files[address] = _static_file(address, content_type, body, bodies)
    if f"/{INDEX}" in files:
        files["/"] = files[f"/{INDEX}"]
    return files


def _static_file(address: str, content_type: str, body: bytes, bodies: Mapping[str, bytes]) -> StaticFile:
    encoded = {name: bodies[address + suffix] for name, suffix in ENCODINGS.items() if address + suffix in bodies}
    hashed = _HASHED_NAME.search(address.rsplit("/", 1)[-1]) is not None
    return StaticFile(content_type, IMMUTABLE if hashed else REVALIDATE, hashlib.sha256(body).hexdigest()[:32], body, encoded)


@dataclass(frozen=True)
class StaticFiles:
    """Answers GET and HEAD for every address that no other route has."""

    files: Mapping[str, StaticFile]
    page_origin: str

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/{rest:.*}", self._get)

    async def _get(self, request: web.Request) -> web.Response:
        address = request.raw_path.split("?", 1)[0]
        if address == "/" and not self.page_origin.endswith("://" + request.headers["Host"]):
            return web.Response(status=308, headers={"Location": self.page_origin + "/", "Cache-Control": REVALIDATE})
        found = self.files.get(address)
        if found is not None:
            return _answer(request, found)
        if address == "/":
            return web.Response(status=503, text=NOT_BUILT, content_type="text/html", headers={"Cache-Control": "no-store"})
        raise ProxyError("not_found", "There is nothing at this address; open the page at /.")


def _answer(request: web.Request, file: StaticFile) -> web.Response:
    headers = {"Content-Type": file.content_type, "Cache-Control": file.cache_control}
    if file.encoded:
        headers["Vary"] = "Accept-Encoding"
    encoding = chosen_encoding(request.headers.get("Accept-Encoding", ""), file.encoded)
    # Each representation has its own tag, or a cache could join the parts of two.
    headers["ETag"] = f'"{file.etag}-{encoding}"' if encoding else f'"{file.etag}"'
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    if headers["ETag"] in tags:
        headers.pop("Content-Type")
        return web.Response(status=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return web.Response(body=file.encoded[encoding] if encoding else file.body, headers=headers)


def chosen_encoding(accept_encoding: str, available: Mapping[str, bytes]) -> str | None:
    """The preferred encoding that the client takes and the file has."""
    accepted = set()
    for item in accept_encoding.lower().split(","):
        name, _, weight = item.partition(";")
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight):
            accepted.add(name.strip())
    return next((name for name in ENCODINGS if name in accepted and name in available), None)
