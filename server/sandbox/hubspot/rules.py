"""What an object type may do beyond storing values; the base does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import PropertyProblem
from .property_definitions.definition import Definition
from .records import Record

if TYPE_CHECKING:
    from .crm import Crm


def read_only_problem(name: str) -> PropertyProblem:
    return PropertyProblem(name, "READ_ONLY_VALUE", f"\"{name}\" is a read only property; its value cannot be set.")


class TypeRules:
    """Hooks in the life of a record. Each may raise ApiError; the write is then taken back whole."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm

    def refuses(self, definition: Definition, changes: dict[str, str], record: Record | None) -> bool:
        """Whether this property cannot be written on this record (None: on one about to be created)."""
        return definition.read_only

    def shown_read_only(self, definition: Definition) -> bool:
        """What the definition tells clients; it is per type, so it may promise more than refuses() grants."""
        return definition.read_only

    def shown_calculated(self, definition: Definition) -> bool:
        return definition.calculated

    def before_create(self, changes: dict[str, str]) -> None:
        """Adds defaults and calculated values to a new record's properties."""

    def before_update(self, record: Record, changes: dict[str, str]) -> None:
        """Checks a change and adds calculated values to it."""

    def after_write(self, record: Record, changes: dict[str, str], created: bool) -> None:
        """Carries a write on to other records; the record and its inline associations are in place."""

    def before_link(self, record: Record, other_plural: str, other: Record) -> None:
        """Refuses an association."""

    def after_link(self, record: Record, other_plural: str, other: Record) -> None:
        """Carries a new or removed association on to calculated values; called for both ends."""

    def before_archive(self, record: Record) -> None:
        """Refuses a deletion."""

    def after_archive(self, record: Record) -> None:
        """Carries a deletion on to other records."""
