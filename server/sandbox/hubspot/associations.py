"""The association graph: which records are linked, by which types, stored in both directions."""

from __future__ import annotations

from typing import Iterable, Iterator

from .association_types import AssociationType, AssociationTypes
from .records import UndoLog

# target id -> the type ids between the two records
Targets = dict[str, set[int]]


class AssociationGraph:
    """Plain dictionaries; both directions are always written together."""

    def __init__(self, types: AssociationTypes) -> None:
        self._types = types
        self._links: dict[tuple[str, str], dict[str, Targets]] = {}

    def targets(self, from_plural: str, from_id: str, to_plural: str) -> Targets:
        """What one record is linked to; empty when nothing. Not to be changed by the caller."""
        return self._links.get((from_plural, to_plural), {}).get(from_id, {})

    def of_record(self, plural: str, record_id: str) -> dict[str, list[str]]:
        """All links of one record by target type, for the control address."""
        return {target: sorted(by_source[record_id], key=int)
                for (source, target), by_source in self._links.items()
                if source == plural and by_source.get(record_id)}

    def rows(self) -> Iterator[tuple[str, str, str, Targets]]:
        """Source type, record, target type and what the record is linked to. Not to be changed by the caller."""
        return ((source, from_id, target, targets) for (source, target), by_source in self._links.items()
                for from_id, targets in by_source.items() if targets)

    def take(self, source: str, from_id: str, target: str, targets: Targets) -> None:
        """Puts in one direction of links as it was kept in a file."""
        self._links.setdefault((source, target), {})[from_id] = targets

    def link(self, from_id: str, to_id: str, kinds: Iterable[AssociationType], undo: UndoLog | None) -> None:
        """Replaces the labels between two records by `kinds`; the unlabelled type is always among them."""
        chosen = list(kinds)
        source, target = chosen[0].from_plural, chosen[0].to_plural
        forward = {kind.type_id for kind in chosen}
        if source != target:
            forward.add(self._types.defaults[(source, target)].type_id)
        backward = {self._types.by_id[type_id].inverse for type_id in forward}
        if undo is not None:
            self._remember(source, from_id, target, to_id, undo)
        if any(kind.primary for kind in chosen):
            self._demote_primary(source, from_id, target, to_id, undo)
        self._put(source, from_id, target, to_id, forward)
        self._put(target, to_id, source, from_id, backward)

    def unlink(self, from_plural: str, from_id: str, to_plural: str, to_id: str, undo: UndoLog | None = None) -> None:
        """Removes every type between two records, in both directions."""
        if undo is not None:
            self._remember(from_plural, from_id, to_plural, to_id, undo)
        self._links.get((from_plural, to_plural), {}).get(from_id, {}).pop(to_id, None)
        self._links.get((to_plural, from_plural), {}).get(to_id, {}).pop(from_id, None)

    def unlink_types(self, from_id: str, to_id: str, kinds: Iterable[AssociationType]) -> None:
        """Removes single labels; removing the unlabelled type removes all."""
        for kind in kinds:
            source, target = kind.from_plural, kind.to_plural
            if kind.default:
                self.unlink(source, from_id, target, to_id)
                return
            self.targets(source, from_id, target).get(to_id, set()).discard(kind.type_id)
            self.targets(target, to_id, source).get(from_id, set()).discard(kind.inverse)

    def forget_label(self, kind: AssociationType) -> None:
        """Takes a deleted label off every pair that carries it."""
        for ends, type_id in (((kind.from_plural, kind.to_plural), kind.type_id),
                              ((kind.to_plural, kind.from_plural), kind.inverse)):
            for targets in self._links.get(ends, {}).values():
                for held in targets.values():
                    held.discard(type_id)

    def move(self, plural: str, from_id: str, to_id: str) -> None:
        """Gives the links of one record to another of its type; those the other has already are kept with theirs."""
        for (source, target), by_source in list(self._links.items()):
            if source != plural:
                continue
            for other_id, type_ids in by_source.pop(from_id, {}).items():
                back = self._links.get((target, plural), {}).get(other_id, {}).pop(from_id, set())
                if other_id in (to_id, from_id) and target == plural:
                    continue  # two records that are one now are not associated with themselves
                own = self.targets(plural, to_id, target)
                if target == "companies" and any(self._types.by_id[type_id].primary for held in own.values()
                                                 for type_id in held):
                    type_ids = {type_id for type_id in type_ids if not self._types.by_id[type_id].primary}
                    back = {self._types.by_id[type_id].inverse for type_id in type_ids}
                self._put(plural, to_id, target, other_id, own.get(other_id, set()) | type_ids)
                held_back = self.targets(target, other_id, plural).get(to_id, set())
                self._put(target, other_id, plural, to_id, held_back | back)

    def drop(self, plural: str, record_id: str) -> None:
        """Removes every link of a record that is gone for good."""
        for (source, target), by_source in self._links.items():
            if source == plural:
                for other_id in by_source.pop(record_id, {}):
                    self._links.get((target, plural), {}).get(other_id, {}).pop(record_id, None)

    def _put(self, source: str, from_id: str, target: str, to_id: str, type_ids: set[int]) -> None:
        self._links.setdefault((source, target), {}).setdefault(from_id, {})[to_id] = type_ids

    def _demote_primary(self, source: str, from_id: str, target: str, to_id: str, undo: UndoLog | None) -> None:
        """A record has one primary company: the earlier one keeps only its unlabelled link."""
        if target != "companies":
            source, from_id, target, to_id = target, to_id, source, from_id
        for other_id in self.targets(source, from_id, target):
            held = self.targets(source, from_id, target)[other_id]
            primary = {type_id for type_id in held if self._types.by_id[type_id].primary}
            if primary and other_id != to_id:
                if undo is not None:
                    self._remember(source, from_id, target, other_id, undo)
                back = {self._types.by_id[type_id].inverse for type_id in primary}
                self._put(source, from_id, target, other_id, held - primary)
                held_back = self.targets(target, other_id, source)[from_id]
                self._put(target, other_id, source, from_id, held_back - back)

    def _remember(self, source: str, from_id: str, target: str, to_id: str, undo: UndoLog) -> None:
        before = self.targets(source, from_id, target).get(to_id)
        back = self.targets(target, to_id, source).get(from_id)

        def restore() -> None:
            if before is None or back is None:
                self.unlink(source, from_id, target, to_id)
            else:
                self._put(source, from_id, target, to_id, before)
                self._put(target, to_id, source, from_id, back)

        undo.append(restore)
