"""A checked request to create or update a record, on its way to the whole object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.record_store import Record


@dataclass
class FormRequest:
    """`draft` holds every writable member the stored object shall have."""

    company: Company
    entity: str
    draft: dict[str, Any]
    sent: set[str]                  # the members the caller named
    include: set[str]
    old: Record | None
    now: datetime


def check_open_period(company: Company, day: str, old: Record | None) -> None:
    closed = company.settings.book_close_date
    days = [day] + ([old.data["TxnDate"]] if old is not None else [])
    if closed and any(each <= closed for each in days):
        raise api_fault.period_closed()
