"""Timestamps the way QuickBooks writes them: US Pacific time whatever the company's zone.

The daylight-saving rule is written out so that no time-zone database is needed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

_standard = timezone(timedelta(hours=-8))
_daylight = timezone(timedelta(hours=-7))


def pacific(moment: datetime) -> datetime:
    """`moment` (aware) in US Pacific time."""
    begin, end = _daylight_span(moment.year)
    return moment.astimezone(_daylight if begin <= moment < end else _standard)


def stamp(moment: datetime) -> str:
    """Seconds precision, as in MetaData: 2026-05-05T02:08:55-07:00."""
    return pacific(moment).isoformat(timespec="seconds")


def stamp_with_milliseconds(moment: datetime) -> str:
    """As in the envelope's `time`."""
    return pacific(moment).isoformat(timespec="milliseconds")


def pacific_date(moment: datetime) -> str:
    return pacific(moment).date().isoformat()


def parse_stamp(text: str, *, naive_is_utc: bool = False) -> datetime | None:
    """Reads a timestamp or a bare date; without an offset it is Pacific (or UTC). None when malformed."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return moment
    if naive_is_utc:
        return moment.replace(tzinfo=timezone.utc)
    as_standard = moment.replace(tzinfo=_standard)
    offset = pacific(as_standard).tzinfo
    return moment.replace(tzinfo=offset)


@lru_cache(maxsize=None)
def _daylight_span(year: int) -> tuple[datetime, datetime]:
    """Second Sunday of March 2:00 standard to first Sunday of November 2:00 daylight time."""
    begin = _sunday(year, 3, 2)
    end = _sunday(year, 11, 1)
    return (datetime(year, 3, begin, 2, tzinfo=_standard), datetime(year, 11, end, 2, tzinfo=_daylight))


def _sunday(year: int, month: int, which: int) -> int:
    first = date(year, month, 1)
    return 1 + (6 - first.weekday()) % 7 + 7 * (which - 1)
