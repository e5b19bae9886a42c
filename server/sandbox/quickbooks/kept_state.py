"""What of the simulated QuickBooks is kept in a file over a restart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Iterable, Iterator

from server.sandbox.quickbooks.company import Company, CompanySettings
from server.sandbox.quickbooks.record_store import PackedRecord
from server.sandbox.state import values
from server.sandbox.state.parts import Component, Table, attributes_of, put_back

if TYPE_CHECKING:
    from server.sandbox.quickbooks.request_replay import ReplayStore
    from server.sandbox.quickbooks.simulator import QuickBooksSimulator

_company_wiring = ("switches", "subscriber", "stores", "_open", "_references", "_names_taken")


class KeptQuickBooks:
    """Budgets by second and minute, and webhooks under way, begin anew: they are matters of a moment."""

    def __init__(self, simulator: QuickBooksSimulator) -> None:
        self._simulator = simulator

    def state(self) -> dict[str, Any]:
        return {**{name: attributes_of(*component) for name, component in self._components().items()},
                "companies": [attributes_of(company, _company_wiring) for company in self._simulator.companies],
                "chance": values.encode(self._simulator.chance_states())}

    def restore(self, state: dict[str, Any]) -> None:
        companies = [Company(CompanySettings("", "", "", "", "", "")) for _ in state["companies"]]
        for company, kept in zip(companies, state["companies"]):
            put_back(company, kept, _company_wiring)
        self._simulator.replace_companies(companies)
        for name, (component, wiring) in self._components().items():
            if name in state:
                put_back(component, state[name], wiring)
        self._simulator.restore_chance(values.decode(state["chance"]))

    def tables(self) -> list[Table]:
        tables: list[Table] = [_Records(company, entity) for company in self._simulator.companies for entity in company.stores]
        return [*tables, _Answers(self._simulator.replay)]

    def _components(self) -> dict[str, Component]:
        simulator = self._simulator
        return {
            "switches": (simulator.switches, ()),
            "authorization": (simulator.authorization, ("_switches", "_chance")),
            "throttle": (simulator.throttle, ("switches", "_monotonic", "_buckets", "_in_flight")),
            "webhooks": (simulator.webhooks, ("_clock", "_switches", "_chance", "_task", "_waiting"))}


class _Records:
    """One entity of one company. A record is kept as it goes over the wire."""

    def __init__(self, company: Company, entity: str) -> None:
        self.name = f"{company.settings.realm_id} {entity}"
        self._company = company
        self._entity = entity

    def rows(self) -> Iterator[tuple[str, Any]]:
        return ((record.id, record.wire) for record in self._company.store(self._entity))

    def text(self, key: str) -> str:
        record = self._company.find(self._entity, key)
        assert record is not None, "a row that was listed exists"
        return f"{record.created} {record.updated} {record.change} {record.text}"

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        self._company.restore_records(self._entity, (_packed(key, text) for key, text in rows))


def _packed(key: str, text: str) -> PackedRecord:
    created, updated, change, wire = text.split(" ", 3)
    if not (wire.startswith("{") and wire.endswith("}")):
        raise ValueError(f"record {key} is no JSON object")
    return PackedRecord(key, wire.encode("utf-8", "replace"), int(created), int(updated), int(change))


class _Answers:
    """Answers that are replayed when a request id comes again."""

    name = "answers"

    def __init__(self, replay: ReplayStore) -> None:
        self._replay = replay
        self._found: dict[str, Any] = {}

    def rows(self) -> Iterator[tuple[str, Any]]:
        self._found = {json.dumps(key): kept for key, kept in self._replay.all_kept()}
        return iter(self._found.items())

    def text(self, key: str) -> str:
        return json.dumps(values.encode(self._found[key]))

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        for key, text in rows:
            self._replay.restore(tuple(json.loads(key)), values.decode(json.loads(text)))
