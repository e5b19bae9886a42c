"""What of the simulated HubSpot account is kept in a file over a restart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Iterable, Iterator

from server.sandbox.state import values
from server.sandbox.state.parts import Component, Table, attributes_of, put_back

from .properties import PropertyCatalogue
from .records import Record, RecordStore

if TYPE_CHECKING:
    from .associations import AssociationGraph
    from .simulator import HubSpotSimulator

_crm_kept = ("created", "owners")
_store_wiring = ("object_type", "records", "indexed", "_numbers", "_index", "unique")


class KeptHubSpot:
    """Rate limits of seconds, webhooks under way and the lag of the search index begin anew: they are matters of a moment."""

    def __init__(self, simulator: HubSpotSimulator) -> None:
        self._simulator = simulator

    def state(self) -> dict[str, Any]:
        crm = self._simulator.crm
        return {**{name: attributes_of(*component) for name, component in self._components().items()},
                "chance": values.encode(self._simulator._random),
                "unique": {plural: sorted(store.unique) for plural, store in crm.stores.items()},
                "properties": {plural: _catalogue_state(catalogue) for plural, catalogue in crm.catalogues.items()}}

    def restore(self, state: dict[str, Any]) -> None:
        self._simulator.reset()
        crm = self._simulator.crm
        for name, (component, wiring) in self._components().items():
            if name in state:
                put_back(component, state[name], wiring)
        self._simulator._random.setstate(values.decode(state["chance"]).getstate())
        for plural, kept in state["properties"].items():
            _restore_catalogue(crm.catalogues[plural], kept)
        for plural, names in state["unique"].items():
            for name in names:
                crm.stores[plural].add_unique_property(name)

    def tables(self) -> list[Table]:
        crm = self._simulator.crm
        return [*(_Records(plural, store) for plural, store in crm.stores.items()), _Links(crm.graph)]

    def _components(self) -> dict[str, Component]:
        simulator, crm = self._simulator, self._simulator.crm
        components: dict[str, Component] = {
            "account": (simulator.account, ()), "switches": (simulator.switches, ()),
            "tokens": (simulator.tokens, ("_now", "_random", "_portal_id", "_switches")),
            "webhooks": (simulator.webhooks, ("_now", "_account", "_switches", "_random", "_tokens", "_events", "_retries",
                                              "_delivered", "_wake")),
            "limits": (simulator._limits, ("_switches", "_account", "_simulated_now", "_now", "_by_app", "_search")),
            "crm": (crm, [name for name in vars(crm) if name not in _crm_kept]),
            "validation": (crm.validation, ()), "association types": (crm.association_types, ("defaults",)),
            "association limits": (crm.association_limits, ("_types", "_graph")),
            "pipelines": (crm.pipelines, ()), "lists": (crm.lists, ("_crm",))}
        components.update({f"rules of {plural}": (rules, ("crm",)) for plural, rules in crm.rules.items()})
        components.update({f"store of {plural}": (store, _store_wiring) for plural, store in crm.stores.items()})
        return components


def _catalogue_state(catalogue: PropertyCatalogue) -> Any:
    """Only what an account has changed of the properties it started with."""
    fresh = _fresh(catalogue)
    return values.encode({
        "changed": {name: each for name, each in catalogue.live.items() if fresh.live.get(name) != each},
        "gone": [name for name in fresh.live if name not in catalogue.live], "archived": catalogue.archived,
        "groups": catalogue.groups, "group_orders": catalogue.group_orders})


def _restore_catalogue(catalogue: PropertyCatalogue, kept: Any) -> None:
    state = values.decode(kept)
    for name in state["gone"]:
        catalogue.live.pop(name, None)
    catalogue.live.update(state["changed"])
    catalogue.archived, catalogue.groups, catalogue.group_orders = state["archived"], state["groups"], state["group_orders"]


_known_fresh: dict[str, PropertyCatalogue] = {}


def _fresh(catalogue: PropertyCatalogue) -> PropertyCatalogue:
    kind = catalogue.object_type
    if kind.plural not in _known_fresh:
        _known_fresh[kind.plural] = PropertyCatalogue(kind)
    return _known_fresh[kind.plural]


class _Records:
    """The records of one type, archived ones included."""

    def __init__(self, plural: str, store: RecordStore) -> None:
        self.name = plural
        self._store = store

    def rows(self) -> Iterator[tuple[str, Any]]:
        # A write replaces the properties, so the same object means the same values.
        return ((record.id, (record.properties, record.archived_at, record.updated)) for record in self._store.records.values())

    def text(self, key: str) -> str:
        record = self._store.records[key]
        return json.dumps([record.properties, record.created, record.updated, record.archived_at, values.encode(record.history)])

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        self._store.take(_record(key, text) for key, text in rows)


def _record(key: str, text: str) -> Record:
    properties, created, updated, archived_at, history = json.loads(text)
    record = Record(int(key), {str(name): str(value) for name, value in properties.items()}, created)
    record.updated, record.archived_at, record.history = updated, archived_at, values.decode(history)
    return record


class _Links:
    """The associations from one record to those of one type in a row."""

    name = "links"

    def __init__(self, graph: AssociationGraph) -> None:
        self._graph = graph

    def rows(self) -> Iterator[tuple[str, Any]]:
        return ((f"{source} {from_id} {target}", tuple((to_id, frozenset(kinds)) for to_id, kinds in targets.items()))
                for source, from_id, target, targets in self._graph.rows())

    def text(self, key: str) -> str:
        source, from_id, target = key.split(" ")
        return json.dumps({to_id: sorted(kinds) for to_id, kinds in self._graph.targets(source, from_id, target).items()})

    def take(self, rows: Iterable[tuple[str, str]]) -> None:
        for key, text in rows:
            source, from_id, target = key.split(" ")
            self._graph.take(source, from_id, target, {to_id: set(kinds) for to_id, kinds in json.loads(text).items()})
