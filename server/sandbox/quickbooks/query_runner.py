"""Runs a statement over a company's records."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Callable

from server.sandbox.quickbooks import api_fault, json_text
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType, entity_types
from server.sandbox.quickbooks.pacific_time import pacific_date, parse_stamp
from server.sandbox.quickbooks.query_parser import Condition, Ordering, Statement, parse_statement
from server.sandbox.quickbooks.record_store import Record, RecordStore, updated_key

rows_max = 1000
_entity_by_name = {name.lower(): kind for name, kind in entity_types.items()}
Test = Callable[[Record], bool]


def run_query(company: Company, text: str, now: datetime) -> str:
    """The value of `QueryResponse` as JSON text; raises fault 4000 or 4001."""
    statement = parse_statement(text)
    kind = _entity_by_name.get(statement.entity.lower())
    if kind is None:
        raise api_fault.query_invalid(f"Invalid context declaration: {statement.entity}")
    tests = [_test(kind, condition, now) for condition in statement.conditions]
    start = _bounded(statement.start, 1, None)
    wanted = _bounded(statement.rows_max, 1, rows_max)
    if not any(condition.attribute.lower() == "active" for condition in statement.conditions):
        if not kind.transaction and "Active" in kind.query:
            tests.append(_is_active)
    orderings = _orderings(kind, statement.orderings)
    found = _matching(company.store(kind.name), kind, statement, tests, orderings)
    if statement.counting:
        return json_text.encode({"totalCount": len(found)})
    return _response(kind, statement, found[start - 1:start - 1 + wanted], start, len(found))


def _response(kind: EntityType, statement: Statement, page: list[Record], start: int, total: int) -> str:
    if not page:
        return "{}"
    rows = ",".join(_projected(kind, statement, record) for record in page)
    counted = f',"totalCount":{total}' if kind.counted else ""
    return f'{{"{kind.name}":[{rows}],"startPosition":{start},"maxResults":{len(page)}{counted}}}'


def _projected(kind: EntityType, statement: Statement, record: Record) -> str:
    if not statement.attributes or "*" in statement.attributes:
        return record.text
    members = {name.lower(): name for name in record.data}
    part: dict[str, Any] = {"domain": "QBO", "sparse": True}
    for attribute in statement.attributes:
        head = attribute.split(".")[0].lower()
        if head not in members and head not in {name.lower() for name in kind.fields}:
            raise api_fault.query_invalid(f"Property {attribute} not found for Entity {kind.name}")
        if head in members:
            part[members[head]] = record.data[members[head]]
    return json_text.encode(part)


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


def _matching(store: RecordStore, kind: EntityType, statement: Statement, tests: list[Test],
              orderings: list[Ordering]) -> list[Record]:
    narrowed = _narrowed(store, statement.conditions)
    if narrowed is None:
        source = _ordered(store, kind, orderings)
        return [record for record in source if all(test(record) for test in tests)] if tests else source
    found = [record for record in narrowed if all(test(record) for test in tests)]
    return _sort(found, kind, orderings)


def _narrowed(store: RecordStore, conditions: list[Condition]) -> list[Record] | None:
    """The few records an Id or a change time picks, or None when all have to be looked at."""
    for condition in conditions:
        name = condition.attribute.lower()
        if name == "id":
            records = (store.get(value) for value in dict.fromkeys(condition.values))
            return [record for record in records if record is not None]
        if name == "metadata.lastupdatedtime" and condition.operator in (">", ">="):
            moment = parse_stamp(condition.values[0])
            return store.updated_since(int(moment.timestamp())) if moment is not None else None
    return None


def _orderings(kind: EntityType, asked: list[Ordering]) -> list[Ordering]:
    if not asked:
        return [Ordering(kind.default_order, descending=kind.transaction)]
    known = {name.lower(): (name, flags) for name, (_, flags) in kind.query.items()}
    resolved = []
    for ordering in asked:
        name, flags = known.get(ordering.attribute.lower(), ("", ""))
        if "s" not in flags:
            raise api_fault.query_invalid(f"property '{ordering.attribute}' is not sortable")
        resolved.append(Ordering(name, ordering.descending))
    return resolved


def _ordered(store: RecordStore, kind: EntityType, orderings: list[Ordering]) -> list[Record]:
    if len(orderings) == 1:
        ordering = orderings[0]
        order = store.ordered(ordering.attribute, _sort_key(kind, ordering.attribute))
        return order[::-1] if ordering.descending else order
    return _sort(list(store), kind, orderings)


def _sort(records: list[Record], kind: EntityType, orderings: list[Ordering]) -> list[Record]:
    for ordering in reversed(orderings):
        records = sorted(records, key=_sort_key(kind, ordering.attribute), reverse=ordering.descending)
    return records


@lru_cache(maxsize=None)
def _sort_key_named(attribute: str, sort: str) -> Callable[[Record], Any]:
    if attribute == "MetaData.LastUpdatedTime":
        return updated_key
    if attribute == "MetaData.CreateTime":
        return lambda record: (record.created, int(record.id) if record.id.isdecimal() else 0)
    if sort == "number":
        return lambda record: (record.data.get(attribute, Decimal(0)), record.change)
    return lambda record: (str(record.data.get(attribute, "")).casefold(), record.change)


def _sort_key(kind: EntityType, attribute: str) -> Callable[[Record], Any]:
    return _sort_key_named(attribute, kind.query.get(attribute, ("text", ""))[0])


def _is_active(record: Record) -> bool:
    return record.data.get("Active") is not False


def _test(kind: EntityType, condition: Condition, now: datetime) -> Test:
    known = {name.lower(): (name, sort, flags) for name, (sort, flags) in kind.query.items()}
    name, sort, flags = known.get(condition.attribute.lower(), ("", "", ""))
    if not name:
        raise api_fault.query_invalid(f"Property {condition.attribute} not found for Entity {kind.name}")
    if "f" not in flags:
        raise api_fault.query_invalid(f"property '{condition.attribute}' is not queryable")
    if sort in ("id", "reference", "flag") and condition.operator not in ("=", "IN"):
        raise api_fault.query_invalid(f"Operator {condition.operator} is not supported for {condition.attribute}")
    if condition.operator == "LIKE":
        return _like_test(_reader(name, sort), condition.values[0])
    wanted = [_typed(sort, value, condition, now) for value in condition.values]
    return _comparison(_reader(name, sort), condition.operator, wanted)


def _like_test(read: Callable[[Record], Any], pattern: str) -> Test:
    parts = (re.escape(part) for part in pattern.split("%"))
    expression = re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)
    return lambda record: expression.fullmatch(str(read(record) or "")) is not None


def _comparison(read: Callable[[Record], Any], operator: str, wanted: list[Any]) -> Test:
    value = wanted[0]
    if operator == "IN":
        return lambda record: read(record) in wanted
    if operator == "=":
        return lambda record: read(record) == value
    if operator == "<":
        return lambda record: (found := read(record)) is not None and found < value
    if operator == ">":
        return lambda record: (found := read(record)) is not None and found > value
    if operator == "<=":
        return lambda record: (found := read(record)) is not None and found <= value
    return lambda record: (found := read(record)) is not None and found >= value


def _typed(sort: str, value: str, condition: Condition, now: datetime) -> Any:
    """The value of a condition in the form `_reader` yields; ' ' stands for a value that is missing."""
    if value.strip() == "" and condition.quoted:
        return None
    if sort == "number":
        try:
            return Decimal(value)
        except InvalidOperation:
            raise api_fault.query_invalid(f"value {value[:100]} is not a number") from None
    if sort == "flag":
        if value.lower() not in ("true", "false"):
            raise api_fault.query_invalid(f"value {value[:100]} is not true or false")
        return value.lower() == "true"
    if sort in ("stamp", "day"):
        return _moment(sort, pacific_date(now) if value.upper() == "CURRENT_DATE" else value)
    return value.casefold()


def _moment(sort: str, value: str) -> Any:
    moment = parse_stamp(value)
    if moment is None:
        raise api_fault.query_parse_error(f"Invalid date or time: {value[:100]}")
    return value.strip()[:10] if sort == "day" else int(moment.timestamp())


def _reader(name: str, sort: str) -> Callable[[Record], Any]:
    if name == "MetaData.LastUpdatedTime":
        return lambda record: record.updated
    if name == "MetaData.CreateTime":
        return lambda record: record.created
    if sort == "reference":
        return lambda record: record.data.get(name, {}).get("value")
    if sort == "email":
        return lambda record: _folded(record.data.get(name, {}).get("Address"))
    if sort in ("number", "flag", "day"):
        return lambda record: record.data.get(name)
    return lambda record: _folded(record.data.get(name))


def _folded(value: Any) -> str | None:
    return str(value).casefold() if value is not None else None
