"""Reads single members out of the JSON of a packed record, without unpacking the whole record.

Passes over hundreds of thousands of documents, such as building an order or an index, would otherwise spend
nearly all their time on members nobody asked for.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Callable

# Members that stand at the top of their objects and, by these names, nowhere inside.
_top_members = {
    "TxnDate", "DueDate", "DocNumber", "TotalAmt", "Balance", "CustomerRef", "DisplayName", "FullyQualifiedName", "CompanyName",
    "GivenName", "FamilyName", "PrintOnCheckName", "PrimaryEmailAddr", "Sku", "UnitPrice", "PurchaseCost", "PaymentRefNum",
    "BalanceWithJobs"}
_top_only_in = {"UnitPrice": ("Item",), "CustomerRef": ("Invoice", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt", "Payment")}
_string = rb'"(?:[^"\\]|\\.)*"'
_forms = {"text": b"(" + _string + b")", "day": b"(" + _string + b")", "number": rb"(-?[0-9]+(?:\.[0-9]+)?)",
          "reference": rb'\{"value":(' + _string + b")", "email": rb'\{"Address":(' + _string + b")"}

missing = object()
unreadable = object()
PackedReader = Callable[[bytes], Any]


def packed_reader(entity: str, name: str, sort: str) -> PackedReader | None:
    """Reads the member from a record's JSON: its value, `missing`, or `unreadable` when the record has to be unpacked.
    None for members that cannot be told apart without unpacking."""
    if name not in _top_members or sort not in _forms or entity not in _top_only_in.get(name, (entity,)):
        return None
    key = f'"{name}":'.encode()
    pattern = re.compile(re.escape(key) + _forms[sort])
    convert = _number if sort == "number" else json.loads

    def read(wire: bytes) -> Any:
        at = wire.find(key)
        if at < 0:
            return missing
        found = pattern.match(wire, at)
        return convert(found.group(1)) if found is not None and wire.find(key, found.end()) < 0 else unreadable

    return read


def _number(text: bytes) -> int | Decimal:
    return Decimal(text.decode()) if b"." in text else int(text)
