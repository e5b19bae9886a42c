"""The search API: answers from an index that lags behind the records."""

from __future__ import annotations

import heapq
from typing import Any

from .calls import Answer, Call, checked_limit, is_whole
from .errors import validation
from .object_types import ObjectType
from .records import Record
from .search_filters import Test, Values, compile_groups, sort_key
from .views import asked_names, record_json

PAGE_DEFAULT = 10
PAGE_MAX = 200
RESULTS_MAX = 10_000
BODY_CHARACTERS_MAX = 3_000

# What the free-text `query` looks into.
_QUERIED = {"contacts": ("firstname", "lastname", "email", "phone", "company", "hs_additional_emails"),
            "companies": ("name", "domain", "phone", "website"), "deals": ("dealname", "pipeline", "dealstage"),
            "products": ("name", "description", "price", "hs_sku"), "line_items": ("name", "description", "hs_sku"),
            "invoices": ("hs_number", "hs_title"), "quotes": ("hs_title", "hs_quote_number")}

Hit = tuple[Record, Values]


def search(call: Call, kind: ObjectType) -> Answer:
    """POST /{type}/search. The counted limit and the missing rate headers are the dispatcher's business."""
    call.needs_read(kind)
    if len(call.raw_body.decode("utf-8", "replace")) > BODY_CHARACTERS_MAX:
        raise validation(f"The request body is longer than {BODY_CHARACTERS_MAX} characters.")
    body = call.body()
    limit = checked_limit(body.get("limit"), PAGE_DEFAULT, PAGE_MAX)
    offset = _offset(body)
    if offset + limit > RESULTS_MAX:
        raise validation(f"A search answers at most {RESULTS_MAX} results; narrow the filter instead of paging on.")
    hits = _find(call, kind, body)
    wanted = _in_order(call, kind, hits, body.get("sorts"), offset + limit)
    asked = body.get("properties")
    names = asked_names(kind, [str(name) for name in asked] if isinstance(asked, list) else [])
    results = [record_json(call.crm, kind, record, names, values) for record, values in wanted[offset:]]
    answer: dict[str, Any] = {"total": len(hits), "results": results}
    if offset + limit < len(hits):
        answer["paging"] = {"next": {"after": str(offset + limit)}}
    return Answer(200, answer)


def _offset(body: dict[str, Any]) -> int:
    after = str(body.get("after") or "0")
    if not is_whole(after):
        raise validation(f"after must be the value of paging.next.after; it was {after}.")
    return int(after)


def _find(call: Call, kind: ObjectType, body: dict[str, Any]) -> list[Hit]:
    matches = _matcher(compile_groups(call.crm, kind, body))
    words = str(body.get("query") or "").lower().split()
    queried = _QUERIED.get(kind.plural, ())
    store = call.crm.stores[kind.plural]
    store.refresh_index(call.crm.now())
    return [(store.records[record_id], values) for record_id, values in store.indexed.items()
            if matches(record_id, values) and (not words or _mentions(values, queried, words))]


def _matcher(groups: list[list[Test]]) -> Test:
    """Whether all tests of any one group hold."""
    if not groups:
        return lambda _, __: True
    if len(groups) == 1 and len(groups[0]) == 1:
        return groups[0][0]
    return lambda record_id, values: any(all(test(record_id, values) for test in group) for group in groups)


def _mentions(values: Values, queried: tuple[str, ...], words: list[str]) -> bool:
    text = " ".join(values.get(name, "") for name in queried).lower()
    return all(word in text for word in words)


def _in_order(call: Call, kind: ObjectType, hits: list[Hit], sorts: Any, count: int) -> list[Hit]:
    """The first hits: oldest created first, or by the one rule given, as an object or as text."""
    if not sorts:
        return heapq.nsmallest(count, hits, key=lambda hit: (hit[0].created, hit[0].number))
    if not isinstance(sorts, list) or len(sorts) > 1:
        raise validation("A search takes one sort rule.")
    if not isinstance(sorts[0], dict) and not call.crm.switches.search_takes_text_sorts:
        raise validation("A sort rule is an object with propertyName and direction.")
    rule = sorts[0] if isinstance(sorts[0], dict) else {"propertyName": str(sorts[0])}
    name = str(rule.get("propertyName", ""))
    direction = str(rule.get("direction", "ASCENDING"))
    if name.startswith("-"):
        name, direction = name[1:], "DESCENDING"
    definition = call.crm.catalogues[kind.plural].get(name)
    if definition is None or direction not in ("ASCENDING", "DESCENDING"):
        raise validation(f"A search cannot be sorted by {name} {direction}.")
    if name == "hs_object_id":
        pick = heapq.nsmallest if direction == "ASCENDING" else heapq.nlargest
        return pick(count, hits, key=lambda hit: hit[0].number)
    key = sort_key(definition)
    if direction == "ASCENDING":
        return heapq.nsmallest(count, hits, key=lambda hit: (key(hit[1]), hit[0].created, hit[0].number))
    return heapq.nlargest(count, hits, key=lambda hit: (key(hit[1]), -hit[0].created, -hit[0].number))
