"""What must hold of a write before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Collection

from .errors import ApiError, PropertyProblem, contact_exists, invalid_properties, missing_required
from .property_definitions.definition import Definition
from .property_values import Refused, as_text, normalised
from .records import Record
from .rules import read_only_problem

if TYPE_CHECKING:
    from .crm import Crm


class WriteChecks:
    """Reads the account, changes nothing."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm

    def stored_values(self, plural: str, raw: dict[str, Any], record: Record | None,
                      seeding: bool = False) -> dict[str, str]:
        """The values in stored form; raises with every problem at once."""
        catalogue, problems, changes = self._crm.catalogues[plural].live, [], {}
        switches = self._crm.switches
        for name, value in raw.items():
            definition = catalogue.get(name)
            if definition is None:
                problems.append(PropertyProblem(name, "PROPERTY_DOESNT_EXIST", f"Property \"{name}\" does not exist"))
                continue
            try:
                previous = record.properties.get(name) if record else None
                changes[name] = normalised(definition, as_text(name, value, switches.null_clears),
                                           self.external_options(definition, plural), previous,
                                           switches.date_needs_midnight)
            except Refused as refused:
                problems.append(refused.problem)
        rules = self._crm.rules[plural]
        problems += [read_only_problem(name) for name in changes
                     if not seeding and rules.refuses(catalogue[name], changes, record)]
        if problems:
            raise invalid_properties(problems, self._crm.portal_id)
        return changes

    def require(self, plural: str, changes: dict[str, str]) -> None:
        """A new record has what its type needs."""
        kind = self._crm.stores[plural].object_type
        missing = [name for name in kind.required_properties if not changes.get(name)]
        if plural == "companies" and not (changes.get("name") or changes.get("domain")):
            missing = ["name", "domain"]
        if missing:
            raise missing_required(kind.shouted, missing)

    def refuse_conflicts(self, plural: str, changes: dict[str, str], record: Record | None) -> None:
        """No other live record has one of these unique values."""
        store = self._crm.stores[plural]
        for name in store.unique:
            holder = store.find_unique(name, changes[name]) if changes.get(name) else None
            if holder is None or holder is record:
                continue
            if (plural, name) != ("contacts", "email"):
                raise self._conflict(name, changes[name])
            primary = holder.properties.get("email", "").lower() == changes[name].lower()
            if primary or self._crm.switches.secondary_email_conflicts:
                raise contact_exists(holder.id)

    def refuse_admin_problems(self, plural: str, values: dict[str, str], changes: dict[str, str],
                              created: bool) -> None:
        """The rules of the account's administrators."""
        problems = self._crm.validation.problems(plural, values, changes, created)
        if problems:
            raise invalid_properties([PropertyProblem(name, "REQUIRED_FIELD" if "required" in message else
                                                      "VALIDATION_RULE", message) for name, message in problems],
                                     self._crm.portal_id)

    def external_options(self, definition: Definition, plural: str) -> Collection[str] | None:
        """The allowed values of a choice that is kept outside its definition."""
        if not definition.external_options:
            return None
        if definition.name == "hubspot_owner_id":
            return [owner.owner_id for owner in self._crm.owners if not owner.archived]
        if definition.name == "pipeline":
            return self._crm.pipelines.ids(plural)
        if definition.name == "dealstage":
            return self._crm.pipelines.stage_ids(plural)
        return self._crm.account.currencies

    def _conflict(self, name: str, value: str) -> ApiError:
        message = f"Property \"{name}\" must be unique; the value \"{value}\" is already used by another record"
        return invalid_properties([PropertyProblem(name, "CONFLICTING_UNIQUE_VALUE", message)], self._crm.portal_id)
