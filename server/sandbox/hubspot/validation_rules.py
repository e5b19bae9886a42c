"""What the administrators of an account demand of its records.

The API enforces it from version 2026-09 on; calls of earlier versions pass it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

FIRST_ENFORCING_VERSION = "2026-09"


@dataclass(frozen=True)
class ConditionalRule:
    """`required` must have a value on every record whose `property` has `value`."""

    property: str
    value: str
    required: str


class AdminValidation:
    """Rules by object type; an account starts with none."""

    def __init__(self) -> None:
        self.required_on_create: dict[str, list[str]] = {}
        self.conditional: dict[str, list[ConditionalRule]] = {}
        self.length_max: dict[str, dict[str, int]] = {}

    def replace(self, plural: str, required_on_create: list[str], conditional: list[ConditionalRule],
                length_max: dict[str, int]) -> None:
        """All rules of one type at once."""
        self.required_on_create[plural] = required_on_create
        self.conditional[plural] = conditional
        self.length_max[plural] = length_max

    def problems(self, plural: str, values: Mapping[str, str], changes: Mapping[str, str],
                 created: bool) -> list[tuple[str, str]]:
        """(property, what is wrong) of a record that is about to have `values`, of which `changes` are new."""
        found = [(name, f"{name} is required to create this record") for name in self.required_on_create.get(plural, [])
                 if created and not values.get(name)]
        found += [(rule.required, f"{rule.required} is required when {rule.property} is {rule.value}")
                  for rule in self.conditional.get(plural, [])
                  if values.get(rule.property) == rule.value and not values.get(rule.required)]
        found += [(name, f"{name} must not be longer than {most} characters")
                  for name, most in self.length_max.get(plural, {}).items() if len(changes.get(name, "")) > most]
        return found

    def as_json(self, plural: str) -> list[dict[str, Any]]:
        """The formatting rules as the property validations API lists them."""
        def rule(most: int) -> dict[str, Any]:
            return {"ruleType": "MAX_LENGTH", "ruleArguments": [str(most)], "shouldApplyNormalization": False}

        return [{"propertyName": name, "propertyValidationRules": [rule(most)]}
                for name, most in self.length_max.get(plural, {}).items()]
