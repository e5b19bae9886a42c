"""The filter branches of lists: OR of ANDs over properties, in the words of the lists API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from .calls import required
from .errors import validation
from .object_types import ObjectType
from .property_definitions.definition import Definition
from .search_filters import Values, comparable

if TYPE_CHECKING:
    from .crm import Crm

BRANCHES_MAX = 60

Filter = Callable[[str, Values], bool]  # (record id, indexed values) -> is it a member


def compile_branch(crm: Crm, kind: ObjectType, branch: Any, depth: int = 0) -> Filter:
    """The tests of a branch and of those below it; raises for filters that go beyond properties."""
    kind_of_branch = required(branch, "filterBranchType", str)
    if kind_of_branch not in ("OR", "AND") or depth > BRANCHES_MAX:
        raise validation(f"Filter branches of the type {kind_of_branch} are not supported here; use OR with AND branches "
                         "of property filters.", subCategory="ILS.INVALID_FILTER_BRANCH")
    tests = [compile_branch(crm, kind, inner, depth + 1) for inner in branch.get("filterBranches") or []]
    tests += [_compile_filter(crm, kind, entry) for entry in branch.get("filters") or []]
    combine = any if kind_of_branch == "OR" else all
    return lambda record_id, values: bool(tests) and combine(test(record_id, values) for test in tests)


def _compile_filter(crm: Crm, kind: ObjectType, entry: Any) -> Filter:
    if required(entry, "filterType", str) != "PROPERTY":
        raise validation(f"Filters of the type {entry['filterType']} are not supported here; use PROPERTY.",
                         subCategory="ILS.INVALID_FILTER")
    name, operation = required(entry, "property", str), required(entry, "operation", dict)
    definition = crm.catalogues[kind.plural].get(name)
    if definition is None:
        raise validation(f"{kind.singular} has no property named {name}.", subCategory="ILS.PROPERTY_NOT_FOUND")
    operator = required(operation, "operator", str)
    test = _value_test(definition, operator, operation)
    when_empty = operation.get("includeObjectsWithNoValueSet") is True

    def member(_: str, values: Values) -> bool:
        text = values.get(name, "")
        return test(text) if text or operator in _KNOWS_EMPTY else when_empty

    return member


_KNOWS_EMPTY = ("IS_KNOWN", "IS_UNKNOWN")


def _value_test(definition: Definition, operator: str, operation: dict[str, Any]) -> Callable[[str], bool]:
    if operator in _KNOWS_EMPTY:
        known = operator == "IS_KNOWN"
        return lambda text: bool(text) is known
    wanted = _wanted(definition, operation)
    build = _TESTS.get(operator)
    if build is None or not wanted:
        raise validation(f"The operator {operator} is not supported here, or has no value.",
                         subCategory="ILS.INVALID_OPERATION")
    holds = build(wanted)
    return lambda text: holds(comparable(definition, text))


def _wanted(definition: Definition, operation: dict[str, Any]) -> list[Any]:
    """The values of an operation, in the form in which the property's values compare."""
    given = operation.get("values")
    if given is None:
        given = [operation[field] for field in ("value", "lowerBound", "upperBound") if field in operation]
    wanted = [comparable(definition, str(value).lower() if isinstance(value, bool) else str(value)) for value in given]
    if None in wanted:
        raise validation(f"A value does not fit {definition.name}, which is of the type {definition.type}.",
                         subCategory="ILS.INVALID_OPERATION")
    return wanted


_TESTS: dict[str, Callable[[list[Any]], Callable[[Any], bool]]] = {
    "IS": lambda wanted: lambda value: value in wanted,
    "IS_EQUAL_TO": lambda wanted: lambda value: value in wanted,
    "IS_NOT": lambda wanted: lambda value: value not in wanted,
    "IS_NOT_EQUAL_TO": lambda wanted: lambda value: value not in wanted,
    "IS_ANY_OF": lambda wanted: lambda value: value in wanted,
    "IS_NONE_OF": lambda wanted: lambda value: value not in wanted,
    "CONTAINS": lambda wanted: lambda value: any(str(each) in str(value) for each in wanted),
    "DOES_NOT_CONTAIN": lambda wanted: lambda value: not any(str(each) in str(value) for each in wanted),
    "STARTS_WITH": lambda wanted: lambda value: any(str(value).startswith(str(each)) for each in wanted),
    "ENDS_WITH": lambda wanted: lambda value: any(str(value).endswith(str(each)) for each in wanted),
    "IS_GREATER_THAN": lambda wanted: lambda value: value > wanted[0],
    "IS_GREATER_THAN_OR_EQUAL_TO": lambda wanted: lambda value: value >= wanted[0],
    "IS_LESS_THAN": lambda wanted: lambda value: value < wanted[0],
    "IS_LESS_THAN_OR_EQUAL_TO": lambda wanted: lambda value: value <= wanted[0],
    "IS_BETWEEN": lambda wanted: lambda value: wanted[0] <= value <= wanted[-1],
}
