"""Lists (segments): named sets of records, kept by hand or by a filter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import ApiError, validation
from .list_filters import compile_branch
from .records import Record
from .times import wire_time

if TYPE_CHECKING:
    from .crm import Crm

PROCESSING_TYPES = ("MANUAL", "DYNAMIC", "SNAPSHOT")
_FIRST_ID = 201


@dataclass
class RecordList:
    """One list. Members are record ids with the time they came in, oldest first."""

    list_id: str
    name: str
    type_id: str
    plural: str
    processing_type: str
    branch: dict[str, Any] | None
    created: int
    updated: int
    user_id: str
    filters_updated: int | None = None
    deleted: int | None = None
    version: int = 1
    members: dict[str, int] = field(default_factory=dict)
    first_added: dict[str, int] = field(default_factory=dict)

    def as_json(self, with_filters: bool = False) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "listId": self.list_id, "listVersion": self.version, "name": self.name, "objectTypeId": self.type_id,
            "processingType": self.processing_type, "processingStatus": "COMPLETE", "createdById": self.user_id,
            "updatedById": self.user_id, "createdAt": wire_time(self.created), "updatedAt": wire_time(self.updated)}
        if self.filters_updated is not None:
            answer["filtersUpdatedAt"] = wire_time(self.filters_updated)
        if self.deleted is not None:
            answer["deletedAt"] = wire_time(self.deleted)
        if with_filters and self.branch is not None:
            answer["filterBranch"] = self.branch
        return answer

    def add(self, record_id: str, now: int) -> None:
        self.members[record_id] = now
        self.first_added.setdefault(record_id, now)


class RecordLists:
    """All lists of an account, deleted ones included until they are restored."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm
        self._next_id = _FIRST_ID
        self.by_id: dict[str, RecordList] = {}

    def create(self, name: str, plural: str, processing_type: str, branch: dict[str, Any] | None,
               user_id: str) -> RecordList:
        """A new list; one with a filter branch, which has been checked, has its members at once."""
        now = self._crm.now()
        if self.named(plural, name) is not None:
            raise validation(f"A list named {name} already exists for this object type.",
                             subCategory="ILS.DUPLICATE_LIST_NAMES", context={"listName": [name]})
        kind = self._crm.stores[plural].object_type
        made = RecordList(str(self._next_id), name, kind.type_id, plural, processing_type, branch, now, now,
                          user_id, now if branch else None)
        self._next_id += 1
        self.by_id[made.list_id] = made
        if branch is not None:
            self._evaluate(made)
        return made

    def named(self, plural: str, name: str) -> RecordList | None:
        return next((each for each in self.by_id.values()
                     if each.deleted is None and (each.plural, each.name.lower()) == (plural, name.lower())), None)

    def live_members(self, chosen: RecordList) -> list[tuple[int, str]]:
        """(record number, id) of the members that still exist, by id; a dynamic list looks anew."""
        if chosen.processing_type == "DYNAMIC":
            self._evaluate(chosen)
        members = [record for record_id in chosen.members
                   for record in [self._live(chosen.plural, record_id)] if record is not None]
        return sorted((record.number, record.id) for record in members)

    def change(self, chosen: RecordList, add: list[str], remove: list[str]) -> dict[str, list[str]]:
        """Members in and out by hand; ids of records that do not exist are told, the rest is done."""
        now = self._crm.now()
        missing = [record_id for record_id in add if self._live(chosen.plural, record_id) is None]
        added = [record_id for record_id in dict.fromkeys(add)
                 if record_id not in missing and record_id not in chosen.members]
        removed = [record_id for record_id in dict.fromkeys(remove) if record_id in chosen.members]
        for record_id in added:
            chosen.add(record_id, now)
        for record_id in removed:
            del chosen.members[record_id]
        if added or removed:
            chosen.updated = now
        return {"recordsIdsAdded": added, "recordIdsRemoved": removed, "recordIdsMissing": missing}

    def move_member(self, plural: str, old_id: str, new_id: str) -> None:
        """After a merge the survivor is a member wherever one of the two was."""
        for each in self.by_id.values():
            if each.plural == plural and old_id in each.members:
                since, first = each.members.pop(old_id), each.first_added.pop(old_id)
                each.members.setdefault(new_id, since)
                each.first_added[new_id] = min(first, each.first_added.get(new_id, first))

    def drop_member(self, plural: str, record_id: str) -> None:
        for each in self.by_id.values():
            if each.plural == plural:
                each.members.pop(record_id, None)
                each.first_added.pop(record_id, None)

    def of_record(self, plural: str, record_id: str) -> list[RecordList]:
        found = [each for each in self.by_id.values() if each.plural == plural and each.deleted is None]
        return [each for each in found if record_id in {member for _, member in self.live_members(each)}]

    def _live(self, plural: str, record_id: str) -> Record | None:
        record = self._crm.stores[plural].get(record_id)
        return None if record is None or record.archived else record

    def _evaluate(self, chosen: RecordList) -> None:
        """Membership follows the search index, so it lags behind as search does."""
        store, now = self._crm.stores[chosen.plural], self._crm.now()
        store.refresh_index(now)
        try:
            is_member = compile_branch(self._crm, store.object_type, chosen.branch)
        except ApiError:  # a property it names has been archived since
            chosen.members.clear()
            return
        matching = {record_id for record_id, values in store.indexed.items() if is_member(record_id, values)}
        for record_id in [member for member in chosen.members if member not in matching]:
            del chosen.members[record_id]
        for record_id in store.indexed:
            if record_id in matching and record_id not in chosen.members:
                chosen.add(record_id, now)
