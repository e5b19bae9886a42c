"""The state of one simulated account and the only way to change it; knows nothing of HTTP."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any, Collection, Iterable, Iterator, Protocol

from .account import Account, Owner, default_owners
from .association_limits import AssociationLimits
from .association_types import AssociationType, AssociationTypes, Link, by_target
from .associations import AssociationGraph
from .changes import CALCULATION, SYSTEM, Actor, Change, ChangeListener, ChangeNotes
from .contacts import ContactRules
from .deals import DealRules
from .invoices import InvoiceRules
from .limits import WriteLocks
from .line_items import LineItemRules
from .linked_counts import LinkedCounts
from .lists import RecordLists
from .object_types import OBJECT_TYPES
from .payments import PaymentRules
from .pipelines import Pipelines
from .properties import PropertyCatalogue
from .property_definitions.definition import Definition
from .quotes import QuoteRules
from .records import Record, RecordStore, UndoLog
from .rules import TypeRules
from .switches import Switches
from .times import to_milliseconds
from .validation_rules import AdminValidation
from .write_checks import WriteChecks


class Clock(Protocol):
    """The simulated time."""

    def now(self) -> datetime: ...


class Crm:
    """Every public write either happens whole or raises ApiError and changes nothing."""

    def __init__(self, clock: Clock, account: Account, switches: Switches, random: Random,
                 listener: ChangeListener) -> None:
        self.account = account
        self.portal_id = account.portal_id
        self.switches = switches
        self.validation = AdminValidation()
        self._clock = clock
        self._random = random
        self._notes = ChangeNotes(listener)
        self._actor = SYSTEM
        self._checks_validation = False
        self._undo: UndoLog | None = None
        self.stores = {kind.plural: RecordStore(kind) for kind in OBJECT_TYPES}
        self.catalogues = {kind.plural: PropertyCatalogue(kind) for kind in OBJECT_TYPES}
        self.association_types = AssociationTypes()
        self.graph = AssociationGraph(self.association_types)
        self.association_limits = AssociationLimits(self.association_types, self.graph)
        self.created = self.now()
        self.pipelines = Pipelines(self.created)
        self.owners: list[Owner] = default_owners(account.domain)
        self.invoices, self.quotes, self.deals = InvoiceRules(self), QuoteRules(self), DealRules(self)
        self.rules: dict[str, TypeRules] = {kind.plural: TypeRules(self) for kind in OBJECT_TYPES}
        self.rules.update(contacts=ContactRules(self), deals=self.deals, quotes=self.quotes,
                          line_items=LineItemRules(self), invoices=self.invoices,
                          commerce_payments=PaymentRules(self))
        self.lists = RecordLists(self)
        self._counts = LinkedCounts(self)
        self._checks = WriteChecks(self)
        self._locks = WriteLocks(switches)
        self.stores["contacts"].add_unique_property("email")

    def now(self) -> int:
        return to_milliseconds(self._clock.now())

    @contextmanager
    def acting(self, actor: Actor, checks_validation: bool = False) -> Iterator[None]:
        """Everything done inside is done by `actor`; with `checks_validation` the account's own rules hold too."""
        before = self._actor, self._checks_validation
        self._actor, self._checks_validation = actor, checks_validation
        try:
            yield
        finally:
            self._actor, self._checks_validation = before

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
                self._notes.tell_all()

    def create(self, plural: str, raw: dict[str, Any], links: Iterable[Link] = ()) -> Record:
        """A new record with its associations; the actor is noted as its source."""
        with self.all_or_nothing():
            changes = self._checks.stored_values(plural, raw, None)
            self._checks.require(plural, changes)
            rules, store = self.rules[plural], self.stores[plural]
            rules.before_create(changes)
            self._checks.refuse_conflicts(plural, changes, None)
            if self._checks_validation:
                self._checks.refuse_admin_problems(plural, changes, changes, created=True)
            changes.update(self._actor.source_properties())
            record = store.create({name: value for name, value in changes.items() if value != ""}, self.now(),
                                  self._undo)
            self._note("creation", plural, record, {"changeFlag": "CREATED"})
            self._note_values(plural, record, {name: changes[name] for name in raw})
            for target_id, kinds in by_target(links):
                self.link(record.id, target_id, kinds)
            rules.after_write(record, changes, created=True)
            self._index(plural, record)
        return record

    def external_options(self, definition: Definition, plural: str) -> Collection[str] | None:
        """The allowed values of a choice that is kept outside its definition; None for other properties."""
        return self._checks.external_options(definition, plural)

    def seed(self, plural: str, raw: dict[str, Any], created: datetime | None) -> Record:
        """A record that was there before: read-only values are taken, and search finds it at once."""
        changes = self._checks.stored_values(plural, raw, None, seeding=True)
        fixed = {name: value for name, value in changes.items() if self.catalogues[plural].live[name].read_only}
        self.rules[plural].before_create(changes)
        changes.update({"hs_object_source": "CRM_UI", "hs_object_source_label": "CRM_UI", **fixed})
        self._checks.refuse_conflicts(plural, changes, None)
        moment = self.now() if created is None else to_milliseconds(created)
        record = self.stores[plural].create({name: value for name, value in changes.items() if value != ""}, moment,
                                            None)
        self.stores[plural].index_now(record)
        return record

    def update(self, plural: str, record: Record, raw: dict[str, Any]) -> None:
        """Changes some properties of a live record."""
        with self.all_or_nothing():
            self._locks.take(plural, record.id)
            changes = self._checks.stored_values(plural, raw, record)
            self.rules[plural].before_update(record, changes)
            self._checks.refuse_conflicts(plural, changes, record)
            if self._checks_validation:
                self._checks.refuse_admin_problems(plural, {**record.properties, **changes}, changes, created=False)
            if self._store_values(plural, record, changes):
                self.rules[plural].after_write(record, changes, created=False)

    def archive(self, plural: str, record: Record) -> None:
        """To the recycle bin. The links stay, as in the real service, but only live records are listed by them."""
        with self.all_or_nothing():
            self.rules[plural].before_archive(record)
            self.stores[plural].archive(record, self.now(), self._undo)
            self._index(plural, record)
            self._note("deletion", plural, record, {"changeFlag": "DELETED"})
            self._counts.step_all(plural, record, -1)
            self.rules[plural].after_archive(record)

    def restore(self, plural: str, record: Record) -> None:
        """Out of the recycle bin, as only a person in HubSpot can."""
        if record.archived:
            with self.all_or_nothing():
                self.stores[plural].restore(record)
                self._index(plural, record)
                self._note("restore", plural, record, {"changeFlag": "RESTORED"})
                self._counts.recount(plural, record)

    def purge(self, plural: str, record: Record) -> None:
        """Gone for good, with its links, as the law on personal data wants it."""
        with self.all_or_nothing():
            if not record.archived:
                self._counts.step_all(plural, record, -1)
            self.graph.drop(plural, record.id)
            self.lists.drop_member(plural, record.id)
            self.stores[plural].purge(record)
            self._note("privacyDeletion", plural, record, {})

    def replace_by_merger(self, plural: str, primary: Record, absorbed: Record, values: dict[str, str],
                          moved: int) -> Record:
        """One record with `values` in the place of two, whose ids lead to it from now on."""
        store, now = self.stores[plural], self.now()
        values = {name: value for name, value in values.items() if name not in store.object_type.own_times}
        with self.all_or_nothing():
            if self.switches.merge_keeps_primary_id:
                self._retire(plural, absorbed, primary)
                survivor = primary
            else:
                survivor = store.create(values, min(primary.created, absorbed.created), None)
                survivor.history = primary.history
                for old in (primary, absorbed):
                    self._retire(plural, old, survivor)
            store.update(survivor, values, now, self._actor, None)
            store.touch(survivor, now)
            self._counts.recount(plural, survivor)
            self._index(plural, survivor)
            self._note("merge", plural, survivor, {
                "primaryObjectId": int(primary.id), "mergedObjectIds": [int(absorbed.id)],
                "newObjectId": int(survivor.id), "numberOfPropertiesMoved": moved})
        return survivor

    def _retire(self, plural: str, old: Record, survivor: Record) -> None:
        self.graph.move(plural, old.id, survivor.id)
        self.lists.move_member(plural, old.id, survivor.id)
        self.stores[plural].purge(old, survivor)

    def set_values(self, plural: str, record: Record, values: dict[str, str], actor: Actor = CALCULATION) -> None:
        """Writes values that HubSpot itself sets, past every check."""
        with self.acting(actor):
            self._store_values(plural, record, values)

    def link(self, from_id: str, to_id: str, kinds: list[AssociationType]) -> None:
        """Associates two existing live records; `kinds` share their two ends."""
        source, target = kinds[0].from_plural, kinds[0].to_plural
        with self.all_or_nothing():
            left, right = self.stores[source].records[from_id], self.stores[target].records[to_id]
            self.rules[source].before_link(left, target, right)
            self.rules[target].before_link(right, source, left)
            if left.archived or right.archived:
                return  # a rule has deleted it instead
            self.association_limits.check(from_id, to_id, kinds)
            fresh = to_id not in self.graph.targets(source, from_id, target)
            self.graph.link(from_id, to_id, kinds, self._undo)
            if fresh:
                self._count_link(source, left, target, right, 1)
            self._note_link(kinds[0], left, right, removed=False)
            self._tell_linked(source, left, target, right)

    def link_default(self, from_plural: str, from_id: str, to_plural: str, to_id: str) -> AssociationType:
        kind = self.association_types.defaults[(from_plural, to_plural)]
        self.link(from_id, to_id, [kind])
        return kind

    def unlink(self, from_plural: str, from_id: str, to_plural: str, to_id: str) -> None:
        """Removes every association between two records; nothing happens when there is none."""
        if to_id not in self.graph.targets(from_plural, from_id, to_plural):
            return
        with self.all_or_nothing():
            left, right = self.stores[from_plural].records[from_id], self.stores[to_plural].records[to_id]
            self.graph.unlink(from_plural, from_id, to_plural, to_id, self._undo)
            if not left.archived and not right.archived:
                self._count_link(from_plural, left, to_plural, right, -1)
            self._note_link(self.association_types.defaults[(from_plural, to_plural)], left, right, removed=True)
            self._tell_linked(from_plural, left, to_plural, right)

    def linked(self, plural: str, record: Record, target: str) -> list[Record]:
        """The live records of type `target` that a record is associated with."""
        records = self.stores[target].records
        return [records[other] for other in self.graph.targets(plural, record.id, target)
                if not records[other].archived]

    def _count_link(self, source: str, left: Record, target: str, right: Record, step: int) -> None:
        self._counts.step(source, left, target, step)
        self._counts.step(target, right, source, step)

    def _tell_linked(self, source: str, left: Record, target: str, right: Record) -> None:
        self.rules[source].after_link(left, target, right)
        self.rules[target].after_link(right, source, left)

    def _store_values(self, plural: str, record: Record, values: dict[str, str]) -> bool:
        different = self.stores[plural].update(record, values, self.now(), self._actor, self._undo)
        if different:
            self._index(plural, record)
            self._note_values(plural, record, different)
        return bool(different)

    def _index(self, plural: str, record: Record) -> None:
        delay = self.switches.search_lag_seconds
        if delay:
            delay += self._random.random() * self.switches.search_lag_jitter_seconds
        self.stores[plural].index_later(record, self.now(), delay, self._undo)

    def _note(self, kind: str, plural: str, record: Record, details: dict[str, Any]) -> None:
        """Keeps a change until it is sure to stay."""
        if self._notes.wanted:
            self._notes.add(Change(kind, plural, record.id, self.now(), self._actor, details), self._undo)

    def _note_values(self, plural: str, record: Record, values: dict[str, str]) -> None:
        live = self.catalogues[plural].live
        for name, value in values.items() if self._notes.wanted else ():
            if name in live and (not live[name].calculated or self.switches.webhook_calculated_changes):
                self._note("propertyChange", plural, record, {"propertyName": name, "propertyValue": value})

    def _note_link(self, kind: AssociationType, left: Record, right: Record, removed: bool) -> None:
        for near, far, one_way in ((left, right, kind), (right, left, self.association_types.by_id[kind.inverse])):
            self._note("associationChange", one_way.from_plural, near, {
                "associationType": one_way.name.upper(), "associationTypeId": one_way.type_id,
                "associationCategory": one_way.category, "fromObjectId": int(near.id), "toObjectId": int(far.id),
                "associationRemoved": removed, "isPrimaryAssociation": one_way.primary})
