"""Everything that can be wrong with a call, in the two shapes QuickBooks answers with.

The service answers `Fault.Error[].code`, the gateway in front of it `fault.error[].code`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks.json_text import number_text


class ApiFault(Exception):
    """A refusal by the accounting service."""

    def __init__(self, code: str, message: str, detail: str, *, element: str = "",
                 kind: str = "ValidationFault", status: int = 400) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.message = message
        self.detail = detail
        self.element = element
        self.kind = kind
        self.status = status

    def as_json(self) -> dict[str, Any]:
        error = {"Message": self.message, "Detail": self.detail, "code": self.code,
                 "element": self.element}
        return {"Error": [error], "type": self.kind}


class GatewayFault(Exception):
    """A refusal before the accounting service saw the call."""

    def __init__(self, status: int, code: str, reason: str, detail: str, kind: str) -> None:
        super().__init__(f"{code} {detail}")
        self.status = status
        self.code = code
        self.reason = reason
        self.detail = detail
        self.kind = kind

    def message(self) -> str:
        return f"message={self.reason}; errorCode={int(self.code):06d}; statusCode={self.status}"

    def as_json(self, epoch_milliseconds: int) -> dict[str, Any]:
        error = {"message": self.message(), "detail": self.detail, "code": self.code, "element": None}
        return {"warnings": None, "intuitObject": None,
                "fault": {"error": [error], "type": self.kind},
                "report": None, "queryResponse": None, "batchItemResponse": [],
                "attachableResponse": [], "syncErrorResponse": None, "requestId": None,
                "time": epoch_milliseconds, "status": None, "cdcresponse": []}


def not_authenticated(detail: str) -> GatewayFault:
    return GatewayFault(401, "3200", "AuthenticationFailed", detail, "AUTHENTICATION")


def not_authorized() -> GatewayFault:
    return GatewayFault(403, "3100", "AuthorizationFailed",
                        "The application is not authorized for this company", "SERVICE")


def throttled() -> GatewayFault:
    return GatewayFault(429, "3001", "ThrottleExceeded",
                        "The request limit was reached.  Try again later", "SERVICE")


def duplicate_request_id(request_id: str) -> ApiFault:
    return ApiFault("600", "Duplicate request ID", f"Duplicate request ID : {request_id} was used for another request")


def unsupported_content_type(content_type: str) -> ApiFault:
    return ApiFault("1050", "Unsupported content type", f"Content type {content_type} is not supported")


def unsupported_operation(what: str) -> ApiFault:
    return ApiFault("500", "Unsupported Operation", f"Operation {what} is not supported.")


def object_not_found() -> ApiFault:
    return ApiFault("610", "Object Not Found", "Object Not Found : Something you're trying to use has been "
                    "made inactive. Check the fields with accounts, customers, items, vendors or employees.")


def stale_object() -> ApiFault:
    return ApiFault("5010", "Stale Object Error", "Stale Object Error : You and root were working on this "
                    "at the same time. root finished before you did, so your work was not saved.")


def unknown_property(name: str) -> ApiFault:
    return ApiFault("2010", "Request has invalid or unsupported property",
                    f"Property Name:{name} specified is unsupported or invalid", element=name)


def required(name: str) -> ApiFault:
    return ApiFault("2020", "Required param missing, need to supply the required value for the API",
                    f"Required parameter {name} is missing in the request", element=name)


def invalid_id(value: str) -> ApiFault:
    return ApiFault("2030", "Invalid ID", f"Invalid ID : {value}", element="Id")


def wrong_length(name: str, longest: int, length: int) -> ApiFault:
    return ApiFault("2050", "String length is either shorter or longer than supported by specification",
                    "String length specified does not match the supported length. "
                    f"Min:0 Max:{longest} supported. Supplied length:{length}", element=name)


def bad_number(name: str, value: Any) -> ApiFault:
    return ApiFault("2080", "Illegal number format", f"Illegal number format : {name} {value}", element=name)


def bad_day(name: str, value: Any) -> ApiFault:
    return ApiFault("2110", "Invalid date", f"Invalid date : {value}", element=name)


def bad_choice(name: str, value: Any) -> ApiFault:
    return ApiFault("2170", "Invalid enumeration", f"Invalid Enumeration : {value}", element=name)


def bad_reference(path: str) -> ApiFault:
    return ApiFault("2500", "Invalid Reference Id", f"Invalid Reference Id : {path}", element=path)


def business_rule(detail: str) -> ApiFault:
    return ApiFault("6000", "A business validation error has occurred while processing your request",
                    f"Business Validation Error: {detail}")


def tax_code_missing() -> ApiFault:
    return business_rule("Make sure all your transactions have a GST/HST / VAT / sales tax rate before you save.")


def cannot_be_linked() -> ApiFault:
    return ApiFault("620", "Transaction can't be linked", "Transaction can't be linked : Line.LinkedTxn", element="LinkedTxn")


def already_deposited() -> ApiFault:
    return ApiFault("6540", "Deposited Transaction cannot be changed",
                    "This transaction has been deposited. Delete the deposit first.")


def no_address(code: str) -> ApiFault:
    return ApiFault(code, "A business validation error has occurred while processing your request",
                    "Business Validation Error: An e-mail address is needed to send the form")


def feature_not_supported(feature: str) -> ApiFault:
    return ApiFault("5030", "Feature Not Supported Error", f"Feature Not Supported Error : {feature} is not available in this company")


def not_simulated(parameter: str) -> ApiFault:
    """For a parameter of the service that this simulator cannot follow."""
    return ApiFault("5030", "Feature Not Supported Error", f"Feature Not Supported Error : {parameter} is not simulated for this report",
                    element=parameter)


def unknown_report() -> ApiFault:
    """The service knows no other word for a report that does not exist than that one may not see it."""
    return ApiFault("5020", "Permission Denied Error", "Permission Denied Error : You do not have the access rights to use this feature.",
                    element="ReportName")


def wrong_amount(supplied: Decimal) -> ApiFault:
    return ApiFault("6070", "Amount calculation incorrect",
                    f"Amount is not equal to UnitPrice * Qty. Supplied value:{number_text(supplied)}",
                    element="Line.Amount")


def wrong_us_tax_code(value: str) -> ApiFault:
    return ApiFault("6100", "Invalid tax code",
                    f"Valid line TaxCodes for US should be TAX or NON. Supplied value: {value}",
                    element="TaxCodeRef")


def duplicate_document_number(number: str, kind: str, transaction_id: str) -> ApiFault:
    return ApiFault("6140", "Duplicate Document Number Error", "Duplicate Document Number Error : You must "
                    f"specify a different number. This number has already been used. DocNumber={number} is "
                    f"assigned to TxnType={kind} with TxnId={transaction_id}")


def period_closed() -> ApiFault:
    return ApiFault("6210", "Account Period Closed", "The account period has closed and the account books "
                    "cannot be updated through the QBO Services API. Please use the QBO website to make "
                    "these changes.")


def duplicate_name() -> ApiFault:
    return ApiFault("6240", "Duplicate Name Exists Error", "The name supplied already exists. : Another "
                    "customer, vendor or employee is already using this \nname. Please use a different name.")


def query_parse_error(detail: str) -> ApiFault:
    return ApiFault("4000", "Error parsing query", f"QueryParserError: {detail}")


def query_invalid(detail: str) -> ApiFault:
    return ApiFault("4001", "Invalid query", f"QueryValidationError: {detail}")
