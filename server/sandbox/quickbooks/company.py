"""One company (realm): its settings, its records, its counters, its deletions."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Callable, Iterable, Mapping

from server.sandbox.quickbooks import json_text
from server.sandbox.quickbooks.entity_types import entity_types, reference_members, transaction_names
from server.sandbox.quickbooks.pacific_time import stamp
from server.sandbox.quickbooks.query_attributes import attribute_of
from server.sandbox.quickbooks.record_store import OpenRecords, PackedRecord, Record, RecordStore
from server.sandbox.quickbooks.switches import Switches

deletions_kept_seconds = 31 * 24 * 3600     # a day longer than change data capture looks back
first_document_number = 1001


@dataclass
class CompanySettings:
    """What decides how a company's documents are checked and computed."""

    realm_id: str
    name: str
    country: str                            # ISO-2, as CompanyInfo.Country
    home_currency: str
    currency_name: str
    time_zone: str
    tax_model: str = "us_automated"         # us_automated, us_manual, global, none
    custom_transaction_numbers: bool = False
    custom_purchase_numbers: bool = False   # purchase orders are numbered by people
    warn_about_duplicate_numbers: bool = False
    allow_discount: bool = True
    allow_deposit: bool = False
    allow_shipping: bool = False
    online_payments: bool = False           # customers can pay invoices online
    auto_apply_credit: bool = False         # open credit memos settle new invoices
    multicurrency: bool = False
    track_classes: bool = False             # on every line
    track_classes_per_transaction: bool = False
    track_departments: bool = False
    book_close_date: str = ""
    subscription_status: str = "SUBSCRIBED"
    tax_code_by_state: dict[str, str] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)
    default_term: str = ""
    discount_account: str = ""
    undeposited_funds_account: str = ""
    exchange_rates: dict[str, str] = field(default_factory=dict)   # home units per one foreign unit


@dataclass
class UploadedFile:
    content: bytes
    content_type: str


@dataclass
class DeletedRecord:
    entity: str
    id: str
    updated: int
    change: int
    stamp: str


class Company:
    def __init__(self, settings: CompanySettings) -> None:
        self.settings = settings
        self.switches = Switches()                  # replaced by those of the simulator the company is in
        self.subscriber: Callable[[Company, Mapping[tuple[str, str], str], datetime], None] | None = None
        self._open = OpenRecords()
        self.stores: dict[str, RecordStore] = {name: RecordStore(name, self._open) for name in entity_types}
        self.deleted: deque[DeletedRecord] = deque()
        self.next_document_number: dict[str, int] = {}      # by series; each begins with 1001
        self.parents: set[tuple[str, str]] = set()  # (entity, id) that are or were the parent of another
        self.last_user = "9341457021722234"
        self.files: dict[str, UploadedFile] = {}    # by the id of their attachment
        self.mails_sent, self.mails_day = 0, ""
        self._next_id: dict[str, int] = {}
        self._references: dict[tuple[str, str], dict[str, Any]] = {}
        self._change = 0
        self._names_taken: dict[str, tuple[str, str]] = {}

    def store(self, entity: str) -> RecordStore:
        return self.stores[entity]

    def find(self, entity: str, identifier: str) -> Record | None:
        return self.stores[entity].get(identifier)

    def new_id(self, entity: str) -> str:
        """Transactions of all types share one sequence; every name list has its own."""
        series = "transaction" if entity_types.get(entity, None) and entity_types[entity].transaction else entity
        number = self._next_id.get(series, 1)
        self._next_id[series] = number + 1
        return str(number)

    def new_address(self, parts: dict[str, str]) -> dict[str, str]:
        return {"Id": self.new_id("Address"), **parts}

    def new_document_number(self, series: str) -> str:
        """The next number of a series: sales forms, estimates and purchase orders are numbered apart."""
        number = self.next_document_number.get(series, first_document_number)
        self.next_document_number[series] = number + 1
        return str(number)

    def next_change(self) -> int:
        self._change += 1
        return self._change

    def add(self, entity: str, data: dict[str, Any], moment: datetime, *, created: datetime | None = None,
            token: int = 0, identifier: str = "") -> Record:
        """Stores a new record; gives it Id (unless it has one), SyncToken, MetaData and the envelope.

        With `identifier` the record is kept under it and shows no Id.
        """
        born = created or moment
        shown = {} if identifier else {"Id": data.get("Id") or self.new_id(entity)}
        envelope = {"domain": "QBO", "sparse": False, **shown, "SyncToken": str(token),
                    "MetaData": {"CreateTime": stamp(born), "LastUpdatedTime": stamp(moment)}}
        record = self.stores[entity].make(identifier or shown["Id"], {**data, **envelope}, int(born.timestamp()),
                                          int(moment.timestamp()), self.next_change())
        self._index_name(record)
        return record

    def settle(self) -> None:
        """Packs the records that have been open longest. Call it between operations when adding many."""
        self._open.settle()

    def restore_records(self, entity: str, kept: Iterable[PackedRecord]) -> None:
        """Puts records back as they were."""
        self.stores[entity].take(kept)
        if not entity_types[entity].transaction:
            for record in self.stores[entity]:
                self._index_name(record)
                self.settle()

    def tell(self, operations: Mapping[tuple[str, str], str], moment: datetime) -> None:
        """Tells the subscriber what was done: {(entity, id): "Create", "Update", "Delete", "Void", …}."""
        if self.subscriber is not None and operations:
            self.subscriber(self, operations, moment)

    def note_deletion(self, record: Record, moment: datetime) -> None:
        self.stores[record.entity].remove(record.id)
        self.deleted.append(DeletedRecord(record.entity, record.id, int(moment.timestamp()),
                                          self.next_change(), stamp(moment)))
        while self.deleted[0].updated < moment.timestamp() - deletions_kept_seconds:
            self.deleted.popleft()

    def reference(self, entity: str, identifier: str) -> dict[str, Any] | None:
        """The one {"value", "name"} object all records share, so that a rename shows everywhere at once."""
        if entity == "CompanyCurrency":
            return self.currency_reference(identifier)
        known = self._references.get((entity, identifier))
        if known is not None:
            return known
        record = self.find(entity, identifier)
        if record is None:
            return None
        made = {"value": identifier, "name": record.data.get(entity_types[entity].name_member, "")}
        self._references[(entity, identifier)] = made
        return made

    def active_reference(self, entity: str, identifier: str) -> dict[str, Any] | None:
        """As `reference`, for records that may still be used on new documents."""
        record = self.find(entity, identifier) if entity != "CompanyCurrency" else None
        if record is not None and record.data.get("Active") is False:
            return None
        return self.reference(entity, identifier)

    def currency_reference(self, code: str) -> dict[str, Any] | None:
        if code == self.settings.home_currency:
            key = ("CompanyCurrency", code)
            return self._references.setdefault(key, {"value": code, "name": self.settings.currency_name})
        for record in self.stores["CompanyCurrency"]:
            if record.data["Code"] == code:
                return self._references.setdefault(("CompanyCurrency", code),
                                                   {"value": code, "name": record.data["Name"]})
        return None

    def name_owner(self, entity: str, name: str) -> str | None:
        """The id of the record that holds `name` among names that must be unique; None when free."""
        owner = self._names_taken.get(_name_key(entity, name))
        return owner[1] if owner is not None else None

    def name_owner_entity(self, entity: str, name: str) -> str | None:
        owner = self._names_taken.get(_name_key(entity, name))
        return owner[0] if owner is not None else None

    def renamed(self, record: Record, old_name: str) -> None:
        """Makes a changed name visible: in the index of names and in every document that shows it."""
        if self._names_taken.get(_name_key(record.entity, old_name)) == (record.entity, record.id):
            del self._names_taken[_name_key(record.entity, old_name)]
        self._index_name(record)
        after = record.data.get(entity_types[record.entity].name_member, "")
        before = old_name.rpartition(":")[2] if entity_types[record.entity].name_member == "Name" else old_name
        shared = self._references.get((record.entity, record.id))
        if shared is not None:
            before, shared["name"] = shared["name"], after
        for shown in self._showing(record):
            self._rename_in(shown, record, before, after)

    def _showing(self, record: Record) -> Iterable[Record]:
        """The records that may show the name of `record`."""
        if record.entity != "Customer":
            return (other for store in self.stores.values() for other in store)
        attribute = [(name, attribute_of(name, "CustomerRef")) for name in transaction_names
                     if "CustomerRef" in entity_types[name].query]
        found = [self.stores[name].get(identifier) for name, by_customer in attribute
                 for identifier in self.stores[name].index(by_customer).ids(record.id)]
        return [*(other for other in found if other is not None), *self.stores["Purchase"], *self.stores["PurchaseOrder"]]

    def _rename_in(self, shown: Record, record: Record, before: str, after: str) -> None:
        """A document shows the present name; that is no change of the document."""
        changed = False
        for member in reference_members.get(record.entity, ()):
            old, new = (f'"{member}":{json_text.encode({"value": record.id, "name": name})[:-1]}'.encode("utf-8", "replace")
                        for name in (before, after))
            changed = shown.replace_text(old, new) or changed
        if changed:
            self.stores[shown.entity].changed(shown)

    def _index_name(self, record: Record) -> None:
        kind = entity_types[record.entity]
        if kind.transaction or not kind.name_member:
            return
        name = record.peek().get(unique_name_member(record.entity), "")
        self._names_taken[_name_key(record.entity, name)] = (record.entity, record.id)


def unique_name_member(entity: str) -> str:
    """Items and classes are unique below their parent, so their full path is what must be unique."""
    if entity in ("Item", "Class", "Department", "Account"):
        return "FullyQualifiedName"
    return "Code" if entity == "CompanyCurrency" else entity_types[entity].name_member


def _name_key(entity: str, name: str) -> str:
    scope = "person" if entity in ("Customer", "Vendor", "Employee") else entity
    return f"{scope}\n{name.casefold()}"
