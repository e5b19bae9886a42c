"""Answers that say something else than what happened. Calls whose answers are of another form are left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Callable

from aiohttp import web

from server.sandbox.faults.answer import json_of, record_lists, records, with_json
from server.sandbox.faults.fault import Strike
from server.sandbox.quickbooks.json_text import number_text

_unknown_quickbooks = {"ReconciliationHint": {"value": "7", "scores": [Decimal("0.5"), None]}, "eInvoicingMode": None}
_unknown_hubspot = {"hs_reconciliation_hint": "soon", "hs_einvoicing_mode": None}
_raw_mark = "\u241araw\u241a"

Edit = Callable[[dict[str, Any]], bool]


async def _edited(strike: Strike, edit: Edit, raw: str = "") -> web.StreamResponse:
    """Carries the call out and sends the edited JSON; `edit` says whether it changed anything."""
    answer = await strike.carry_out()
    value = json_of(answer)
    if value is None or not edit(value):
        return answer
    return with_json(answer, value, (_raw_mark, raw) if raw else None)


def _batch(value: dict[str, Any]) -> list[Any] | None:
    """The list of results of a batch of either service."""
    for name in ("BatchItemResponse", "results"):
        if isinstance(value.get(name), list):
            return list(value[name])
    return None


def _put_batch(value: dict[str, Any], results: list[Any]) -> bool:
    value["BatchItemResponse" if "BatchItemResponse" in value else "results"] = results
    return True


async def reorder_batch(strike: Strike) -> web.StreamResponse:
    """The results come in an order that chance decides, never in the one they were sent in."""
    def edit(value: dict[str, Any]) -> bool:
        sent = _batch(value)
        if not sent or len(sent) < 2:
            return False
        shuffled = strike.plan.chance.sample(sent, len(sent))
        return _put_batch(value, shuffled if shuffled != sent else shuffled[1:] + shuffled[:1])

    return await _edited(strike, edit)


async def shorten_batch(strike: Strike) -> web.StreamResponse:
    """The last results are missing, though all was done."""
    def edit(value: dict[str, Any]) -> bool:
        sent = _batch(value)
        return bool(sent) and _put_batch(value, sent[: max(0, len(sent) - strike.fault["items"])])

    return await _edited(strike, edit)


async def say_new(strike: Strike) -> web.StreamResponse:
    """Every result of an upsert claims to have made a new record."""
    def edit(value: dict[str, Any]) -> bool:
        upserted = [each for each in value.get("results", ()) if isinstance(each, dict) and "new" in each]
        for each in upserted:
            each["new"] = True
        return bool(upserted)

    return await _edited(strike, edit)


async def empty_listing(strike: Strike) -> web.StreamResponse:
    """A list, search, query or change listing answers as if there were nothing."""
    def edit(value: dict[str, Any]) -> bool:
        if "QueryResponse" in value:
            value["QueryResponse"] = {"totalCount": 0} if _is_count(value["QueryResponse"]) else {}
        elif "CDCResponse" in value:
            value["CDCResponse"] = [{"QueryResponse": [{} for _ in each.get("QueryResponse", ())]}
                                    for each in value["CDCResponse"]]
        elif isinstance(value.get("results"), list):
            value["results"] = []
            value.pop("paging", None)
            if "total" in value:
                value["total"] = 0
        else:
            return False
        return True

    return await _edited(strike, edit)


def _is_count(response: dict[str, Any]) -> bool:
    return set(response) == {"totalCount"}


def _change_groups(value: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Every group of a change listing with the name of the entity in it."""
    return [(group, name) for part in value.get("CDCResponse", ()) for group in part.get("QueryResponse", ())
            for name in group if isinstance(group[name], list)]


def _recount(group: dict[str, Any], name: str) -> None:
    """Makes the counters of a group fit its rows; a group without rows is empty."""
    if not group[name]:
        group.clear()
        return
    group["maxResults"] = len(group[name])
    if "totalCount" in group:
        group["totalCount"] = len(group[name])


async def cap_changes(strike: Strike) -> web.StreamResponse:
    """A change listing of exactly `rows` rows: what is more is missing, and too few are reported repeatedly."""
    def edit(value: dict[str, Any]) -> bool:
        left, groups = strike.fault["rows"], _change_groups(value)
        for group, name in groups:
            del group[name][left:]
            left -= len(group[name])
        if left and groups:
            rows = groups[0][0][groups[0][1]]
            rows[:0] = [rows[number % len(rows)] for number in range(left)]
        for group, name in groups:
            _recount(group, name)
        return bool(groups)

    return await _edited(strike, edit)


async def omit_changes(strike: Strike) -> web.StreamResponse:
    """A change listing without the record named, or without its last `items` rows."""
    def edit(value: dict[str, Any]) -> bool:
        left, groups = strike.fault["items"], _change_groups(value)
        for group, name in reversed(groups):
            rows, record = group[name], strike.fault["record"]
            kept = [row for row in rows if row.get("Id") != record] if record else rows[: max(0, len(rows) - left)]
            left -= len(rows) - len(kept)
            group[name] = kept
            _recount(group, name)
        return bool(groups)

    return await _edited(strike, edit)


async def hide_fresh(strike: Strike) -> web.StreamResponse:
    """A search or query that does not know records younger than `seconds` yet."""
    horizon = strike.plan.services.clock.now() - timedelta(seconds=strike.fault["seconds"])

    def old(record: dict[str, Any]) -> bool:
        born = record.get("createdAt") or record.get("MetaData", {}).get("CreateTime")
        return born is None or datetime.fromisoformat(str(born)) <= horizon

    def edit(value: dict[str, Any]) -> bool:
        hidden = 0
        listed = isinstance(value.get("results"), list)
        for rows in [value["results"]] if listed else [rows for _, rows in record_lists(value)]:
            kept = [row for row in rows if old(row)]
            hidden += len(rows) - len(kept)
            rows[:] = kept
        if "total" in value:
            value["total"] = max(0, value["total"] - hidden)
        response = value.get("QueryResponse")
        if isinstance(response, dict) and not any(rows for _, rows in record_lists(value)):
            value["QueryResponse"] = {}
        return hidden > 0

    return await _edited(strike, edit)


async def add_unknown(strike: Strike) -> web.StreamResponse:
    """Every record has members that no documentation mentions."""
    def edit(value: dict[str, Any]) -> bool:
        found = list(records(value))
        for record in found:
            if "properties" in record:
                record["properties"].update(_unknown_hubspot)
            else:
                record.update(_unknown_quickbooks)
        return bool(found)

    return await _edited(strike, edit)


async def alter_member(strike: Strike) -> web.StreamResponse:
    """One member of every record has a value of the plan: an enum value nobody knows, a null, another type."""
    path = strike.fault["member"].split(".")
    value_sent = _raw_mark if strike.fault["raw"] else strike.fault["value"]

    def edit(value: dict[str, Any]) -> bool:
        holders = [holder for record in records(value) if (holder := _holder(record, path)) is not None]
        for holder in holders:
            holder[path[-1]] = value_sent
        return bool(holders)

    return await _edited(strike, edit, strike.fault["raw"])


def _holder(record: dict[str, Any], path: list[str]) -> dict[str, Any] | None:
    """The object inside a record that holds the member; HubSpot's properties may be named without their object."""
    inner: Any = record
    for name in path[:-1]:
        inner = inner.get(name) if isinstance(inner, dict) else None
    if inner is record and path[0] in record.get("properties", {}):
        inner = record["properties"]
    return inner if isinstance(inner, dict) and path[-1] in inner else None


async def numbers_as_text(strike: Strike) -> web.StreamResponse:
    """Every number of every record is a string."""
    def edit(value: dict[str, Any]) -> bool:
        found = list(records(value))
        for record in found:
            record.update({name: _as_text(member) for name, member in record.items()})
        return bool(found)

    return await _edited(strike, edit)


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_text(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_as_text(element) for element in value]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return number_text(Decimal(value))
    return value


async def show_stale(strike: Strike) -> web.StreamResponse:
    """Every record appears as it was before its last change that an answer since the plan has shown."""
    def edit(value: dict[str, Any]) -> bool:
        return strike.plan.memory.put_back(strike.provider, strike.request.path, value)

    return await _edited(strike, edit)
