"""Runs a statement over a company's records, looking at as few of them as the statement allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Callable

from server.sandbox.quickbooks import api_fault, json_text
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType, entity_types
from server.sandbox.quickbooks.query_attributes import attribute_of, last_updated, order_attribute, typed
from server.sandbox.quickbooks.query_parser import Condition, Ordering, Statement, parse_statement
from server.sandbox.quickbooks.record_order import Attribute, RecordOrder, id_number, value_of
from server.sandbox.quickbooks.record_store import Record, RecordStore

rows_max = 1000
_bundle_types = {"bundle": "Group", "group": "no such type"}
few_share = 8           # sorting what changed lately pays while it is less than one in so many
_entity_by_name = {name.lower(): kind for name, kind in entity_types.items()}
_ordered_operators = ("=", "<", ">", "<=", ">=")
_exact_sorts = ("id", "reference", "flag", "attached")     # compared for equality only
_indexed_sorts = ("text", "reference", "email", "id")


@dataclass
class Test:
    """One condition, ready to be put to a record."""

    attribute: Attribute
    sort: str
    operator: str
    wanted: list[Any]
    passes: Callable[[Any], bool]

    @property
    def passes_all(self) -> bool:
        return self.sort == "flag" and {True, False}.issubset(self.wanted)


def run_query(company: Company, text: str, now: datetime, include: frozenset[str] = frozenset()) -> str:
    """The value of `QueryResponse` as JSON text; raises fault 4000 or 4001."""
    statement = parse_statement(text)
    kind = _entity_by_name.get(statement.entity.lower())
    if kind is None:
        raise api_fault.query_invalid(f"Invalid context declaration: {statement.entity}")
    tests = [test for condition in statement.conditions if not (test := _test(company, kind, condition, now)).passes_all]
    start = _bounded(statement.start, 1, None)
    wanted = _bounded(statement.rows_max, 1, rows_max)
    named = {condition.attribute.lower() for condition in statement.conditions}
    active_only = "active" not in named and not kind.transaction and "Active" in kind.query
    orderings = _orderings(company, kind, statement.orderings)
    search = Search(company.store(kind.name), kind, tests, orderings, active_only)
    if statement.counting:
        return json_text.encode({"totalCount": search.page(0, 0)[1]})
    page, total = search.page(start - 1, start - 1 + wanted)
    return _response(kind, statement, page, start, total, include)


def _response(kind: EntityType, statement: Statement, page: list[Record], start: int, total: int,
              include: frozenset[str]) -> str:
    if not page:
        return "{}"
    rows = ",".join(_projected(kind, statement, record, include) for record in page)
    counted = f',"totalCount":{total}' if kind.counted else ""
    return f'{{"{kind.name}":[{rows}],"startPosition":{start},"maxResults":{len(page)}{counted}}}'


def _projected(kind: EntityType, statement: Statement, record: Record, include: frozenset[str]) -> str:
    if not statement.attributes or "*" in statement.attributes:
        return record.text if kind.name != "Invoice" else _without_link(record, include)
    data = record.peek()
    members = {name.lower(): name for name in data}
    part: dict[str, Any] = {"domain": "QBO", "sparse": True}
    for attribute in statement.attributes:
        head = attribute.split(".")[0].lower()
        if head not in members and head not in {name.lower() for name in kind.fields}:
            raise api_fault.query_invalid(f"Property {attribute} not found for Entity {kind.name}")
        if head in members:
            part[members[head]] = data[members[head]]
    return json_text.encode(part)


def _without_link(invoice: Record, include: frozenset[str]) -> str:
    """Queries show the link for paying online only when asked to."""
    if b'"InvoiceLink":' not in invoice.wire or "invoicelink" in include:
        return invoice.text
    return json_text.encode({name: value for name, value in invoice.peek().items() if name != "InvoiceLink"})


def _bounded(text: str, least: int, most: int | None) -> int:
    try:
        number = int(text)
    except ValueError:
        raise api_fault.query_parse_error(f'Encountered "{text[:100]}" where a number is expected.') from None
    if number < least:
        raise api_fault.query_invalid(f"value {number} is too small. Min allowed value is {least}")
    if most is not None and number > most:
        raise api_fault.query_invalid(f"value {number} is too large. Max allowed value is {most}")
    return number


def _orderings(company: Company, kind: EntityType, asked: list[Ordering]) -> list[Ordering]:
    if not asked:
        return [Ordering(kind.default_order, descending=kind.transaction)]
    known = {name.lower(): (name, flags) for name, (_, flags) in kind.query.items()}
    if company.switches.id_is_ordered:
        known["id"] = ("Id", "fs")
    resolved = []
    for ordering in asked:
        name, flags = known.get(ordering.attribute.lower(), ("", ""))
        if "s" not in flags:
            raise api_fault.query_invalid(f"property '{ordering.attribute}' is not sortable")
        resolved.append(Ordering(name, ordering.descending))
    return resolved


def _test(company: Company, kind: EntityType, condition: Condition, now: datetime) -> Test:
    known = {name.lower(): (name, sort, flags) for name, (sort, flags) in kind.query.items()}
    name, sort, flags = known.get(condition.attribute.lower(), ("", "", ""))
    if not name:
        raise api_fault.query_invalid(f"Property {condition.attribute} not found for Entity {kind.name}")
    if "f" not in flags:
        raise api_fault.query_invalid(f"property '{condition.attribute}' is not queryable")
    allowed_anyway = sort == "id" and company.switches.id_is_ordered and condition.operator in _ordered_operators
    if sort in _exact_sorts and condition.operator not in ("=", "IN") and not allowed_anyway:
        raise api_fault.query_invalid(f"Operator {condition.operator} is not supported for {condition.attribute}")
    attribute = attribute_of(kind.name, name)
    if (kind.name, name) == ("Item", "Type") and company.switches.bundle_type == "Bundle":
        condition = replace(condition, values=[_bundle_types.get(value.lower(), value) for value in condition.values])
    if condition.operator == "LIKE":
        return Test(attribute, sort, "LIKE", [], _like(condition.values[0]))
    wanted = [typed(sort, value, condition, now, naive_is_utc=company.switches.naive_time_is_utc)
              for value in condition.values]
    return Test(attribute, sort, condition.operator, wanted, _comparison(sort, condition.operator, wanted))


def _like(pattern: str) -> Callable[[Any], bool]:
    parts = (re.escape(part) for part in pattern.split("%"))
    expression = re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)
    return lambda found: expression.fullmatch(str(found or "")) is not None


def _comparison(sort: str, operator: str, wanted: list[Any]) -> Callable[[Any], bool]:
    value = wanted[0]
    if sort == "attached":
        return lambda found: not found.isdisjoint(wanted)
    if sort == "id" and operator not in ("=", "IN"):
        ordered = _comparison("number", operator, [id_number(value)])
        return lambda found: ordered(id_number(found))
    if operator == "IN":
        return lambda found: found in wanted
    if operator == "=":
        return lambda found: found == value
    if value is None:
        return lambda found: False
    if operator == "<":
        return lambda found: found is not None and found < value
    if operator == ">":
        return lambda found: found is not None and found > value
    if operator == "<=":
        return lambda found: found is not None and found <= value
    return lambda found: found is not None and found >= value


class Search:
    """Finds what a statement asks for. Conditions on the first order's attribute are a span of that order,
    and so need no look at any record; of the others the most telling one is looked up in an index."""

    def __init__(self, store: RecordStore, kind: EntityType, tests: list[Test], orderings: list[Ordering],
                 active_only: bool) -> None:
        self._store = store
        self._kind = kind
        self._tests = tests
        self._orderings = orderings
        self._active_only = active_only

    def page(self, first: int, last: int) -> tuple[list[Record], int]:
        """The records at positions first .. last-1 of the result, and the length of the result."""
        found = self._found_by_value()
        if found is None:
            found = self._found_by_time()
        if found is None and len(self._orderings) == 1:
            return self._walk(first, last)
        if found is None:
            found = [record for record in self._store if not self._active_only or record.active]
        matching = self._passing(found, self._tests)
        return self._sorted(matching)[first:last], len(matching)

    def _walk(self, first: int, last: int) -> tuple[list[Record], int]:
        ordering = self._orderings[0]
        attribute = order_attribute(self._kind.name, ordering.attribute)
        order = self._store.order(attribute, active_only=self._active_only)
        left, low, high = _span(order, attribute, self._tests)
        if not left and ordering.descending:
            ids = order.ids(max(low, high - last), max(low, high - first))
            return self._records(ids[::-1]), high - low
        if not left:
            return self._records(order.ids(min(low + first, high), min(low + last, high))), high - low
        ids = order.ids(low, high)
        passing = self._passing(self._records(ids[::-1] if ordering.descending else ids), left)
        return passing[first:last], len(passing)

    def _found_by_value(self) -> list[Record] | None:
        """The records that have one of the values a condition names, or None when no condition does."""
        best: list[str] | None = None
        for test in self._tests:
            if test.operator not in ("=", "IN") or test.sort not in _indexed_sorts or None in test.wanted:
                continue
            values = dict.fromkeys(test.wanted)
            if test.sort == "id":
                ids = list(values)
            else:
                index = self._store.index(test.attribute)
                ids = [identifier for value in values for identifier in index.ids(value)]
            best = ids if best is None or len(ids) < len(best) else best
        if best is None:
            return None
        records = (self._store.get(identifier) for identifier in best)
        return [record for record in records if record is not None and (not self._active_only or record.active)]

    def _found_by_time(self) -> list[Record] | None:
        """What changed in the span of time a condition names, when that is little and sorted otherwise."""
        tests = [test for test in self._tests if test.attribute is last_updated]
        if not tests or self._orderings[0].attribute == last_updated.name:
            return None
        order = self._store.order(last_updated, active_only=self._active_only)
        _, low, high = _span(order, last_updated, tests)
        return self._records(order.ids(low, high)) if high - low < len(order) // few_share else None

    def _records(self, ids: list[str]) -> list[Record]:
        records = (self._store.get(identifier) for identifier in ids)
        return [record for record in records if record is not None]

    def _passing(self, records: list[Record], tests: list[Test]) -> list[Record]:
        if not tests:
            return records
        for test in tests:
            records = [record for record in records if test.passes(value_of(test.attribute, record))]
        return records

    def _sorted(self, records: list[Record]) -> list[Record]:
        for ordering in reversed(self._orderings):
            attribute = order_attribute(self._kind.name, ordering.attribute)
            records = sorted(records, key=_sort_key(attribute), reverse=ordering.descending)
        return records


def _span(order: RecordOrder, attribute: Attribute, tests: list[Test]) -> tuple[list[Test], int, int]:
    """What the conditions on the order's own attribute leave of it, and the other conditions."""
    low, high = 0, len(order)
    others = []
    for test in tests:
        if test.attribute.name != attribute.name or test.operator not in _ordered_operators or test.sort == "id":
            others.append(test)
            continue
        first, last = order.span(test.operator, test.wanted[0])
        low, high = max(low, first), min(high, last)
    return others, low, max(low, high)


def _sort_key(attribute: Attribute) -> Callable[[Record], Any]:
    def key(record: Record) -> Any:
        value = value_of(attribute, record)
        tie = record.change if attribute.by_change else id_number(record.id)
        return (0, 0, tie) if value is None else (1, value, tie)

    return key
