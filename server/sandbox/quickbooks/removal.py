"""Delete, void and send: what is done to a whole transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.sandbox.quickbooks import api_fault, deposits, payments, voiding
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType
from server.sandbox.quickbooks.field_rules import Field, clean, email, to_text
from server.sandbox.quickbooks.form_request import check_open_period
from server.sandbox.quickbooks.pacific_time import pacific_date, stamp
from server.sandbox.quickbooks.record_store import Record

_voidable = ("Invoice", "Payment", "SalesReceipt")


def check_token(record: Record, body: dict[str, Any]) -> None:
    if body.get("SyncToken") in (None, ""):
        raise api_fault.required("SyncToken")
    if str(body["SyncToken"]) != record.data["SyncToken"]:
        raise api_fault.stale_object()


def delete(company: Company, kind: EntityType, body: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Removes a transaction or an attachment for good; returns the stub the service answers with."""
    if not kind.deletable:
        raise api_fault.unsupported_operation(f"delete {kind.name}")
    record = _named(company, kind, body)
    check_token(record, body)
    if kind.transaction:
        voiding.check_removable(company, record)
    change = Change(company, now)
    if kind.name == "Payment":
        payments.move(change, record.id, payments.applications(company, record), [])
    if kind.name == "Deposit":
        deposits.link(company, record.id, deposits.deposited(company, record.data), [])
    if kind.name == "Invoice":
        voiding.release_estimates(change, record)
    if kind.name == "Estimate":
        voiding.release_invoices(change, record)
    change.remove(record)
    if kind.name == "Attachable":
        company.files.pop(record.id, None)
    change.commit()
    return {"status": "Deleted", "domain": "QBO", "Id": record.id}


def void(company: Company, kind: EntityType, body: dict[str, Any], now: datetime) -> Record:
    if kind.name not in _voidable:
        raise api_fault.unsupported_operation(f"void {kind.name}")
    record = _named(company, kind, body)
    check_token(record, body)
    check_open_period(company, record.data["TxnDate"], record)
    if deposits.is_deposited(record):
        raise api_fault.already_deposited()
    voiding.void(company, record, now)
    return record


def send(company: Company, kind: EntityType, identifier: str, address: str | None, now: datetime) -> Record:
    """E-mails a form. LastUpdatedTime moves, the SyncToken does not."""
    if not kind.sendable:
        raise api_fault.unsupported_operation(f"send {kind.name}")
    record = _named(company, kind, {"Id": identifier})
    member = "POEmail" if kind.name == "PurchaseOrder" else "BillEmail"
    own_counts = kind.name != "PurchaseOrder" or company.switches.order_mail_uses_own_address
    if address is not None:
        _check_mail_address(address)
    elif kind.name != "Payment" and not (own_counts and member in record.data):
        raise api_fault.no_address(company.switches.send_without_address_code)
    _count_mail(company, now)
    if address is not None:
        record.data[member] = {"Address": address}
    if kind.name != "Payment":
        record.data["EmailStatus"] = "EmailSent"
    if kind.name != "PurchaseOrder":
        record.data["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": stamp(now)}
    Change(company, now).touch(record)
    company.tell({(record.entity, record.id): "Emailed"}, now)
    return record


def _named(company: Company, kind: EntityType, body: dict[str, Any]) -> Record:
    identifier = str(body.get("Id", ""))
    if not identifier.isdecimal():
        raise api_fault.invalid_id(identifier)
    record = company.find(kind.name, identifier)
    if record is None:
        raise api_fault.object_not_found()
    return record


def _count_mail(company: Company, now: datetime) -> None:
    day, most = pacific_date(now), company.switches.mails_per_day
    sent = company.mails_sent if company.mails_day == day else 0
    if most and sent >= most:
        raise api_fault.business_rule(f"No more than {most} e-mails can be sent a day")
    company.mails_day, company.mails_sent = day, sent + 1


def _check_mail_address(address: str) -> None:
    rule: dict[str, Field] = {"BillEmail": email}
    if " " in to_text("sendTo", address, 100):
        raise api_fault.ApiFault("2210", "Invalid email address",
                                 "Email Address does not conform to the syntax rules of RFC 822.", element="sendTo")
    clean(rule, {"BillEmail": {"Address": address}}, lambda entity, identifier: None)
