"""Answers that wait until later calls were answered, so that they arrive out of order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass
class _Held:
    calls_left: int
    released: asyncio.Event = field(default_factory=asyncio.Event)


class HeldAnswers:
    def __init__(self) -> None:
        self._held: list[_Held] = []

    async def hold(self, calls: int, seconds_max: float) -> None:
        """Returns after `calls` other calls were answered, or after the time, so that a lonely call ends as well."""
        held = _Held(calls)
        self._held.append(held)
        try:
            await asyncio.wait_for(held.released.wait(), seconds_max)
        except asyncio.TimeoutError:
            pass
        finally:
            self._held.remove(held)

    def call_answered(self) -> None:
        for held in self._held:
            held.calls_left -= 1
            if held.calls_left <= 0:
                held.released.set()

    def release_all(self) -> None:
        for held in self._held:
            held.released.set()
