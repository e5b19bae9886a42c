"""Times on the wire: ISO-8601 in UTC with milliseconds, or epoch milliseconds in requests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECONDS_MAX = 253402300799999  # the end of the year 9999
_MILLISECONDS_MIN = -62135596800000  # the start of the year 1


def to_milliseconds(moment: datetime) -> int:
    """Epoch milliseconds of an aware time."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_milliseconds(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


@lru_cache(maxsize=4096)
def wire_time(milliseconds: int) -> str:
    """2026-11-22T21:40:00.000Z"""
    moment = from_milliseconds(milliseconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def parse_time(text: str) -> int | None:
    """Epoch milliseconds of an ISO text or an epoch-milliseconds text; None when it is neither."""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdecimal():
        if len(digits) > 15:
            return None
        milliseconds = int(text)
        return milliseconds if _MILLISECONDS_MIN <= milliseconds <= _MILLISECONDS_MAX else None
    try:
        moment = datetime.fromisoformat(text)
        return to_milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc))
    except (ValueError, OverflowError):
        return None
