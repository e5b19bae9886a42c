"""When a document is due, by its terms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from server.sandbox.quickbooks.company import Company

days_until_due_without_term = 30


def due_date(company: Company, draft: dict[str, Any]) -> str:
    """The day, YYYY-MM-DD, on which a document of TxnDate is due by its SalesTermRef; 30 days later without one."""
    term = company.find("Term", draft["SalesTermRef"]["value"]) if draft.get("SalesTermRef") else None
    made = date.fromisoformat(draft["TxnDate"])
    if term is not None and "DayOfMonthDue" in term.data:
        return _day_of_month_due(made, int(term.data["DayOfMonthDue"]), int(term.data.get("DueNextMonthDays", 0)))
    days = int(term.data.get("DueDays", days_until_due_without_term)) if term is not None else days_until_due_without_term
    return (made + timedelta(days=days)).isoformat()


def _day_of_month_due(made: date, day: int, next_month_days: int) -> str:
    """The next such day of a month; a month later when it is closer than `next_month_days`."""
    for months in range(3):
        year, month = divmod(made.year * 12 + made.month - 1 + months, 12)
        last = ((date(year, month + 1, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
        due = date(year, month + 1, min(day, last))
        if due > made + timedelta(days=next_month_days):
            break
    return due.isoformat()
