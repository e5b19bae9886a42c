"""Everything below /sandbox on the page's origin: the console for people, the control address for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from server.sandbox.console.client_routes import ClientRoutes
from server.sandbox.console.clock_pages import ClockPages
from server.sandbox.console.control_actions import ControlActions
from server.sandbox.console.control_routes import add_control_routes
from server.sandbox.console.fault_pages import FaultPages
from server.sandbox.console.hubspot_account_routes import HubSpotAccountRoutes
from server.sandbox.console.hubspot_pages import HubSpotPages
from server.sandbox.console.log_pages import LogPages
from server.sandbox.console.overview_pages import OverviewPages
from server.sandbox.console.page_routes import PageRoutes
from server.sandbox.console.quickbooks_control import QuickBooksControl
from server.sandbox.console.quickbooks_pages import QuickBooksPages
from server.sandbox.console.switch_routes import SwitchRoutes

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

__all__ = ["ControlActions", "add_console_routes"]


def add_console_routes(app: web.Application, sandbox: Sandbox) -> None:
    for pages in (OverviewPages, LogPages, FaultPages, ClockPages, QuickBooksPages, HubSpotPages):
        pages(sandbox).add_to(PageRoutes(app, sandbox))
    ClientRoutes(sandbox).add_to(app)
    SwitchRoutes(sandbox).add_to(app)
    HubSpotAccountRoutes(sandbox).add_to(app)
    QuickBooksControl(sandbox).add_to(app)
    add_control_routes(app, sandbox)        # last: its {product}/{type} addresses are the widest
