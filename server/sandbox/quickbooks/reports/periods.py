"""The spans of time a report may cover by name, and how a span is cut into columns."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

columns_max = 400
_last_month = date.max.year * 12 + 11
_macro = re.compile(r"(this|last|next) (week|month|fiscal quarter|fiscal year|calendar quarter|calendar year)(-to-date)?")
_months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_units = {"days": "day", "week": "week", "month": "month", "quarter": "calendar quarter", "year": "calendar year"}


@dataclass(frozen=True)
class Period:
    """Both days included."""

    first: date
    last: date

    @property
    def title(self) -> str:
        """As a column is headed: "Nov 2026", "Nov 1 - 22, 2026", "Oct - Dec, 2026"."""
        first, last = self.first, self.last
        whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
        if first == last:
            return f"{_months[first.month - 1]} {first.day}, {first.year}"
        if whole_months and (first.year, first.month) == (last.year, last.month):
            return f"{_months[first.month - 1]} {first.year}"
        if whole_months and first.year == last.year:
            return f"{_months[first.month - 1]} - {_months[last.month - 1]}, {first.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{_months[first.month - 1]} {first.day} - {last.day}, {first.year}"
        until = f"{_months[last.month - 1]} {last.day}, {last.year}"
        return f"{_months[first.month - 1]} {first.day}{f', {first.year}' if first.year != last.year else ''} - {until}"


def named_period(name: str, today: date, fiscal_month: int) -> Period | None:
    """The span a date_macro stands for, whatever the case; None for a name that stands for nothing.

    `fiscal_month` is the first month of the fiscal year, 1 to 12. Weeks begin on Sunday.
    """
    name = " ".join(name.lower().split())
    if name in ("today", "yesterday"):
        day = today - timedelta(days=name == "yesterday")
        return Period(day, day)
    if name == "all":
        return Period(date.min, date.max)
    if name == "next 4 weeks":
        return Period(today, today + timedelta(days=27))
    found = _macro.fullmatch(name)
    if found is None or found.group(1) == "next" and found.group(3):
        return None
    which, unit, to_date = found.groups()
    month = fiscal_month if unit.startswith("fiscal") else 1
    this = _around(today, unit, month)
    period = {"this": this, "last": _around(this.first - timedelta(days=1), unit, month),
              "next": _around(this.last + timedelta(days=1), unit, month)}[which]
    return Period(period.first, min(period.last, period.first + (today - this.first))) if to_date else period


def cut(first: date, last: date, unit: str) -> list[Period]:
    """A span cut at the borders of days, weeks, months, quarters or years (in lower case); the outer ones may be short.

    Ends early, one period over it, when there are more than `columns_max` of them.
    """
    periods: list[Period] = []
    while len(periods) <= columns_max:
        end = min(last, _around(first, _units[unit], 1).last)
        periods.append(Period(first, end))
        if end == last:
            break
        first = end + timedelta(days=1)
    return periods


def _around(day: date, unit: str, first_month: int) -> Period:
    """The unit of time that a day lies in, as far as the calendar goes."""
    if unit == "day":
        return Period(day, day)
    if unit == "week":
        gone = (day.weekday() + 1) % 7
        return Period(_clamped(day.toordinal() - gone), _clamped(day.toordinal() - gone + 6))
    length = {"month": 1, "quarter": 3, "year": 12}[unit.rpartition(" ")[2]]
    months = day.year * 12 + day.month - 1
    start = max(months - (months - (first_month - 1)) % length, 12)
    end = min(start + length - 1, _last_month)
    return Period(date(start // 12, start % 12 + 1, 1), date(end // 12, end % 12 + 1, monthrange(end // 12, end % 12 + 1)[1]))


def _clamped(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
