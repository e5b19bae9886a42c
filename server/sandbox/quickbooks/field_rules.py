"""What a request may put into a field, and how the value is checked and normalised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Callable

from server.sandbox.quickbooks import api_fault

# Looks a reference up: (entity name, id) -> the record's shared reference, or None.
ReferenceLookup = Callable[[str, str], "dict[str, Any] | None"]

email_longest = 100
phone_longest = 30
web_longest = 1000
memo_longest = 1000
_address_parts = {"Line1": 500, "Line2": 500, "Line3": 500, "Line4": 500, "Line5": 500, "City": 255,
                  "CountrySubDivisionCode": 255, "PostalCode": 30, "Country": 255}
_digits_max = 15
_magnitude_max = 25         # more digits before the point are no amount of anything
_wrong_address = "2210"


@dataclass(frozen=True)
class Field:
    """One member of an entity. `kind` picks the check; read-only members are ignored in requests."""

    kind: str
    longest: int = 0
    refers_to: str = ""
    choices: tuple[str, ...] = ()


read_only = Field("read_only")
flag = Field("flag")
amount = Field("amount")
whole = Field("whole")
day = Field("day")
email = Field("email")
copy_email = Field("copy_email")
phone = Field("phone")
web = Field("web")
memo = Field("memo")
address = Field("address")
objects = Field("objects")
lines = objects
tax_detail = Field("tax_detail")
as_sent = Field("as_sent")


def text(longest: int) -> Field:
    return Field("text", longest=longest)


def choice(*choices: str) -> Field:
    return Field("choice", choices=choices)


def reference(entity: str) -> Field:
    return Field("reference", refers_to=entity)


def clean(fields: dict[str, Field], body: dict[str, Any], look_up: ReferenceLookup, *,
          ignore_unknown: bool = False) -> dict[str, Any]:
    """The writable members of `body`, checked. None marks a member the caller wants cleared."""
    cleaned: dict[str, Any] = {}
    for name, value in body.items():
        field = fields.get(name)
        if field is None and not ignore_unknown:
            raise api_fault.unknown_property(name)
        if field is None or field.kind == "read_only":
            continue
        empty = value is None or value == "" or value == {}
        cleaned[name] = None if empty else _checks[field.kind](field, name, value, look_up)
    return cleaned


def writable_members(fields: dict[str, Field], data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name in fields and fields[name].kind != "read_only"}


def in_latin(value: Any, *, replaced: bool) -> Any:
    """`value` with every text in Latin-1; raises fault 6000 for other characters, or replaces them."""
    if isinstance(value, dict):
        return {name: in_latin(member, replaced=replaced) for name, member in value.items()}
    if isinstance(value, list):
        return [in_latin(member, replaced=replaced) for member in value]
    if not isinstance(value, str) or all(ord(character) < 256 for character in value):
        return value
    if not replaced:
        raise api_fault.business_rule("The text contains characters that the company cannot store")
    return value.encode("latin-1", "replace").decode("latin-1")


def to_decimal(name: str, value: Any) -> Decimal:
    """A number of a request; strings are accepted as the service does. Raises fault 2080."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise api_fault.bad_number(name, value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise api_fault.bad_number(name, value) from None
    if not number.is_finite() or len(number.as_tuple().digits) > _digits_max + 10 or abs(number.adjusted()) > _magnitude_max:
        raise api_fault.bad_number(name, value)
    return number


def to_text(name: str, value: Any, longest: int) -> str:
    if isinstance(value, (dict, list, bool)):
        raise api_fault.unknown_property(name)
    written = str(value)
    if len(written) > longest:
        raise api_fault.wrong_length(name, longest, len(written))
    return written


def reference_id(name: str, value: Any) -> str:
    if not isinstance(value, dict) or "value" not in value:
        raise api_fault.bad_reference(name)
    return str(value["value"])


def _check_text(field: Field, name: str, value: Any, _: ReferenceLookup) -> str:
    return to_text(name, value, field.longest)


def _check_flag(_: Field, name: str, value: Any, __: ReferenceLookup) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "false"):
        return str(value).lower() == "true"
    raise api_fault.bad_choice(name, value)


def _check_amount(_: Field, name: str, value: Any, __: ReferenceLookup) -> Decimal:
    return to_decimal(name, value)


def _check_whole(_: Field, name: str, value: Any, __: ReferenceLookup) -> int:
    number = to_decimal(name, value)
    if number != number.to_integral_value():
        raise api_fault.bad_number(name, value)
    return int(number)


def _check_day(_: Field, name: str, value: Any, __: ReferenceLookup) -> str:
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise api_fault.bad_day(name, value) from None


def _check_choice(field: Field, name: str, value: Any, _: ReferenceLookup) -> str:
    for known in field.choices:
        if known.lower() == str(value).lower():
            return known
    raise api_fault.bad_choice(name, value)


def _check_reference(field: Field, name: str, value: Any, look_up: ReferenceLookup) -> dict[str, Any]:
    found = look_up(field.refers_to, reference_id(name, value))
    if found is None:
        raise api_fault.bad_reference(name)
    return found


def _single_member(name: str, value: Any, member: str, longest: int) -> dict[str, str]:
    if not isinstance(value, dict):
        raise api_fault.unknown_property(name)
    if value.get(member) in (None, ""):
        return {}
    return {member: to_text(name, value[member], longest)}


def _check_email(_: Field, name: str, value: Any, __: ReferenceLookup) -> dict[str, str] | None:
    checked = _single_member(name, value, "Address", email_longest)
    if checked and ("@" not in checked["Address"] or "." not in checked["Address"]):
        raise api_fault.ApiFault(_wrong_address, "Invalid email address",
                                 f"Email Address does not conform to the syntax rules of RFC 822. : {name}",
                                 element=name)
    return checked or None


def _check_copy_email(field: Field, name: str, value: Any, look_up: ReferenceLookup) -> dict[str, str] | None:
    """An address that only gets a copy is left out when it is wrong."""
    try:
        return _check_email(field, name, value, look_up)
    except api_fault.ApiFault as fault:
        if fault.code != _wrong_address:
            raise
        return None


def _check_phone(_: Field, name: str, value: Any, __: ReferenceLookup) -> dict[str, str] | None:
    return _single_member(name, value, "FreeFormNumber", phone_longest) or None


def _check_web(_: Field, name: str, value: Any, __: ReferenceLookup) -> dict[str, str] | None:
    return _single_member(name, value, "URI", web_longest) or None


def _check_memo(_: Field, name: str, value: Any, __: ReferenceLookup) -> dict[str, str] | None:
    return _single_member(name, value, "value", memo_longest) or None


def _check_address(_: Field, name: str, value: Any, __: ReferenceLookup) -> dict[str, str] | None:
    if not isinstance(value, dict):
        raise api_fault.unknown_property(name)
    parts = {part: to_text(f"{name}.{part}", value[part], longest)
             for part, longest in _address_parts.items() if value.get(part) not in (None, "")}
    return parts or None


def _check_objects(_: Field, name: str, value: Any, __: ReferenceLookup) -> list[dict[str, Any]]:
    """An array of objects; what is in them is checked by those who know what they mean."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise api_fault.unknown_property(name)
    return value


def _check_tax_detail(_: Field, name: str, value: Any, look_up: ReferenceLookup) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise api_fault.unknown_property(name)
    if value.get("TxnTaxCodeRef"):
        reference_id(f"{name}.TxnTaxCodeRef", value["TxnTaxCodeRef"])
    if value.get("TotalTax") is not None:
        to_decimal(f"{name}.TotalTax", value["TotalTax"])
    if value.get("TaxLine") is not None:
        _check_objects(_, f"{name}.TaxLine", value["TaxLine"], look_up)
    return {member: given for member, given in value.items() if given or member == "TotalTax"}


def _keep(_: Field, __: str, value: Any, ___: ReferenceLookup) -> Any:
    return value


_checks: dict[str, Callable[[Field, str, Any, ReferenceLookup], Any]] = {
    "text": _check_text, "flag": _check_flag, "amount": _check_amount, "whole": _check_whole,
    "day": _check_day, "choice": _check_choice, "reference": _check_reference, "email": _check_email, "copy_email": _check_copy_email,
    "phone": _check_phone, "web": _check_web, "memo": _check_memo, "address": _check_address,
    "as_sent": _keep, "objects": _check_objects, "tax_detail": _check_tax_detail,
}
