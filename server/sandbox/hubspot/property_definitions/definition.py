"""Property definitions and short constructors for the built-in ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

VALID_FIELD_TYPES: dict[str, tuple[str, ...]] = {
    "string": ("text", "textarea", "html", "phonenumber", "file", "calculation_equation"),
    "phone_number": ("phonenumber",),
    "number": ("number", "calculation_equation"),
    "date": ("date",),
    "datetime": ("date",),
    "bool": ("booleancheckbox", "calculation_equation"),
    "enumeration": ("select", "radio", "checkbox", "booleancheckbox"),
}


@dataclass
class Definition:
    """One property of one object type."""

    name: str
    label: str
    type: str
    field_type: str
    group: str
    options: tuple[dict[str, Any], ...] = ()
    description: str = ""
    read_only: bool = False
    calculated: bool = False
    unique: bool = False
    built_in: bool = True
    external_options: bool = False
    decimals: int | None = None
    display_order: int = -1
    hidden: bool = False
    form_field: bool = False
    currency_property: str | None = None
    display_hints: dict[str, Any] = field(default_factory=dict)
    created_at: int | None = None
    updated_at: int | None = None
    archived: bool = False
    archived_at: int | None = None

    def __post_init__(self) -> None:
        self.option_values = frozenset(option["value"] for option in self.options)


def option(value: str, label: str | None = None, order: int = 0) -> dict[str, Any]:
    return {"label": label or value.replace("_", " ").capitalize(), "value": value, "displayOrder": order,
            "hidden": False}


def text(name: str, label: str, group: str, **more: Any) -> Definition:
    return Definition(name, label, "string", more.pop("field_type", "text"), group, **more)


def long_text(name: str, label: str, group: str, **more: Any) -> Definition:
    return Definition(name, label, "string", "textarea", group, **more)


def number(name: str, label: str, group: str, **more: Any) -> Definition:
    return Definition(name, label, "number", "number", group, **more)


def money(name: str, label: str, group: str, **more: Any) -> Definition:
    """A number that comes back with two decimals."""
    return Definition(name, label, "number", "number", group, decimals=2, **more)


def moment(name: str, label: str, group: str, **more: Any) -> Definition:
    return Definition(name, label, "datetime", "date", group, **more)


def day(name: str, label: str, group: str, **more: Any) -> Definition:
    return Definition(name, label, "date", "date", group, **more)


def flag(name: str, label: str, group: str, **more: Any) -> Definition:
    return Definition(name, label, "bool", "booleancheckbox", group,
                      options=(option("true", "Yes", 0), option("false", "No", 1)), **more)


def choice(name: str, label: str, group: str, *values: str, **more: Any) -> Definition:
    options = tuple(option(value, order=order) for order, value in enumerate(values))
    return Definition(name, label, "enumeration", more.pop("field_type", "select"), group, options=options, **more)


def note_counts(group: str) -> list[Definition]:
    """What the types that notes can be attached to know about them."""
    return [number("num_notes", "Number of sales activities", group, read_only=True, calculated=True),
            moment("notes_last_updated", "Last activity date", group, read_only=True, calculated=True)]
