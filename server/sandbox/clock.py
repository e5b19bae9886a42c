"""Simulated time: the real clock with an offset, or a clock that stands still."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


class SimulatedClock:
    """The only source of calendar time in the sandbox.

    With `start` the clock is fixed: it moves only by `advance`, so the same calls give the same
    answers. Without it the clock follows real time. It never runs backwards.
    """

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            start = start.replace(tzinfo=timezone.utc)
        self._start = start.astimezone(timezone.utc) if start is not None else None
        self._offset = timedelta()

    @property
    def fixed(self) -> bool:
        return self._start is not None

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        base = self._start if self._start is not None else datetime.now(timezone.utc)
        return base + self._offset

    def advance(self, step: timedelta) -> None:
        """Moves time forward; raises ValueError for a step into the past."""
        if step < timedelta():
            raise ValueError("the clock only moves forward; give a step of zero or more seconds")
        self._offset += step
