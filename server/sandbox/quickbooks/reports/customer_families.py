"""Customers with their jobs below them, for reports with a row for each customer."""

from __future__ import annotations

from decimal import Decimal
from typing import Sequence

from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.reports.grid import Branch


def customer_families(company: Company, amounts: dict[str, Sequence[Decimal | None]]) -> list[Branch]:
    """Branches in the order of names for the customers that have amounts, and for the parents above them, which have none."""
    width = max((len(each) for each in amounts.values()), default=0)
    branches: dict[str, Branch] = {}
    names: dict[str, str] = {}
    tops: list[str] = []
    pending = list(amounts)
    while pending:
        identifier = pending.pop()
        record = company.find("Customer", identifier)
        if record is None or identifier in branches:
            continue
        data = record.peek()
        names[identifier] = str(data["FullyQualifiedName"]).casefold()
        branches[identifier] = Branch(data["DisplayName"], identifier, list(amounts.get(identifier, [None] * width)))
        parent = data.get("ParentRef", {}).get("value")
        if parent is None:
            tops.append(identifier)
        else:
            pending.append(parent)
    for identifier in sorted(branches, key=lambda each: names[each]):
        record = company.find("Customer", identifier)
        parent = record.peek().get("ParentRef", {}).get("value") if record is not None else None
        if parent is not None:
            branches[parent].below.append(branches[identifier])
    return [branches[identifier] for identifier in sorted(tops, key=lambda each: names[each])]
