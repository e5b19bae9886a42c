"""Change data capture: everything that changed since a moment, deletions included."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from server.sandbox.quickbooks import api_fault, json_text
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.entity_types import EntityType, entity_types
from server.sandbox.quickbooks.pacific_time import parse_stamp
from server.sandbox.quickbooks.query_attributes import last_updated

look_back_days_max = 30
objects_max = 1000
_by_name = {name.lower(): kind for name, kind in entity_types.items()}


def changes_since(company: Company, entities: str, since_text: str, now: datetime) -> str:
    """The value of `CDCResponse` as JSON text."""
    kinds = [_kind(name.strip()) for name in entities.split(",") if name.strip()]
    if not kinds:
        raise api_fault.required("entities")
    since = parse_stamp(since_text, naive_is_utc=company.switches.naive_time_is_utc)
    if since is None or since < now - timedelta(days=look_back_days_max):
        raise api_fault.unsupported_operation(
            f"cdc with changedSince date {since_text[:100]} which is older than fixed days")
    left = objects_max
    groups: list[str] = []
    for kind in kinds:
        rows, total = _rows(company, kind, int(since.timestamp()), left)
        if company.switches.change_cap_scope == "response":
            left -= len(rows)
        groups.append(_group(kind, rows, total))
    return '[{"QueryResponse":[' + ",".join(groups) + "]}]"


def _kind(name: str) -> EntityType:
    kind = _by_name.get(name.lower())
    if kind is None or not kind.changes_reported:
        raise api_fault.query_invalid(f"Entity {name[:100]} is not supported by cdc")
    return kind


def _rows(company: Company, kind: EntityType, since: int, most: int) -> tuple[list[str], int]:
    """Changed records, oldest change first, then the stubs of deleted ones; at most `most` of them."""
    order = company.store(kind.name).order(last_updated)
    ids = order.ids(*order.span(">=", since))
    changed = [company.store(kind.name).get(identifier).text for identifier in ids[:most]]
    stubs = [json_text.encode(_stub(gone.id, gone.stamp)) for gone in company.deleted
             if gone.entity == kind.name and gone.updated >= since]
    return (changed + stubs)[:most], len(ids) + len(stubs)


def _stub(identifier: str, stamp: str) -> dict[str, Any]:
    return {"domain": "QBO", "status": "Deleted", "Id": identifier, "MetaData": {"LastUpdatedTime": stamp}}


def _group(kind: EntityType, rows: list[str], total: int) -> str:
    if not rows:
        return "{}"
    counted = f',"totalCount":{total}' if kind.counted else ""
    return (f'{{"{kind.name}":[{",".join(rows)}],"startPosition":1,"maxResults":{len(rows)}{counted}}}')
