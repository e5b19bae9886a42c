"""How many records one record may be associated with, where the account sets a limit: per type and direction."""

from __future__ import annotations

from typing import Iterable

from .association_types import AssociationType, AssociationTypes
from .associations import AssociationGraph
from .errors import validation


class AssociationLimits:
    """Only types with a limit are held; limits count for new associations, not for those that are there."""

    def __init__(self, types: AssociationTypes, graph: AssociationGraph) -> None:
        self._types = types
        self._graph = graph
        self.most: dict[int, int] = {}

    def check(self, from_id: str, to_id: str, kinds: Iterable[AssociationType]) -> None:
        """Refuses an association that would be one too many on either side."""
        if not self.most:
            return
        chosen = {kind.type_id: kind for kind in kinds}
        first = next(iter(chosen.values()))
        default = self._types.defaults[(first.from_plural, first.to_plural)]
        chosen[default.type_id] = default
        for kind in chosen.values():
            self._check_side(kind, from_id, to_id)
            self._check_side(self._types.by_id[kind.inverse], to_id, from_id)

    def _check_side(self, kind: AssociationType, near_id: str, far_id: str) -> None:
        most = self.most.get(kind.type_id)
        if most is None:
            return
        held = self._graph.targets(kind.from_plural, near_id, kind.to_plural)
        others = sum(kind.type_id in type_ids for other_id, type_ids in held.items() if other_id != far_id)
        if others >= most:
            raise validation(f"{kind.from_plural} {near_id} already has {others} associations of type {kind.type_id}; the "
                             f"limit is {most}.", subCategory="crm.associations.ASSOCIATION_LIMIT_EXCEEDED",
                             context={"objectId": [near_id], "associationTypeId": [str(kind.type_id)]})
