"""The property definitions of one object type: built in, custom, archived, and their groups."""

from __future__ import annotations

from .object_types import ObjectType
from .property_definitions import built_in_definitions
from .property_definitions.definition import Definition

CUSTOM_PROPERTIES_MAX = 1_000
UNIQUE_PROPERTIES_MAX = 10


class PropertyCatalogue:
    """Looked up on every write, so plain dictionaries."""

    def __init__(self, object_type: ObjectType) -> None:
        self.object_type = object_type
        self.groups, self.live = built_in_definitions(object_type)
        self.archived: dict[str, Definition] = {}
        self.group_orders = {name: 0 for name in self.groups}

    def get(self, name: str) -> Definition | None:
        return self.live.get(name)

    def add(self, definition: Definition) -> None:
        """Puts a new definition in; an archived one of the same name is forgotten."""
        self.archived.pop(definition.name, None)
        self.live[definition.name] = definition

    def archive(self, definition: Definition, now: int) -> None:
        definition.archived, definition.archived_at = True, now
        self.archived[definition.name] = self.live.pop(definition.name)

    def custom_count(self) -> int:
        return sum(not definition.built_in for definition in self.live.values())

    def unique_count(self) -> int:
        return sum(definition.unique and not definition.built_in for definition in self.live.values())
