"""Filters of the search API: their limits, their operators and how values compare."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fnmatch import translate
from typing import TYPE_CHECKING, Any, Callable

from .calls import required
from .errors import validation
from .object_types import ObjectType, find_object_type
from .property_definitions.definition import Definition
from .times import parse_time, wire_time

if TYPE_CHECKING:
    from .crm import Crm

FILTERS_PER_GROUP_MAX = 6
FILTERS_MAX = 18

Values = dict[str, str]
Test = Callable[[str, Values], bool]  # (record id, indexed values) -> does it match


def compile_groups(crm: Crm, kind: ObjectType, body: dict[str, Any]) -> list[list[Test]]:
    """The filter groups as tests: all of a group must hold, of any one group. Empty: everything matches."""
    groups = body.get("filterGroups") or []
    if not isinstance(groups, list):
        raise validation("filterGroups must be an array.")
    if body.get("filters"):
        groups = [*groups, {"filters": body["filters"]}]
    filters = [required(group, "filters", list) for group in groups]
    groups_max = crm.switches.search_filter_groups_max
    if len(groups) > groups_max or any(len(group) > FILTERS_PER_GROUP_MAX for group in filters) \
            or sum(map(len, filters)) > FILTERS_MAX:
        raise validation(f"A search takes at most {groups_max} filter groups with {FILTERS_PER_GROUP_MAX} filters each "
                         f"and {FILTERS_MAX} filters in all.")
    return [[_compile(crm, kind, entry) for entry in group] for group in filters]


def _compile(crm: Crm, kind: ObjectType, entry: Any) -> Test:
    name = required(entry, "propertyName", str)
    operator = required(entry, "operator", str)
    if name.startswith("associations."):
        return _associated(crm, kind, name.partition(".")[2], entry)
    definition = crm.catalogues[kind.plural].get(name)
    if definition is None:
        raise validation(f"There was a problem with the request: {kind.singular} has no property named {name}.")
    build = _OPERATORS.get(operator)
    if build is None:
        raise validation(f"{operator} is not a search operator; use one of {', '.join(_OPERATORS)}.")
    if definition.type in ("date", "datetime") and not crm.switches.search_takes_iso_dates:
        _require_epochs(entry)
    if name == "email" and kind.plural == "contacts" and operator == "EQ":
        return _email_equals(_text_of(entry, "value").strip().lower())
    return build(definition, entry)


def _text_of(entry: dict[str, Any], field: str) -> str:
    value = entry.get(field)
    if value is None or isinstance(value, (dict, list)):
        raise validation(f"The operator {entry.get('operator')} needs {field}.")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts_of(entry: dict[str, Any]) -> list[str]:
    values = entry.get("values")
    if not isinstance(values, list) or not values:
        raise validation(f"The operator {entry.get('operator')} needs values.")
    return [str(value) for value in values]


def _require_epochs(entry: dict[str, Any]) -> None:
    for text in (entry.get("value"), entry.get("highValue"), *(entry.get("values") or ())):
        if text is not None and not str(text).removeprefix("-").isdecimal():
            raise validation(f"{text} is not a time in epoch milliseconds.")


def comparable(definition: Definition, text: str) -> Any:
    """A value that orders as the property's type does; None when the text does not fit the type."""
    if definition.type == "number":
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    if definition.type in ("datetime", "date"):
        milliseconds = parse_time(text)
        if milliseconds is None:
            return None
        return wire_time(milliseconds) if definition.type == "datetime" else wire_time(milliseconds)[:10]
    return text if definition.type == "enumeration" else text.lower()


def sort_key(definition: Definition) -> Callable[[Values], tuple[bool, Any]]:
    """Orders records by one property, empty values first."""
    name = definition.name

    def key(values: Values) -> tuple[bool, Any]:
        text = values.get(name, "")
        value = _stored(definition, text) if text else None
        return (False, "") if value is None else (True, value)

    return key


def _stored(definition: Definition, text: str) -> Any:
    """As comparable(), for a value that is already in stored form: times compare as texts."""
    return text if definition.type in ("datetime", "date", "enumeration") else comparable(definition, text)


def _wanted(definition: Definition, entry: dict[str, Any], field: str) -> Any:
    value = comparable(definition, _text_of(entry, field))
    if value is None:
        raise validation(f"The value of {definition.name} in a filter does not fit its type {definition.type}.")
    return value


def _ordered(holds: Callable[[Any, Any], bool]) -> Callable[[Definition, dict[str, Any]], Test]:
    def build(definition: Definition, entry: dict[str, Any]) -> Test:
        wanted, name = _wanted(definition, entry, "value"), definition.name

        def test(_: str, values: Values) -> bool:
            text = values.get(name)
            return bool(text) and holds(_stored(definition, text), wanted)

        return test

    return build


def _not_equal(definition: Definition, entry: dict[str, Any]) -> Test:
    equal = _ordered(lambda left, right: left == right)(definition, entry)
    return lambda record_id, values: not equal(record_id, values)


def _between(definition: Definition, entry: dict[str, Any]) -> Test:
    low, high = _wanted(definition, entry, "value"), _wanted(definition, entry, "highValue")
    name = definition.name

    def test(_: str, values: Values) -> bool:
        text = values.get(name)
        return bool(text) and low <= _stored(definition, text) <= high

    return test


def _in(definition: Definition, entry: dict[str, Any]) -> Test:
    """String values are compared as sent with lower-cased stored ones: an upper-case one finds nothing."""
    texts, name = _texts_of(entry), definition.name
    if definition.type == "string":
        chosen = set(texts)
        return lambda _, values: values.get(name, "").lower() in chosen
    wanted = {comparable(definition, text) for text in texts}
    return lambda _, values: bool(values.get(name)) and _stored(definition, values[name]) in wanted


def _not_in(definition: Definition, entry: dict[str, Any]) -> Test:
    inside, name = _in(definition, entry), definition.name
    return lambda record_id, values: bool(values.get(name)) and not inside(record_id, values)


def _has(definition: Definition, _: dict[str, Any]) -> Test:
    return lambda _, values: bool(values.get(definition.name))


def _has_not(definition: Definition, _: dict[str, Any]) -> Test:
    return lambda _, values: not values.get(definition.name)


def _contains(definition: Definition, entry: dict[str, Any]) -> Test:
    """Whole words, without case; * stands for any characters inside a word."""
    pattern, name = re.compile(translate(_text_of(entry, "value").lower())), definition.name

    def test(_: str, values: Values) -> bool:
        text = values.get(name, "").lower()
        return any(pattern.match(part) for part in (text, *re.findall(r"[^\s@.,;:/()-]+", text), *text.split()))

    return test


def _contains_not(definition: Definition, entry: dict[str, Any]) -> Test:
    inside = _contains(definition, entry)
    return lambda record_id, values: not inside(record_id, values)


def _email_equals(wanted: str) -> Test:
    def test(_: str, values: Values) -> bool:
        return wanted in (values.get("email", "").lower(), *values.get("hs_additional_emails", "").lower().split(";"))

    return test


def _associated(crm: Crm, kind: ObjectType, target: str, entry: dict[str, Any]) -> Test:
    other = find_object_type(target)
    if other is None or entry["operator"] != "EQ":
        raise validation(f"associations.{target} takes the operator EQ and the name of an object type.")
    wanted = _text_of(entry, "value")
    return lambda record_id, _: wanted in crm.graph.targets(kind.plural, record_id, other.plural)


_OPERATORS: dict[str, Callable[[Definition, dict[str, Any]], Test]] = {
    "EQ": _ordered(lambda left, right: left == right), "NEQ": _not_equal,
    "LT": _ordered(lambda left, right: left < right), "LTE": _ordered(lambda left, right: left <= right),
    "GT": _ordered(lambda left, right: left > right), "GTE": _ordered(lambda left, right: left >= right),
    "BETWEEN": _between, "IN": _in, "NOT_IN": _not_in, "HAS_PROPERTY": _has, "NOT_HAS_PROPERTY": _has_not,
    "CONTAINS_TOKEN": _contains, "NOT_CONTAINS_TOKEN": _contains_not,
}
