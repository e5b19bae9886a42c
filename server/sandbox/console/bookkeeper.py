"""What a person does in QuickBooks itself: the console and the control address act through this."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import Company, operations
from server.sandbox.quickbooks.api_fault import ApiFault
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import unique_name_member
from server.sandbox.quickbooks.entity_types import EntityType, entity_by_resource
from server.sandbox.quickbooks.record_store import Record

actions = ("delete", "void", "pay", "send", "deactivate", "reactivate", "accept", "reject", "invoice")


class UnknownRecord(LookupError):
    """There is no such entity, company or record."""


class Bookkeeper:
    """Acts on one company at one moment. Raises ApiFault for what QuickBooks refuses."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.now = now

    def kind(self, name: str) -> EntityType:
        kind = entity_by_resource.get(name.lower())
        if kind is None:
            raise UnknownRecord(f"there is no entity {name!r} in QuickBooks")
        return kind

    def record(self, kind: EntityType, identifier: str) -> Record:
        record = self.company.find(kind.name, identifier)
        if record is None:
            raise UnknownRecord(f"there is no {kind.name} {identifier}")
        return record

    def create(self, kind: EntityType, body: dict[str, Any]) -> Record:
        return operations.save(self.company, kind, {**body, "Id": ""}, self.now)

    def change(self, kind: EntityType, identifier: str, members: dict[str, Any]) -> Record:
        """Changes some members; SyncToken and LastUpdatedTime follow as with any other change."""
        return operations.save(self.company, kind, {**members, **self._handle(kind, identifier), "sparse": True},
                               self.now)

    def change_unchecked(self, kind: EntityType, identifier: str, members: dict[str, Any]) -> Record:
        """Puts values into a record that no check would let through, such as very long names."""
        record = self.record(kind, identifier)
        name_member = unique_name_member(kind.name) if kind.name_member else ""
        old_name = str(record.data.get(name_member, ""))
        change = Change(self.company, self.now)
        change.edit(record).update(members)
        change.commit()
        if name_member and record.data.get(name_member) != old_name:
            self.company.renamed(record, old_name)
        return record

    def act(self, kind: EntityType, identifier: str, action: str, amount: Decimal | None = None) -> Any:
        """One of `actions`; returns the object QuickBooks would show afterwards."""
        if action not in actions:
            raise UnknownRecord(f"there is no action {action!r}; there are {', '.join(actions)}")
        if action == "delete":
            return operations.delete(self.company, kind, self._handle(kind, identifier), self.now)
        if action == "void":
            return operations.void(self.company, kind, self._handle(kind, identifier), self.now).data
        if action == "send":
            return self._send(kind, identifier).data
        if action == "pay":
            return self._pay(kind, identifier, amount).data
        if action in ("accept", "reject"):
            return self.change(kind, identifier, {"TxnStatus": "Accepted" if action == "accept" else "Rejected"}).data
        if action == "invoice":
            return self._invoice(kind, identifier).data
        return self.change(kind, identifier, {"Active": action == "reactivate"}).data

    def _handle(self, kind: EntityType, identifier: str) -> dict[str, str]:
        record = self.record(kind, identifier)
        return {"Id": record.id, "SyncToken": record.data["SyncToken"]}

    def _send(self, kind: EntityType, identifier: str) -> Record:
        """Falls back to the address of the customer or vendor, as the form on QuickBooks' own pages does."""
        data = self.record(kind, identifier).data
        mail, party, entity = ("POEmail", "VendorRef", "Vendor") if kind.name == "PurchaseOrder" else (
            "BillEmail", "CustomerRef", "Customer")
        address = None
        if mail not in data and party in data:
            who = self.company.find(entity, data[party]["value"])
            known = who.data.get("PrimaryEmailAddr") if who is not None else None
            address = known["Address"] if known else None
        return operations.send(self.company, kind, identifier, address, self.now)

    def _pay(self, kind: EntityType, identifier: str, amount: Decimal | None) -> Record:
        if kind.name != "Invoice":
            raise ApiFault("500", "Unsupported Operation", "Only invoices can be paid")
        invoice = self.record(kind, identifier)
        received = invoice.data["Balance"] if amount is None else amount
        return self.create(self.kind("payment"), {
            **self.header(invoice.data["CustomerRef"]["value"]), "TotalAmt": received,
            "Line": [{"Amount": min(received, invoice.data["Balance"]),
                      "LinkedTxn": [{"TxnId": invoice.id, "TxnType": "Invoice"}]}]})

    def header(self, customer_id: str) -> dict[str, Any]:
        """What every document says about its customer; the currency only where a company has several."""
        customer = self.company.find("Customer", customer_id)
        header: dict[str, Any] = {"CustomerRef": {"value": customer_id}}
        if self.company.settings.multicurrency and customer is not None:
            header["CurrencyRef"] = {"value": customer.data["CurrencyRef"]["value"]}
        return header

    def _invoice(self, kind: EntityType, identifier: str) -> Record:
        """The invoice that an estimate becomes; the estimate is closed by it."""
        if kind.name != "Estimate":
            raise ApiFault("500", "Unsupported Operation", "Only estimates become invoices")
        estimate = self.record(kind, identifier)
        kept = {name: estimate.data[name] for name in ("BillEmail", "CustomerMemo", "SalesTermRef") if name in estimate.data}
        lines = [{name: value for name, value in line.items() if name != "Id"} for line in estimate.data["Line"]
                 if line["DetailType"] != "SubTotalLineDetail"]
        return self.create(self.kind("invoice"), {
            **self.header(estimate.data["CustomerRef"]["value"]), **kept, "Line": lines,
            "LinkedTxn": [{"TxnId": estimate.id, "TxnType": "Estimate"}]})
