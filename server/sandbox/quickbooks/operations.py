"""Create, update, delete, void, send and read: what a call does to a company."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.sandbox.quickbooks import (api_fault, items, payments, people, plain_lists, sales_forms, voiding)
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company, unique_name_member
from server.sandbox.quickbooks.entity_types import EntityType, sales_forms as form_names
from server.sandbox.quickbooks.field_rules import Field, clean, email, to_text
from server.sandbox.quickbooks.pacific_time import stamp
from server.sandbox.quickbooks.record_store import Record

no_op_updates_of_lists_are_silent = True


def read(company: Company, kind: EntityType, identifier: str) -> Record:
    """The record, or fault 2030 for what cannot be an id and 610 for what is not there."""
    if not identifier.isdecimal() and kind.name not in ("TaxCode", "CompanyInfo"):
        raise api_fault.invalid_id(identifier)
    record = company.find(kind.name, identifier)
    if record is None:
        raise api_fault.object_not_found()
    return record


def save(company: Company, kind: EntityType, body: dict[str, Any], now: datetime,
         include: set[str] | None = None) -> Record:
    """Creates, or updates when the body has an Id; returns the stored record."""
    if not kind.writable:
        raise api_fault.unsupported_operation(f"create {kind.name}")
    if company.settings.subscription_status not in ("SUBSCRIBED", "TRIAL", "TRIALOPTIN"):
        raise api_fault.ApiFault("6190", "Invalid Company Status",
                                 "Subscription period has ended or canceled or there was a billing problem")
    if body.get("Id"):
        return _update(company, kind, body, now, include or set())
    return _create(company, kind, body, now, include or set())


def _create(company: Company, kind: EntityType, body: dict[str, Any], now: datetime,
            include: set[str]) -> Record:
    cleaned = clean(kind.fields, body, company.active_reference)
    draft = {name: value for name, value in cleaned.items() if value is not None}
    data = _complete(company, kind, draft, set(cleaned), include, None, now)
    change = Change(company, now)
    if kind.name == "Payment":
        data["Id"] = company.new_id("Payment")
        payments.move(change, data["Id"], [], payments.plan(company, data, None))
    record = change.add(kind.name, data)
    if kind.name == "Invoice":
        record.data["MetaData"]["LastModifiedByRef"] = {"value": company.last_user}
        _close_estimates(change, record)
    change.commit()
    return record


def _update(company: Company, kind: EntityType, body: dict[str, Any], now: datetime,
            include: set[str]) -> Record:
    old = read(company, kind, str(body["Id"]))
    check_token(old, body)
    cleaned = clean(kind.fields, body, _lenient_lookup(company, old))
    kept = _writable(kind, old.data) if body.get("sparse") in (True, "true") else {}
    draft = {name: value for name, value in {**kept, **cleaned}.items() if value is not None}
    old_names = _names(old)
    data = _complete(company, kind, draft, set(cleaned), include, old, now)
    if not kind.transaction and no_op_updates_of_lists_are_silent and _unchanged(kind, data, old.data):
        return old
    _replace(company, kind, old, data, now)
    if not kind.transaction:
        _follow_rename(company, old, old_names)
    return old


def check_token(record: Record, body: dict[str, Any]) -> None:
    if body.get("SyncToken") in (None, ""):
        raise api_fault.required("SyncToken")
    if str(body["SyncToken"]) != record.data["SyncToken"]:
        raise api_fault.stale_object()


def _lenient_lookup(company: Company, old: Record) -> Any:
    """What the record refers to already stays allowed, though it may have become inactive."""
    kept = {(name, value["value"]) for name, value in old.data.items()
            if isinstance(value, dict) and "value" in value}
    identifiers = {identifier for _, identifier in kept}

    def look_up(entity: str, identifier: str) -> dict[str, Any] | None:
        if identifier in identifiers:
            return company.reference(entity, identifier)
        return company.active_reference(entity, identifier)

    return look_up


def _writable(kind: EntityType, data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items()
            if name in kind.fields and kind.fields[name].kind != "read_only"}


def _complete(company: Company, kind: EntityType, draft: dict[str, Any], sent: set[str], include: set[str],
              old: Record | None, now: datetime) -> dict[str, Any]:
    if kind.transaction:
        request = sales_forms.FormRequest(company, kind.name, draft, sent, include, old, now)
        return payments.complete(request) if kind.name == "Payment" else sales_forms.complete(request)
    if kind.name in ("Customer", "Vendor", "Employee"):
        return people.complete(company, kind.name, draft, old)
    if kind.name == "Item":
        return items.complete(company, draft, old)
    if kind.name == "CompanyCurrency":
        return _complete_currency(draft)
    return plain_lists.complete(company, kind.name, draft, old)


def _complete_currency(draft: dict[str, Any]) -> dict[str, Any]:
    if not draft.get("Code"):
        raise api_fault.required("Code")
    draft["Code"] = draft["Code"].upper()
    draft.setdefault("Name", draft["Code"])
    draft.setdefault("Active", True)
    return draft


def _unchanged(kind: EntityType, data: dict[str, Any], old: dict[str, Any]) -> bool:
    return _writable(kind, data) == _writable(kind, old)


def _replace(company: Company, kind: EntityType, record: Record, data: dict[str, Any], now: datetime) -> None:
    change = Change(company, now)
    if kind.name == "Payment":
        before = payments.applications(company, record)
        payments.move(change, record.id, before, payments.plan(company, data, record))
    current = change.edit(record)
    envelope = {name: current[name] for name in ("domain", "sparse", "Id", "SyncToken", "MetaData")}
    record.data = {**data, **envelope}
    change.commit()


def _names(record: Record) -> tuple[str, str]:
    return (record.data.get(unique_name_member(record.entity), ""), record.data.get("FullyQualifiedName", ""))


def _follow_rename(company: Company, record: Record, old_names: tuple[str, str]) -> None:
    if _names(record) == old_names:
        return
    if record.entity == "Customer":
        people.family_changed(company, record, old_names[0])
    else:
        company.renamed(record, old_names[0])


def _close_estimates(change: Change, invoice: Record) -> None:
    """An invoice made from an estimate closes it, without a new SyncToken."""
    for link in invoice.data["LinkedTxn"]:
        estimate = change.company.find("Estimate", link["TxnId"])
        if link["TxnType"] == "Estimate" and estimate is not None:
            estimate.data["TxnStatus"] = "Closed"
            links = estimate.data["LinkedTxn"]
            estimate.data["LinkedTxn"] = [*links, {"TxnId": invoice.id, "TxnType": "Invoice"}]
            change.touch(estimate)


def delete(company: Company, kind: EntityType, body: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Removes a transaction for good; returns the stub the service answers with."""
    if not kind.deletable:
        raise api_fault.unsupported_operation(f"delete {kind.name}")
    record = read(company, kind, str(body.get("Id", "")))
    check_token(record, body)
    voiding.check_removable(company, record)
    change = Change(company, now)
    if kind.name == "Payment":
        payments.move(change, record.id, payments.applications(company, record), [])
    change.remove(record)
    change.commit()
    return {"status": "Deleted", "domain": "QBO", "Id": record.id}


def void(company: Company, kind: EntityType, body: dict[str, Any], now: datetime) -> Record:
    if kind.name not in ("Invoice", "Payment", "SalesReceipt"):
        raise api_fault.unsupported_operation(f"void {kind.name}")
    record = read(company, kind, str(body.get("Id", "")))
    check_token(record, body)
    sales_forms.check_open_period(company, record.data["TxnDate"], record)
    voiding.void(company, record, now)
    return record


def send(company: Company, kind: EntityType, identifier: str, address: str | None, now: datetime) -> Record:
    """E-mails a form. LastUpdatedTime moves, the SyncToken does not."""
    if not kind.sendable:
        raise api_fault.unsupported_operation(f"send {kind.name}")
    record = read(company, kind, identifier)
    if address is not None:
        _check_mail_address(address)
        record.data["BillEmail"] = {"Address": address}
    elif kind.name in form_names and "BillEmail" not in record.data:
        raise api_fault.business_rule("An e-mail address is needed to send the form")
    if kind.name in form_names:
        record.data["EmailStatus"] = "EmailSent"
    record.data["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": stamp(now)}
    Change(company, now).touch(record)
    return record


def _check_mail_address(address: str) -> None:
    rule: dict[str, Field] = {"BillEmail": email}
    if " " in to_text("sendTo", address, 100):
        raise api_fault.ApiFault("2210", "Invalid email address",
                                 "Email Address does not conform to the syntax rules of RFC 822.", element="sendTo")
    clean(rule, {"BillEmail": {"Address": address}}, lambda entity, identifier: None)
