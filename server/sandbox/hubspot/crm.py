"""The state of one simulated account and the only way to change it; knows nothing of HTTP."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import Any, Collection, Iterable, Iterator, Protocol

from .account import Account, Owner, default_owners
from .association_types import DEFAULTS, AssociationType
from .associations import AssociationGraph
from .contacts import ContactRules
from .deals import DealRules, QuoteRules
from .errors import ApiError, PropertyProblem, contact_exists, invalid_properties, missing_required
from .invoices import InvoiceRules
from .line_items import LineItemRules
from .object_types import OBJECT_TYPES
from .payments import PaymentRules
from .pipelines import Pipelines
from .properties import PropertyCatalogue
from .property_definitions.definition import Definition
from .property_values import Refused, as_text, normalised
from .records import Record, RecordStore, UndoLog
from .rules import TypeRules, read_only_problem
from .switches import Switches
from .times import to_milliseconds

Link = tuple[AssociationType, str]


class Clock(Protocol):
    """The simulated time."""

    def now(self) -> datetime: ...


class Crm:
    """Every public write either happens whole or raises ApiError and changes nothing."""

    def __init__(self, clock: Clock, account: Account, switches: Switches) -> None:
        self.account = account
        self.portal_id = account.portal_id
        self.switches = switches
        self._clock = clock
        self._undo: UndoLog | None = None
        self.stores = {kind.plural: RecordStore(kind) for kind in OBJECT_TYPES}
        self.catalogues = {kind.plural: PropertyCatalogue(kind) for kind in OBJECT_TYPES}
        self.graph = AssociationGraph()
        self.created = self.now()
        self.pipelines = Pipelines(self.created)
        self.owners: list[Owner] = default_owners(account.domain)
        self.invoices = InvoiceRules(self)
        self.rules: dict[str, TypeRules] = {kind.plural: TypeRules(self) for kind in OBJECT_TYPES}
        self.rules.update(contacts=ContactRules(self), deals=DealRules(self), quotes=QuoteRules(self),
                          line_items=LineItemRules(self), invoices=self.invoices,
                          commerce_payments=PaymentRules(self))
        self.stores["contacts"].add_unique_property("email")

    def now(self) -> int:
        return to_milliseconds(self._clock.now())

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Takes back everything done inside when an error leaves it. May be nested: each takes back its own part."""
        outermost = self._undo is None
        steps = self._undo = [] if self._undo is None else self._undo
        mark = len(steps)
        try:
            yield
        except BaseException:
            while len(steps) > mark:
                steps.pop()()
            raise
        finally:
            if outermost:
                self._undo = None

    def create(self, plural: str, raw: dict[str, Any], links: Iterable[Link] = (), app_id: int | None = None) -> Record:
        """A new record with its associations; `app_id` is noted as its source."""
        with self.all_or_nothing():
            changes = self._checked(plural, raw, None)
            self._require(plural, changes)
            rules, store = self.rules[plural], self.stores[plural]
            rules.before_create(changes)
            self._refuse_conflicts(plural, changes, None)
            changes.update(hs_object_source="INTEGRATION", hs_object_source_label="INTEGRATION",
                           hs_object_source_id=str(app_id or ""))
            record = store.create({name: value for name, value in changes.items() if value != ""}, self.now(),
                                  self._undo)
            for target_id, kinds in _by_target(links):
                self.link(record.id, target_id, kinds)
            rules.after_write(record, changes, created=True)
            store.index_later(record, self.now(), self._undo)
        return record

    def seed(self, plural: str, raw: dict[str, Any], created: datetime | None) -> Record:
        """A record that was there before: read-only values are taken, and search finds it at once."""
        changes = self._checked(plural, raw, None, seeding=True)
        fixed = {name: value for name, value in changes.items() if self.catalogues[plural].live[name].read_only}
        self.rules[plural].before_create(changes)
        changes.update(fixed, hs_object_source="CRM_UI", hs_object_source_label="CRM_UI")
        self._refuse_conflicts(plural, changes, None)
        moment = self.now() if created is None else to_milliseconds(created)
        record = self.stores[plural].create({name: value for name, value in changes.items() if value != ""}, moment,
                                            None)
        self.stores[plural].index_now(record)
        return record

    def update(self, plural: str, record: Record, raw: dict[str, Any]) -> None:
        """Changes some properties of a live record."""
        with self.all_or_nothing():
            changes = self._checked(plural, raw, record)
            self.rules[plural].before_update(record, changes)
            self._refuse_conflicts(plural, changes, record)
            if self._store_values(plural, record, changes):
                self.rules[plural].after_write(record, changes, created=False)

    def archive(self, plural: str, record: Record) -> None:
        """To the recycle bin. The links stay, as in the real service, but only live records are listed by them."""
        self.rules[plural].before_archive(record)
        self.stores[plural].archive(record, self.now())
        self.stores[plural].index_later(record, self.now(), None)
        self.rules[plural].after_archive(record)

    def set_values(self, plural: str, record: Record, values: dict[str, str]) -> None:
        """Writes calculated values, past every check."""
        self._store_values(plural, record, values)

    def link(self, from_id: str, to_id: str, kinds: list[AssociationType]) -> None:
        """Associates two existing live records; `kinds` share their two ends."""
        source, target = kinds[0].from_plural, kinds[0].to_plural
        with self.all_or_nothing():
            left, right = self.stores[source].records[from_id], self.stores[target].records[to_id]
            self.rules[source].before_link(left, target, right)
            self.rules[target].before_link(right, source, left)
            self.graph.link(from_id, to_id, kinds, self._undo)
            self._tell_linked(source, left, target, right)

    def link_default(self, from_plural: str, from_id: str, to_plural: str, to_id: str) -> AssociationType:
        kind = DEFAULTS[(from_plural, to_plural)]
        self.link(from_id, to_id, [kind])
        return kind

    def unlink(self, from_plural: str, from_id: str, to_plural: str, to_id: str) -> None:
        """Removes every association between two records; nothing happens when there is none."""
        if to_id in self.graph.targets(from_plural, from_id, to_plural):
            self.graph.unlink(from_plural, from_id, to_plural, to_id)
            self._tell_linked(from_plural, self.stores[from_plural].records[from_id],
                              to_plural, self.stores[to_plural].records[to_id])

    def linked(self, plural: str, record: Record, target: str) -> list[Record]:
        """The live records of type `target` that a record is associated with."""
        records = self.stores[target].records
        return [records[other] for other in self.graph.targets(plural, record.id, target)
                if not records[other].archived]

    def external_options(self, definition: Definition, plural: str) -> Collection[str] | None:
        """The allowed values of a choice that is kept outside its definition."""
        if not definition.external_options:
            return None
        if definition.name == "hubspot_owner_id":
            return [owner.owner_id for owner in self.owners]
        if definition.name == "pipeline":
            return self.pipelines.ids(plural)
        if definition.name == "dealstage":
            return self.pipelines.stage_ids(plural)
        return self.account.currencies

    def _tell_linked(self, source: str, left: Record, target: str, right: Record) -> None:
        self.rules[source].after_link(left, target, right)
        self.rules[target].after_link(right, source, left)

    def _store_values(self, plural: str, record: Record, values: dict[str, str]) -> bool:
        store, now = self.stores[plural], self.now()
        changed = store.update(record, values, now, self._undo)
        if changed:
            store.index_later(record, now, self._undo)
        return changed

    def _checked(self, plural: str, raw: dict[str, Any], record: Record | None,
                 seeding: bool = False) -> dict[str, str]:
        """The values in stored form; raises with every problem at once."""
        catalogue, problems, changes = self.catalogues[plural].live, [], {}
        for name, value in raw.items():
            definition = catalogue.get(name)
            if definition is None:
                problems.append(PropertyProblem(name, "PROPERTY_DOESNT_EXIST", f"Property \"{name}\" does not exist"))
                continue
            try:
                previous = record.properties.get(name) if record else None
                changes[name] = normalised(definition, as_text(name, value, self.switches.null_clears),
                                           self.external_options(definition, plural), previous)
            except Refused as refused:
                problems.append(refused.problem)
        rules = self.rules[plural]
        problems += [read_only_problem(name) for name in changes
                     if not seeding and rules.refuses(catalogue[name], changes, record)]
        if problems:
            raise invalid_properties(problems, self.portal_id)
        return changes

    def _require(self, plural: str, changes: dict[str, str]) -> None:
        kind = self.stores[plural].object_type
        missing = [name for name in kind.required_properties if not changes.get(name)]
        if plural == "companies" and not (changes.get("name") or changes.get("domain")):
            missing = ["name", "domain"]
        if missing:
            raise missing_required(kind.shouted, missing)

    def _refuse_conflicts(self, plural: str, changes: dict[str, str], record: Record | None) -> None:
        store = self.stores[plural]
        for name in store.unique:
            holder = store.find_unique(name, changes[name]) if changes.get(name) else None
            if holder is not None and holder is not record:
                raise self._conflict(plural, name, changes[name], holder)

    def _conflict(self, plural: str, name: str, value: str, holder: Record) -> ApiError:
        if plural == "contacts" and name == "email":
            return contact_exists(holder.id)
        message = f"Property \"{name}\" must be unique; the value \"{value}\" is already used by another record"
        return invalid_properties([PropertyProblem(name, "CONFLICTING_UNIQUE_VALUE", message)], self.portal_id)


def _by_target(links: Iterable[Link]) -> Iterator[tuple[str, list[AssociationType]]]:
    """The types of each target together, because writing types replaces those that are there."""
    targets: dict[tuple[str, str], list[AssociationType]] = {}
    for kind, target_id in links:
        targets.setdefault((kind.to_plural, target_id), []).append(kind)
    for (_, target_id), kinds in targets.items():
        yield target_id, kinds
