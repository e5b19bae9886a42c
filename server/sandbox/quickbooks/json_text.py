"""JSON with exact decimals: amounts are `Decimal` inside and plain numbers on the wire."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

_float_digits_exact = 15


def parse(text: str | bytes) -> Any:
    """Reads JSON keeping every fractional number exact; raises ValueError for bad JSON or UTF-8."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)


def encode(value: Any) -> str:
    """Writes compact JSON. Decimals appear without trailing zeros and never with an exponent."""
    try:
        return _encoder.encode(value)
    except _TooManyDigits:
        return _encode_slowly(value)


def number_text(number: Decimal) -> str:
    """`number` as it stands on the wire: 100, 46.6, 1675.52."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class _TooManyDigits(Exception):
    """A decimal that a binary float would not print back unchanged."""


def _number(value: Any) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} has no JSON form")
    if value == value.to_integral_value():
        return int(value)
    # A float prints any decimal of up to 15 digits back exactly; below 1e-4 it would print an exponent.
    if len(value.as_tuple().digits) > _float_digits_exact or abs(value) < Decimal("0.0001"):
        raise _TooManyDigits
    return float(value)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_number)


def _encode_slowly(value: Any) -> str:
    if isinstance(value, dict):
        members = (f"{json.dumps(key, ensure_ascii=False)}:{_encode_slowly(member)}"
                   for key, member in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_encode_slowly(element) for element in value) + "]"
    if isinstance(value, Decimal):
        return number_text(value)
    return json.dumps(value, ensure_ascii=False)
