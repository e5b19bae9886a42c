"""Which backups of one database may go: a pure decision, no clock and no disk.

Kept is the newest backup of each of the last 24 hours, 14 days and 12 months *that have one*, so that a week without use
costs nothing, and always the newest of all. Newest is by (epoch, sequence), not by the clock, which may be set back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Callable, Iterable, Mapping, Sequence

HOURS_KEPT = 24
DAYS_KEPT = 14
MONTHS_KEPT = 12

_PERIODS: tuple[tuple[str, int], ...] = (("%Y-%m-%d %H", HOURS_KEPT), ("%Y-%m-%d", DAYS_KEPT), ("%Y-%m", MONTHS_KEPT))


@dataclass(frozen=True, order=True)
class Moment:
    """One backup: the state of the database that it holds, when it was saved (ms since 1970) and its size in bytes."""

    epoch: int
    sequence: int
    saved_at_ms: int
    size: int = 0

    @property
    def name(self) -> str:
        return f"{self.epoch}-{self.sequence}"


def outdated(moments: Iterable[Moment]) -> list[Moment]:
    """Those that no rule keeps, oldest first. Never the newest, so never the only one."""
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    for pattern, count in _PERIODS:
        kept |= _newest_of_each(newest_first, lambda moment: _period(moment, pattern), count)
    return [moment for moment in reversed(newest_first) if moment not in kept]


def too_much(databases: Mapping[str, Sequence[Moment]], limit: int) -> list[tuple[str, Moment]]:
    """What has to go so that all databases together take at most `limit` bytes, oldest first, as (database, backup).

    The newest of each database stays even if that is more than the limit.
    """
    everything = [(moment.saved_at_ms, database, moment) for database, moments in databases.items() for moment in moments]
    excess = sum(moment.size for _, _, moment in everything) - limit
    gone = []
    for _, database, moment in sorted(everything):
        if excess <= 0:
            break
        if moment != max(databases[database]):
            gone.append((database, moment))
            excess -= moment.size
    return gone


def _newest_of_each(newest_first: Sequence[Moment], period: Callable[[Moment], str], count: int) -> set[Moment]:
    """The newest of each period, for the `count` latest periods."""
    chosen: dict[str, Moment] = {}
    for moment in newest_first:
        chosen.setdefault(period(moment), moment)
    return {chosen[name] for name in sorted(chosen, reverse=True)[:count]}


def _period(moment: Moment, pattern: str) -> str:
    return datetime.fromtimestamp(moment.saved_at_ms / 1000, timezone.utc).strftime(pattern)
