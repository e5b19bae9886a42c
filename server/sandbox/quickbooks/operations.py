"""Read, create and update: what a call does to a company."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.sandbox.quickbooks import api_fault, deposits, payments, people, settings_objects
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company, unique_name_member
from server.sandbox.quickbooks.completion import complete, equal
from server.sandbox.quickbooks.credits import apply_open_credits
from server.sandbox.quickbooks.currencies import take_into_use
from server.sandbox.quickbooks.entity_types import EntityType, people as people_names
from server.sandbox.quickbooks.exchange_rates import key_of
from server.sandbox.quickbooks.field_rules import clean, in_latin, writable_members
from server.sandbox.quickbooks.form_request import FormRequest
from server.sandbox.quickbooks.record_store import Record
from server.sandbox.quickbooks.removal import check_token, delete, send, void

__all__ = ["delete", "read", "save", "send", "void"]

_word_ids = ("TaxCode", "CompanyInfo", "ExchangeRate")
_envelope = ("domain", "sparse", "Id", "SyncToken", "MetaData")


def read(company: Company, kind: EntityType, identifier: str) -> Record:
    """The record, or fault 2030 for what cannot be an id and 610 for what is not there."""
    if not identifier.isdecimal() and kind.name not in _word_ids:
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
    if company.settings.subscription_status not in ("SUBSCRIBED", "TRIAL", "TRIALOPTIN", "PAID"):
        raise api_fault.ApiFault("6190", "Invalid Company Status",
                                 "Subscription period has ended or canceled or there was a billing problem")
    if company.settings.country == "US" and company.switches.us_text != "keep":
        body = in_latin(body, replaced=company.switches.us_text == "replace")
    if kind.name == "ExchangeRate":
        return _set_rate(company, kind, body, now)
    if kind.name in ("CompanyInfo", "Preferences"):
        body = {**body, "Id": "1"}
    if body.get("Id"):
        return _update(company, kind, body, now, include or set())
    return _create(company, kind, body, now, include or set())


def _create(company: Company, kind: EntityType, body: dict[str, Any], now: datetime,
            include: set[str]) -> Record:
    if kind.name in people_names and isinstance(body.get("CurrencyRef"), dict):
        take_into_use(company, str(body["CurrencyRef"].get("value")), now)
    cleaned = clean(kind.fields, body, company.active_reference, ignore_unknown=_lax(company))
    draft = {name: value for name, value in cleaned.items() if value is not None}
    data = complete(FormRequest(company, kind.name, draft, set(cleaned), include, None, now), kind)
    change = Change(company, now)
    if kind.name in ("Payment", "Deposit"):
        data["Id"] = company.new_id(kind.name)
    if kind.name == "Payment":
        payments.move(change, data["Id"], [], payments.plan(company, data, None))
    if kind.name == "Deposit":
        deposits.link(company, data["Id"], [], deposits.deposited(company, data))
    record = change.add(kind.name, data)
    if kind.name == "Invoice":
        record.data["MetaData"]["LastModifiedByRef"] = {"value": company.last_user}
        _close_estimates(change, record)
    change.commit()
    if kind.name == "Invoice" and company.settings.auto_apply_credit:
        apply_open_credits(company, record, now)
    return record


def _update(company: Company, kind: EntityType, body: dict[str, Any], now: datetime,
            include: set[str]) -> Record:
    old = read(company, kind, str(body["Id"]))
    check_token(old, body)
    sparse = body.get("sparse") in (True, "true")
    cleaned = clean(kind.fields, body, _lenient_lookup(company, old), ignore_unknown=_lax(company))
    if sparse:
        cleaned = _sparse(company, cleaned, old)
    kept = writable_members(kind.fields, old.data) if sparse else {}
    draft = {name: value for name, value in {**kept, **cleaned}.items() if value is not None}
    old_names = _names(old)
    data = complete(FormRequest(company, kind.name, draft, set(cleaned), include, old, now), kind)
    silent = not kind.transaction or not company.switches.equal_transaction_is_change
    if silent and equal(kind, data, old):
        return old
    if deposits.is_deposited(old) and data["TotalAmt"] != old.data["TotalAmt"]:
        raise api_fault.already_deposited()
    _replace(company, kind, old, data, now)
    if not kind.transaction:
        _follow_rename(company, old, old_names)
        settings_objects.follow(company, kind.name, old.data)
    return old


def _lax(company: Company) -> bool:
    return company.switches.unknown_members == "ignore"


def _sparse(company: Company, cleaned: dict[str, Any], old: Record) -> dict[str, Any]:
    """What a sparse update means where the switches read it another way."""
    if not company.switches.sparse_null_clears:
        cleaned = {name: value for name, value in cleaned.items() if value is not None}
    if company.switches.sparse_merges_nested:
        cleaned = {name: {**old.data[name], **value} if _merges(old.data.get(name), value) else value
                   for name, value in cleaned.items()}
    return cleaned


def _merges(before: Any, value: Any) -> bool:
    return isinstance(before, dict) and isinstance(value, dict) and "value" not in value


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


def _replace(company: Company, kind: EntityType, record: Record, data: dict[str, Any], now: datetime) -> None:
    change = Change(company, now)
    if kind.name == "Payment":
        before = payments.applications(company, record)
        payments.move(change, record.id, before, payments.plan(company, data, record))
    if kind.name == "Deposit":
        deposits.link(company, record.id, deposits.deposited(company, record.data), deposits.deposited(company, data))
    current = change.edit(record)
    if not kind.transaction and current.get("Active") is True and data.get("Active") is False:
        change.tell(record, company.switches.webhook_deactivation)
    envelope = {name: current[name] for name in _envelope if name in current}
    record.data = {**data, **envelope}
    change.commit()


def _set_rate(company: Company, kind: EntityType, body: dict[str, Any], now: datetime) -> Record:
    """A rate has no Id: it is found by its currency and day."""
    cleaned = clean(kind.fields, body, company.active_reference, ignore_unknown=_lax(company))
    draft = {name: value for name, value in cleaned.items() if value is not None}
    data = complete(FormRequest(company, kind.name, draft, set(cleaned), set(), None, now), kind)
    known = company.find(kind.name, key_of(data))
    if known is None:
        return company.add(kind.name, data, now, identifier=key_of(data))
    if str(body.get("SyncToken", known.data["SyncToken"])) != known.data["SyncToken"]:
        raise api_fault.stale_object()
    _replace(company, kind, known, data, now)
    return known


def _names(record: Record) -> tuple[str, str]:
    return (record.data.get(unique_name_member(record.entity), ""), record.data.get("FullyQualifiedName", ""))


def _follow_rename(company: Company, record: Record, old_names: tuple[str, str]) -> None:
    if _names(record) != old_names:
        people.family_changed(company, record, old_names[0])


def _close_estimates(change: Change, invoice: Record) -> None:
    """An invoice made from an estimate closes it, without a new SyncToken."""
    for link in invoice.data["LinkedTxn"]:
        estimate = change.company.find("Estimate", link["TxnId"])
        if link["TxnType"] == "Estimate" and estimate is not None:
            estimate.data["TxnStatus"] = "Closed"
            links = estimate.data["LinkedTxn"]
            estimate.data["LinkedTxn"] = [*links, {"TxnId": invoice.id, "TxnType": "Invoice"}]
            change.touch(estimate)
