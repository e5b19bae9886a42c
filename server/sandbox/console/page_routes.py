"""Puts the pages of the console at their addresses; an address without anything is a page as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Awaitable, Callable

from aiohttp import web

from server.sandbox.console.page_frame import Html, page

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

Handler = Callable[[web.Request], Awaitable[web.Response]]


class PageRoutes:
    def __init__(self, app: web.Application, sandbox: Sandbox) -> None:
        self._app = app
        self._sandbox = sandbox

    def get(self, address: str, handler: Handler) -> None:
        self._app.router.add_get(address, self._with_missing(handler))

    def post(self, address: str, handler: Handler) -> None:
        self._app.router.add_post(address, self._with_missing(handler))

    def _with_missing(self, handler: Handler) -> Handler:
        async def show(request: web.Request) -> web.Response:
            try:
                return await handler(request)
            except web.HTTPNotFound as missing:
                note = Html('<p class="note">It may have been deleted, or the data may have been replaced since.</p>')
                return page(self._sandbox, "Not found", note, here=request.path, problem=missing.text or "", status=404)

        return show
