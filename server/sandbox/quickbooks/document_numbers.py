"""The numbers of documents: counted by the company in each series, or given by people."""

from __future__ import annotations

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.entity_types import entity_types
from server.sandbox.quickbooks.form_request import FormRequest
from server.sandbox.quickbooks.query_attributes import attribute_of


def set_number(request: FormRequest) -> None:
    """Numbers the draft if it has no number. Run it last, so that a refused document uses up none.

    Raises fault 6140 for a number that is taken, in a company whose people give numbers and that warns about doubles.
    """
    draft, settings = request.draft, request.company.settings
    series = entity_types[request.entity].document_series
    given_by_people = settings.custom_purchase_numbers if series == "purchase order" else settings.custom_transaction_numbers
    if not draft.get("DocNumber"):
        draft.pop("DocNumber", None)
        if not given_by_people:
            kept = request.old.data.get("DocNumber") if request.old is not None else None
            draft["DocNumber"] = kept or request.company.new_document_number(series)
        return
    checked = given_by_people and settings.warn_about_duplicate_numbers
    if checked and "allowduplicatedocnum" not in request.include:
        _refuse_duplicate(request)


def _refuse_duplicate(request: FormRequest) -> None:
    number = request.draft["DocNumber"]
    by_number = attribute_of(request.entity, "DocNumber")
    for identifier in request.company.store(request.entity).index(by_number).ids(number.casefold()):
        if request.old is None or identifier != request.old.id:
            raise api_fault.duplicate_document_number(number, request.entity, identifier)
