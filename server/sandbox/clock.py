"""Simulated time: real time with an offset, or a clock that stands still."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


class SimulatedClock:
    """The only source of calendar time in the sandbox.

    With `start` the clock is fixed: it moves only when it is told to, so the same calls give the same answers.
    Without it the clock follows real time. Only `set` turns it back, as the clock of a real service may.
    """

    def __init__(self, start: datetime | None = None) -> None:
        self._fixed = _utc(start) if start is not None else None
        self._offset = timedelta()

    @property
    def fixed(self) -> bool:
        return self._fixed is not None

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return self._fixed if self._fixed is not None else datetime.now(timezone.utc) + self._offset

    def advance(self, step: timedelta) -> None:
        """Moves time forward; raises ValueError for a step into the past and one beyond the calendar."""
        if step < timedelta():
            raise ValueError("the clock only advances; give a step of zero or more seconds, or set it to a time")
        try:
            self.set(self.now() + step)
        except OverflowError:
            raise ValueError("the calendar ends before that") from None

    def set(self, moment: datetime) -> None:
        """Jumps to a moment, forward or back. A running clock goes on from there."""
        moment = _utc(moment)
        if self._fixed is not None:
            self._fixed = moment
        else:
            self._offset = moment - datetime.now(timezone.utc)

    def start_from(self, moment: datetime) -> None:
        """Stands still at a moment, whatever the clock did before."""
        self._fixed = _utc(moment)

    def fix(self) -> None:
        """From now on the clock stands still."""
        self._fixed = self.now()

    def resume(self) -> None:
        """A clock that stands still runs on from where it stands."""
        if self._fixed is not None:
            self._offset = self._fixed - datetime.now(timezone.utc)
            self._fixed = None


def moment_from(text: str) -> datetime:
    """A time such as 2026-11-22T09:00:00Z; without an offset it is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    _utc(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError:
        raise ValueError("the calendar does not hold that time") from None
