"""The addresses on documents: copied from whom they belong to, and turned into free-form lines when they are changed."""

from __future__ import annotations

from typing import Any

from server.sandbox.quickbooks.form_request import FormRequest
from server.sandbox.quickbooks.record_store import Record

_lines_max = 5


def settle_address(request: FormRequest, member: str, owner: Record | None, usual: dict[str, Any] | None) -> None:
    """Sets an address of the draft: the one sent, else `usual`, else the one the document had.

    One that is sent with a new document is kept as it is; one that is sent with an update comes back as lines that begin with
    the owner's name, so City and PostalCode are members no more.
    """
    given = request.draft.get(member) if member in request.sent else None
    before = request.old.data.get(member) if request.old is not None else None
    if given is not None and _parts(given) != _parts(before or {}):
        new = _parts(given) if request.old is None else _free_form(given, owner)
        request.draft[member] = request.company.new_address(new)
    elif usual is not None:
        request.draft[member] = usual
    elif before is not None:
        request.draft[member] = before


def _parts(place: dict[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in place.items() if part not in ("Id", "Lat", "Long")}


def _free_form(place: dict[str, Any], owner: Record | None) -> dict[str, str]:
    who = owner.data if owner is not None else {}
    person = " ".join(who[part] for part in ("GivenName", "FamilyName") if who.get(part))
    streets = [place[part] for part in ("Line1", "Line2", "Line3") if place.get(part)]
    region = " ".join(place[part] for part in ("CountrySubDivisionCode", "PostalCode") if place.get(part))
    town = ", ".join(part for part in (place.get("City", ""), region) if part)
    written = [part for part in (person, who.get("CompanyName", ""), *streets, town) if part]
    return {f"Line{number}": line for number, line in enumerate(written[:_lines_max], start=1)}
