"""The transactions of the accounting API."""

from __future__ import annotations

from server.sandbox.quickbooks.entity_type import EntityType, QueryTable, envelope_fields, stamps
from server.sandbox.quickbooks.field_rules import (
    Field, address, amount, as_sent, choice, copy_email, day, email, flag, lines, memo, objects, read_only, reference,
    tax_detail, text)

_sales_form_fields: dict[str, Field] = {
    "CustomerRef": reference("Customer"), "Line": lines, "DocNumber": text(21), "TxnDate": day,
    "CurrencyRef": reference("CompanyCurrency"), "ExchangeRate": amount, "CustomerMemo": memo,
    "PrivateNote": text(4000), "BillEmail": email, "BillEmailCc": copy_email, "BillEmailBcc": copy_email,
    "BillAddr": address, "ShipAddr": address, "ShipFromAddr": read_only, "FreeFormAddress": read_only,
    "ShipDate": day, "ShipMethodRef": as_sent, "TrackingNum": text(31),
    "EmailStatus": choice("NotSet", "NeedToSend", "EmailSent"),
    "PrintStatus": choice("NotSet", "NeedToPrint", "PrintComplete"), "DeliveryInfo": read_only,
    "GlobalTaxCalculation": choice("TaxExcluded", "TaxInclusive", "NotApplicable"),
    "TxnTaxDetail": tax_detail, "ApplyTaxAfterDiscount": flag, "ClassRef": reference("Class"),
    "DepartmentRef": reference("Department"), "ProjectRef": as_sent, "CustomField": objects,
    "LinkedTxn": objects, "TotalAmt": read_only, "HomeTotalAmt": read_only, "Balance": read_only,
    "HomeBalance": read_only, "RecurDataRef": read_only, "TaxExemptionRef": read_only,
}
_payable_fields: dict[str, Field] = {
    "PaymentMethodRef": reference("PaymentMethod"), "PaymentRefNum": text(21),
    "DepositToAccountRef": reference("Account"), "CreditCardPayment": as_sent, "TxnSource": text(100),
}
_form_query: QueryTable = {**stamps, "TxnDate": ("day", "fs"), "DocNumber": ("text", "fs"),
                           "CustomerRef": ("reference", "f"), "ProjectRef": ("reference", "f")}


def _sales_form(name: str, own: dict[str, Field], query: QueryTable, *, series: str = "sales",
                counted: bool = False) -> EntityType:
    return EntityType(name, {**envelope_fields, **_sales_form_fields, **own}, {**_form_query, **query},
                      transaction=True, deletable=True, sendable=True, counted=counted,
                      default_order="MetaData.LastUpdatedTime", document_series=series)


invoice = _sales_form("Invoice", {
    "DueDate": day, "SalesTermRef": reference("Term"), "AllowOnlineCreditCardPayment": flag,
    "AllowOnlineACHPayment": flag, "AllowOnlinePayment": flag, "AllowIPNPayment": flag,
    "InvoiceLink": read_only, "Deposit": amount, "DepositToAccountRef": reference("Account"),
}, {"DueDate": ("day", "fs"), "Balance": ("number", "fs"), "SalesTermRef": ("reference", "f"),
    "TotalAmt": ("number", "f")}, counted=True)
estimate = _sales_form("Estimate", {
    "TxnStatus": choice("Accepted", "Closed", "Pending", "Rejected", "Converted"), "AcceptedBy": text(100),
    "AcceptedDate": day, "ExpirationDate": day, "DueDate": day, "SalesTermRef": reference("Term"),
}, {"DueDate": ("day", "fs")}, series="estimate")
credit_memo = _sales_form("CreditMemo", {
    **_payable_fields, "SalesTermRef": reference("Term"), "RemainingCredit": read_only,
}, {"Balance": ("number", "fs"), "SalesTermRef": ("reference", "f")})
sales_receipt = _sales_form("SalesReceipt", dict(_payable_fields), {
    "Balance": ("number", "fs"), "TotalAmt": ("number", "f")})
refund_receipt = _sales_form("RefundReceipt", {
    **_payable_fields, "PaymentRefNum": text(100), "CheckPayment": as_sent,
    "PaymentType": choice("Cash", "Check", "CreditCard", "Other"),
}, {"Balance": ("number", "fs"), "PaymentType": ("text", "fs")})

payment = EntityType("Payment", {
    **envelope_fields, "CustomerRef": reference("Customer"), "TotalAmt": amount, "Line": lines,
    "UnappliedAmt": read_only, "TxnDate": day, "PaymentRefNum": text(21), "PrivateNote": text(4000),
    "PaymentMethodRef": reference("PaymentMethod"), "DepositToAccountRef": reference("Account"),
    "ARAccountRef": reference("Account"), "CurrencyRef": reference("CompanyCurrency"),
    "ExchangeRate": amount, "ProcessPayment": flag, "CreditCardPayment": as_sent, "TxnSource": text(100),
    "LinkedTxn": read_only, "ProjectRef": as_sent,
}, {**stamps, "TxnDate": ("day", "fs"), "TotalAmt": ("number", "f"), "CustomerRef": ("reference", "f"),
    "PaymentMethodRef": ("reference", "f"), "PaymentRefNum": ("text", "f"),
    "ProjectRef": ("reference", "f")},
    transaction=True, deletable=True, sendable=True, default_order="MetaData.LastUpdatedTime")

_books_fields: dict[str, Field] = {
    "TxnDate": day, "PrivateNote": text(4000), "CurrencyRef": reference("CompanyCurrency"), "ExchangeRate": amount,
    "DepartmentRef": reference("Department"), "GlobalTaxCalculation": choice("TaxExcluded", "TaxInclusive", "NotApplicable"),
    "TxnTaxDetail": tax_detail, "Line": lines, "TotalAmt": read_only, "HomeTotalAmt": read_only, "RecurDataRef": read_only,
    "TxnSource": text(100), "LinkedTxn": read_only, "CustomField": objects,
}
deposit = EntityType("Deposit", {
    **envelope_fields, **_books_fields, "DepositToAccountRef": reference("Account"), "CashBack": as_sent,
}, {**stamps, "TxnDate": ("day", "fs"), "TotalAmt": ("number", "f"), "DepositToAccountRef": ("reference", "f")},
    transaction=True, deletable=True, counted=True, default_order="MetaData.LastUpdatedTime")
purchase = EntityType("Purchase", {
    **envelope_fields, **_books_fields, "PaymentType": choice("Cash", "Check", "CreditCard"),
    "AccountRef": reference("Account"), "EntityRef": as_sent, "Credit": flag, "DocNumber": text(21),
    "PaymentMethodRef": reference("PaymentMethod"), "PaymentRefNum": text(21), "RemitToAddr": read_only,
    "PurchaseEx": read_only, "PrintStatus": choice("NotSet", "NeedToPrint", "PrintComplete"), "CheckPayment": as_sent,
}, {**stamps, "TxnDate": ("day", "fs"), "DocNumber": ("text", "fs"), "PaymentType": ("text", "f"),
    "AccountRef": ("reference", "f"), "EntityRef": ("reference", "f"), "TotalAmt": ("number", "f")},
    transaction=True, deletable=True, default_order="MetaData.LastUpdatedTime")

purchase_order = EntityType("PurchaseOrder", {
    **envelope_fields, **_books_fields, "VendorRef": reference("Vendor"), "APAccountRef": reference("Account"), "DocNumber": text(21),
    "DueDate": day, "POStatus": choice("Open", "Closed"), "POEmail": email, "EmailStatus": choice("NotSet", "NeedToSend", "EmailSent"),
    "Memo": text(4000), "ClassRef": reference("Class"), "SalesTermRef": reference("Term"), "VendorAddr": address, "ShipAddr": address,
    "ShipTo": reference("Customer"), "ShipMethodRef": as_sent,
}, {**stamps, "TxnDate": ("day", "fs"), "DueDate": ("day", "fs"), "DocNumber": ("text", "fs"), "TotalAmt": ("number", "f"),
    "VendorRef": ("reference", "f"), "POStatus": ("text", "f")},
    transaction=True, deletable=True, sendable=True, counted=True, default_order="MetaData.LastUpdatedTime",
    document_series="purchase order")

transaction_types = (invoice, payment, credit_memo, estimate, sales_receipt, refund_receipt, deposit, purchase, purchase_order)
