"""The attributes a statement may name: how each is read from a record and from the text of a condition."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Callable

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.packed_members import packed_reader
from server.sandbox.quickbooks.pacific_time import pacific_date, parse_stamp
from server.sandbox.quickbooks.query_parser import Condition
from server.sandbox.quickbooks.record_order import Attribute, id_number

last_updated = Attribute("MetaData.LastUpdatedTime", lambda record, _: record.updated, by_change=True, in_record=True)
_created = Attribute("MetaData.CreateTime", lambda record, _: record.created, in_record=True)
_identifier = Attribute("Id", lambda record, _: record.id, in_record=True)
_active = Attribute("Active", lambda record, _: record.active, in_record=True)
_fixed = {each.name: each for each in (last_updated, _created, _identifier, _active)}
_number = Attribute("Id by number", lambda record, _: id_number(record.id), in_record=True)


@lru_cache(maxsize=None)
def attribute_of(entity: str, name: str) -> Attribute:
    """The attribute `name`, spelled as in the entity's query table or as a member of the entity."""
    if name in _fixed:
        return _fixed[name]
    sort = entity_types[entity].query.get(name, ("text", ""))[0]
    read = _readers.get(sort, _read_text)(name)
    return Attribute(name, lambda _, data: read(data), packed=packed_reader(entity, name, sort), folds=sort in ("text", "email"))


def order_attribute(entity: str, name: str) -> Attribute:
    """As `attribute_of`, for sorting: ids sort by number."""
    return _number if name == "Id" else attribute_of(entity, name)


def _read_member(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data.get(name)


def _read_text(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: _folded(data.get(name))


def _read_reference(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: data.get(name, {}).get("value")


def _read_email(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda data: _folded(data.get(name, {}).get("Address"))


def _read_attached(name: str) -> Callable[[dict[str, Any]], Any]:
    """The types or ids of everything an attachment hangs on."""
    member = name.rpartition(".")[2].lower()

    def read(data: dict[str, Any]) -> frozenset[str]:
        found = (each.get("EntityRef", {}).get(member, "") for each in data.get("AttachableRef", []))
        return frozenset(str(value).casefold() for value in found)

    return read


_readers: dict[str, Callable[[str], Callable[[dict[str, Any]], Any]]] = {
    "number": _read_member, "flag": _read_member, "day": _read_member, "reference": _read_reference,
    "email": _read_email, "attached": _read_attached}


def _folded(value: Any) -> str | None:
    return str(value).casefold() if value is not None else None


def typed(sort: str, value: str, condition: Condition, now: datetime, *, naive_is_utc: bool = False) -> Any:
    """The value of a condition in the form the attribute yields; ' ' stands for a value that is missing."""
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
        shown = pacific_date(now) if value.upper() == "CURRENT_DATE" and not condition.quoted else value
        return _moment(sort, shown, naive_is_utc)
    return value.casefold() if sort != "id" else value


def _moment(sort: str, value: str, naive_is_utc: bool) -> Any:
    moment = parse_stamp(value, naive_is_utc=naive_is_utc)
    if moment is None:
        raise api_fault.query_parse_error(f"Invalid date or time: {value[:100]}")
    return value.strip()[:10] if sort == "day" else int(moment.timestamp())
