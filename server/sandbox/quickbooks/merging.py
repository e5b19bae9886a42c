"""Merging two customers, as people do in QuickBooks itself: everything of one becomes the other's."""

from __future__ import annotations

from datetime import datetime

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import entity_types, transaction_names
from server.sandbox.quickbooks.operations import read, save
from server.sandbox.quickbooks.query_attributes import attribute_of
from server.sandbox.quickbooks.record_store import Record


def merge_customers(company: Company, winner_id: str, loser_id: str, now: datetime) -> Record:
    """Moves the documents and balances of the loser to the winner and makes the loser inactive; returns the winner."""
    kind = entity_types["Customer"]
    winner, loser = read(company, kind, winner_id), read(company, kind, loser_id)
    if winner is loser or ("Customer", loser.id) in company.parents:
        raise api_fault.business_rule("These customers cannot be merged")
    if winner.data["CurrencyRef"] != loser.data["CurrencyRef"]:
        raise api_fault.business_rule("Customers of different currencies cannot be merged")
    reference = company.reference("Customer", winner.id)
    change = Change(company, now)
    for record in _documents(company, loser.id):
        change.edit(record)["CustomerRef"] = reference
    change.commit()
    loser = read(company, kind, loser_id)
    save(company, kind, {"Id": loser.id, "SyncToken": loser.data["SyncToken"], "sparse": True, "Active": False}, now)
    company.tell({("Customer", winner.id): f"Merge {loser.id}"}, now)
    return winner


def _documents(company: Company, customer_id: str) -> list[Record]:
    found = []
    for name in transaction_names:
        if "CustomerRef" in entity_types[name].query:
            store = company.store(name)
            ids = store.index(attribute_of(name, "CustomerRef")).ids(customer_id)
            found += [record for record in (store.get(identifier) for identifier in ids) if record is not None]
    return found
