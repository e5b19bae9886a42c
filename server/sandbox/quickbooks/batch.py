"""Batch: up to 30 independent writes and queries in one call, answered one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.sandbox.quickbooks import api_fault, change_data, json_text, operations
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType, entity_types
from server.sandbox.quickbooks.field_rules import to_text
from server.sandbox.quickbooks.query_runner import run_query

items_max = 30
_entity_by_name = {name.lower(): kind for name, kind in entity_types.items()}
_not_entities = {"bId", "operation", "optionsData", "Query", "CDCQuery"}


def batch_items(body: Any) -> list[dict[str, Any]]:
    """The items of a batch body, checked for number and form."""
    sent = body.get("BatchItemRequest") if isinstance(body, dict) else None
    if not isinstance(sent, list) or not all(isinstance(item, dict) for item in sent):
        raise api_fault.required("BatchItemRequest")
    if len(sent) > items_max:
        raise api_fault.ApiFault("1040", "Batch size exceeds allowed limit",
                                 f"Batch size exceeds allowed limit : {items_max}")
    return sent


def run_batch(company: Company, sent: list[dict[str, Any]], now: datetime) -> str:
    """The value of `BatchItemResponse` as JSON text."""
    return "[" + ",".join(_answer(company, item, now) for item in sent) + "]"


def _answer(company: Company, item: dict[str, Any], now: datetime) -> str:
    identifier = json_text.encode(str(item.get("bId", "")))
    try:
        member = _run(company, item, now)
    except api_fault.ApiFault as fault:
        member = '"Fault":' + json_text.encode(fault.as_json())
    return f'{{"bId":{identifier},{member}}}'


def _run(company: Company, item: dict[str, Any], now: datetime) -> str:
    """One member of the answer, written `"Name":value`."""
    if "Query" in item:
        return '"QueryResponse":' + run_query(company, to_text("Query", item["Query"], 200_000), now)
    if "CDCQuery" in item:
        asked = item["CDCQuery"] if isinstance(item["CDCQuery"], dict) else {}
        entities = asked.get("Entities", "")
        names = ",".join(map(str, entities)) if isinstance(entities, list) else str(entities)
        return '"CDCResponse":' + change_data.changes_since(company, names, str(asked.get("ChangedSince", "")), now)
    kind, body = _entity(item)
    options = {option.strip().lower() for option in str(item.get("optionsData", "")).split(",")}
    return _write(company, kind, body, str(item.get("operation", "")), options, now)


def _entity(item: dict[str, Any]) -> tuple[EntityType, dict[str, Any]]:
    named = [name for name in item if name not in _not_entities]
    kind = _entity_by_name.get(named[0].lower()) if len(named) == 1 else None
    if kind is None or not isinstance(item[named[0]], dict):
        raise api_fault.unsupported_operation("batch item without a known entity")
    return kind, item[named[0]]


def _write(company: Company, kind: EntityType, body: dict[str, Any], operation: str, options: set[str],
           now: datetime) -> str:
    if operation == "delete":
        return f'"{kind.name}":' + json_text.encode(operations.delete(company, kind, body, now))
    if operation == "update" and "void" in options and company.switches.batch_void:
        return f'"{kind.name}":' + operations.void(company, kind, body, now).text
    if operation == "update" and not body.get("Id"):
        raise api_fault.required("Id")
    if operation == "create":
        body = {name: value for name, value in body.items() if name != "Id"}
    elif operation != "update":
        raise api_fault.unsupported_operation(operation or "without a name")
    return f'"{kind.name}":' + operations.save(company, kind, body, now, options).text
