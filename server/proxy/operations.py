"""THE table: every call that the proxy forwards. What is not here does not exist.

Path templates use the words in braces; each stands for one path segment of a narrow alphabet.
"""

from __future__ import annotations

import re
from typing import Iterable

from .operation import QUERY_STATEMENT, Body, Call, Effect, Operation, match
from .providers import HUBSPOT, QUICKBOOKS

HUBSPOT_OBJECTS = {
    "contacts": "0-1", "companies": "0-2", "deals": "0-3", "products": "0-7", "line_items": "0-8", "quotes": "0-14",
    "tasks": "0-27", "notes": "0-46", "invoices": "0-53", "discounts": "0-84", "taxes": "0-86",
    "commerce_payments": "0-101",
}
TRANSACTIONS = ("creditmemo", "deposit", "estimate", "invoice", "payment", "purchase", "refundreceipt", "salesreceipt")
NAME_LISTS = ("account", "class", "companycurrency", "customer", "department", "employee", "item", "paymentmethod",
              "taxagency", "taxcode", "taxrate", "term", "vendor")
NAME_LISTS_WRITTEN = ("class", "customer", "department", "item", "paymentmethod", "term")
PRINTABLE = ("creditmemo", "estimate", "invoice", "payment", "refundreceipt", "salesreceipt")

_SEGMENTS = {
    "version": "2026-03|2026-09",
    "object": "|".join([*HUBSPOT_OBJECTS, *HUBSPOT_OBJECTS.values()]),
    "other": "|".join([*HUBSPOT_OBJECTS, *HUBSPOT_OBJECTS.values()]),
    "id": "[A-Za-z0-9_.-]{1,128}",
    "other_id": "[0-9]{1,20}",
    "name": "(?!groups$)[a-z][a-z0-9_]{0,127}",  # HubSpot's own word there: no property can be called so
    "realm": "[0-9]{1,20}",
    "number": "[0-9]{1,20}",
    "any_entity": "|".join([*TRANSACTIONS, *NAME_LISTS, "attachable"]),
    "name_list": "|".join(NAME_LISTS_WRITTEN),
    "transaction": "|".join([name for name in TRANSACTIONS if name != "invoice"] + ["attachable"]),
    "printable": "|".join(PRINTABLE),
}


def _path(template: str) -> re.Pattern[str]:
    pattern = re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
    for word, alternatives in _SEGMENTS.items():
        pattern = pattern.replace("{" + word + "}", f"(?P<{word}>{alternatives})")
    assert "{" not in re.sub(r"\{\d+,\d+\}", "", pattern), f"unknown word in {template}"
    return re.compile(pattern)


_QUERY = {name: re.compile(pattern, re.IGNORECASE if name == "query" else 0) for name, pattern in {
    "limit": r"[0-9]{1,4}",
    "after": r"[A-Za-z0-9+/=_.:-]{1,300}",
    "properties": r"[A-Za-z0-9_,]{0,6000}",
    "propertiesWithHistory": r"[A-Za-z0-9_,]{0,6000}",
    "associations": r"[A-Za-z0-9_,-]{1,400}",
    "archived": r"true|false",
    "idProperty": r"[a-z][a-zA-Z0-9_]{0,127}",
    "email": r"[\x21-\x7e]{3,320}",
    "dataSensitivity": r"[a-z_]{1,40}",
    "locale": r"[A-Za-z_-]{2,12}",
    "active": r"true|false",
    "minorversion": r"[0-9]{1,3}",
    "requestid": r"[A-Za-z0-9-]{1,50}",
    "include": r"(allowduplicatedocnum|invoiceLink|void|enhancedAllCustomFields|updateaccountontxns)"
               r"(,(allowduplicatedocnum|invoiceLink|void|enhancedAllCustomFields|updateaccountontxns)){0,4}",
    "entities": r"[A-Za-z]{1,40}(,[A-Za-z]{1,40}){0,40}",
    "changedSince": r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,15}(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    "sendTo": r"[^\x00-\x20\x7f<>\"]{3,320}",
    "sourcecurrencycode": r"[A-Z]{3}",
    "asofdate": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}.items()}
_QUERY["query"] = QUERY_STATEMENT

_READ, _WRITE, _CREATE = Effect.READ, Effect.WRITE, Effect.CREATE


def _row(provider: str, name: str, method: str, template: str, query: str, body: Body, effect: Effect,
         operations: str = "", pdf: bool = False) -> Operation:
    patterns = {key: _QUERY[key] for key in query.split()}
    if operations:
        patterns["operation"] = re.compile(operations)
    return Operation(name, provider, method, _path(template), patterns, body, effect, pdf)


def _hubspot() -> Iterable[Operation]:
    objects, links, definitions = "crm/objects/{version}/{object}", "crm/associations/{version}/{object}/{other}", \
        "crm/properties/{version}/{object}"
    pair = objects + "/{id}/associations/{other}/{other_id}"
    for name, method, template, query, body, effect in (
        ("list objects", "GET", objects, "limit after properties propertiesWithHistory associations archived", Body.NONE, _READ),
        ("create object", "POST", objects, "", Body.JSON, _CREATE),
        ("search objects", "POST", objects + "/search", "", Body.JSON, _READ),
        ("batch read", "POST", objects + "/batch/read", "archived", Body.JSON, _READ),
        ("batch create", "POST", objects + "/batch/create", "", Body.JSON, _CREATE),
        *((f"batch {verb}", "POST", f"{objects}/batch/{verb}", "", Body.JSON, _WRITE)
          for verb in ("update", "upsert", "archive")),
        ("read object", "GET", objects + "/{id}", "properties propertiesWithHistory associations archived idProperty", Body.NONE, _READ),
        ("update object", "PATCH", objects + "/{id}", "idProperty", Body.JSON, _WRITE),
        ("archive object", "DELETE", objects + "/{id}", "", Body.NONE, _WRITE),
        ("list associations", "GET", objects + "/{id}/associations/{other}", "limit after", Body.NONE, _READ),
        ("associate", "PUT", pair, "", Body.JSON, _WRITE),
        ("associate by default", "PUT", objects + "/{id}/associations/default/{other}/{other_id}", "", Body.NONE, _WRITE),
        ("dissociate", "DELETE", pair, "", Body.NONE, _WRITE),
        ("association labels", "GET", links + "/labels", "", Body.NONE, _READ),
        ("batch read associations", "POST", links + "/batch/read", "", Body.JSON, _READ),
        *((f"batch associations {verb}", "POST", f"{links}/batch/{verb}", "", Body.JSON, _WRITE)
          for verb in ("create", "associate/default", "archive", "labels/archive")),
        ("list properties", "GET", definitions, "archived dataSensitivity locale properties", Body.NONE, _READ),
        ("create property", "POST", definitions, "", Body.JSON, _WRITE),
        ("batch read properties", "POST", definitions + "/batch/read", "", Body.JSON, _READ),
        ("batch create properties", "POST", definitions + "/batch/create", "", Body.JSON, _WRITE),
        ("list property groups", "GET", definitions + "/groups", "locale", Body.NONE, _READ),
        ("create property group", "POST", definitions + "/groups", "", Body.JSON, _WRITE),
        ("update property group", "PATCH", definitions + "/groups/{name}", "", Body.JSON, _WRITE),
        ("read property", "GET", definitions + "/{name}", "archived dataSensitivity locale", Body.NONE, _READ),
        ("update property", "PATCH", definitions + "/{name}", "", Body.JSON, _WRITE),
        ("list pipelines", "GET", "crm/pipelines/{version}/{object}", "", Body.NONE, _READ),
        ("list owners", "GET", "crm/owners/{version}", "email archived limit after", Body.NONE, _READ),
        ("read owner", "GET", "crm/owners/{version}/{number}", "idProperty archived", Body.NONE, _READ),
        ("account details", "GET", "account-info/{version}/details", "", Body.NONE, _READ),
        ("company currency", "GET", "settings/currencies/{version}/company-currency", "", Body.NONE, _READ),
        ("exchange rates", "GET", "settings/currencies/{version}/exchange-rates/current", "", Body.NONE, _READ),
        ("currency codes", "GET", "settings/currencies/{version}/codes", "", Body.NONE, _READ),
        ("list tax rates", "GET", "tax-rates/{version}/tax-rates", "active limit after", Body.NONE, _READ),
    ):
        yield _row(HUBSPOT, name, method, template, query, body, effect)


def _quickbooks() -> Iterable[Operation]:
    def row(*columns: object, **more: object) -> Operation:
        return _row(QUICKBOOKS, *columns, **more)  # type: ignore[arg-type]

    write = "minorversion requestid include"
    yield row("query", "GET", "query", "query minorversion include", Body.NONE, _READ)
    yield row("query by body", "POST", "query", "minorversion include", Body.QUERY, _READ)
    yield row("change data", "GET", "cdc", "entities changedSince minorversion", Body.NONE, _READ)
    yield row("batch", "POST", "batch", "minorversion requestid", Body.JSON, _WRITE)
    yield row("company", "GET", "companyinfo/{realm}", "minorversion", Body.NONE, _READ)
    yield row("preferences", "GET", "preferences", "minorversion", Body.NONE, _READ)
    yield row("exchange rate", "GET", "exchangerate", "sourcecurrencycode asofdate minorversion", Body.NONE, _READ)
    yield row("read", "GET", "{any_entity}/{number}", "minorversion include", Body.NONE, _READ)
    yield row("write list", "POST", "{name_list}", write, Body.JSON, _WRITE, operations="update")
    yield row("write transaction", "POST", "{transaction}", write, Body.JSON, _WRITE, operations="update|delete")
    yield row("write invoice", "POST", "invoice", write, Body.JSON, _WRITE, operations="update|delete|void")
    yield row("pdf", "GET", "{printable}/{number}/pdf", "minorversion", Body.NONE, _READ, pdf=True)
    yield row("send", "POST", "{printable}/{number}/send", "sendTo minorversion requestid", Body.EMPTY, _WRITE)


OPERATIONS: tuple[Operation, ...] = (*_hubspot(), *_quickbooks())


def find(provider: str, method: str, path: str, raw_query: str) -> Call:
    """The call that a request asks for; raises ProxyError operation_not_allowed for everything else."""
    return match(OPERATIONS, provider, method, path, raw_query)
