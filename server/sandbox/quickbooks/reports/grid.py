"""The grid every report is answered as: a header, columns, and rows that nest in sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Iterable, Sequence

from server.sandbox.quickbooks.document_lines import zero
from server.sandbox.quickbooks.pacific_time import stamp

Cell = dict[str, str]


def money(amount: Decimal | None) -> str:
    """Two decimals; nothing at all for None."""
    return f"{amount:.2f}" if amount is not None else ""


def cell(value: str, identifier: str | None = None) -> Cell:
    return {"value": value} if not identifier else {"value": value, "id": identifier}


def column(title: str, kind: str, key: str, **more: str) -> dict[str, Any]:
    """A column; `key` is what a reader finds it by, whatever its title and place."""
    pairs = {**more, "ColKey": key}
    return {"ColTitle": title, "ColType": kind, "MetaData": [{"Name": name, "Value": value} for name, value in pairs.items()]}


def data_row(cells: Iterable[Cell], *, typed: bool = True) -> dict[str, Any]:
    return {"ColData": list(cells), **({"type": "Data"} if typed else {})}


def section(header: Sequence[Cell] | None, rows: list[dict[str, Any]], summary: Sequence[Cell] | None, group: str = "") -> dict[str, Any]:
    """A group of rows with its head and its sum, each of which may be missing."""
    made: dict[str, Any] = {}
    if header is not None:
        made["Header"] = {"ColData": list(header)}
    if rows:
        made["Rows"] = {"Row": rows}
    if summary is not None:
        made["Summary"] = {"ColData": list(summary)}
    return {**made, "type": "Section", **({"group": group} if group else {})}


@dataclass
class Branch:
    """An account or customer with what is below it. `amounts` are its own, None where it has none."""

    name: str
    id: str
    amounts: list[Decimal | None]
    below: list[Branch] = field(default_factory=list)

    def sums(self) -> list[Decimal]:
        """Its own amounts and those of everything below."""
        total = [amount or zero for amount in self.amounts]
        for branch in self.below:
            total = [first + second for first, second in zip(total, branch.sums())]
        return total

    def has_amounts(self) -> bool:
        return any(self.amounts) or any(branch.has_amounts() for branch in self.below)


def branch_rows(branches: Iterable[Branch], *, typed: bool = True) -> list[dict[str, Any]]:
    """A row for each branch that has amounts; one with others below it becomes a section with their sum."""
    rows = []
    for branch in branches:
        if not branch.has_amounts():
            continue
        cells = [cell(branch.name, branch.id), *(cell(money(amount)) for amount in branch.amounts)]
        below = branch_rows(branch.below, typed=typed)
        summary = [cell(f"Total {branch.name}"), *(cell(money(amount)) for amount in branch.sums())]
        rows.append(section(cells, below, summary) if below else data_row(cells, typed=typed))
    return rows


def sums_of(branches: Iterable[Branch], width: int) -> list[Decimal]:
    total = [zero] * width
    for branch in branches:
        total = [first + second for first, second in zip(total, branch.sums())]
    return total


def report(name: str, now: datetime, currency: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]], *,
           header: dict[str, str], options: dict[str, str], is_empty: bool) -> dict[str, Any]:
    """The whole answer. A report without data has no rows and says so in its header."""
    pairs = {**options, "NoReportData": "true" if is_empty else "false"}
    return {"Header": {"Time": stamp(now), "ReportName": name, **{key: value for key, value in header.items() if value},
                       "Currency": currency, "Option": [{"Name": key, "Value": value} for key, value in pairs.items()]},
            "Columns": {"Column": columns}, "Rows": {} if is_empty else {"Row": rows}}
