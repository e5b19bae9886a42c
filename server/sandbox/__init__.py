"""The sandbox: two simulated services, a company in both, a clock, a call log and planned faults.

Its parts import on their own (`server.sandbox.clock` loads neither simulator); `Sandbox` loads
all of them, and only when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.sandbox.composition import Sandbox

__all__ = ["Sandbox"]


def __getattr__(name: str) -> Any:
    if name == "Sandbox":
        from server.sandbox.composition import Sandbox
        return Sandbox
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
