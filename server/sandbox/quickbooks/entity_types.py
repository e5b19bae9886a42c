"""The entities of the accounting API: their fields, what can be done to them, how they are queried."""

from __future__ import annotations

from dataclasses import dataclass

from server.sandbox.quickbooks.field_rules import (
    Field, address, amount, as_sent, choice, day, email, flag, lines, memo, phone, read_only, reference,
    text, web, whole)

# How a filter or order reads an attribute. Written "fs" filter and sort, "f" or "s" one of them.
QueryTable = dict[str, tuple[str, str]]

envelope_fields: dict[str, Field] = {
    "Id": read_only, "SyncToken": read_only, "MetaData": read_only, "domain": read_only,
    "sparse": read_only, "status": read_only, "V4IDPseudonym": read_only, "ClientEntityId": read_only,
}
_stamps: QueryTable = {"Id": ("id", "f"), "MetaData.CreateTime": ("stamp", "fs"),
                       "MetaData.LastUpdatedTime": ("stamp", "fs")}


@dataclass(frozen=True)
class EntityType:
    name: str
    fields: dict[str, Field]
    query: QueryTable
    transaction: bool = False
    writable: bool = True
    deletable: bool = False
    sendable: bool = False
    counted: bool = False               # queries answer a totalCount
    default_order: str = "Name"         # the attribute a query without ORDERBY sorts by
    name_member: str = ""               # the member a reference shows; "" for transactions
    changes_reported: bool = True       # offered by change data capture
    document_series: str = ""           # which counter numbers it

    @property
    def resource(self) -> str:
        return self.name.lower()


_sales_form_fields: dict[str, Field] = {
    "CustomerRef": reference("Customer"), "Line": lines, "DocNumber": text(21), "TxnDate": day,
    "CurrencyRef": reference("CompanyCurrency"), "ExchangeRate": amount, "CustomerMemo": memo,
    "PrivateNote": text(4000), "BillEmail": email, "BillEmailCc": email, "BillEmailBcc": email,
    "BillAddr": address, "ShipAddr": address, "ShipFromAddr": read_only, "FreeFormAddress": read_only,
    "ShipDate": day, "ShipMethodRef": as_sent, "TrackingNum": text(31),
    "EmailStatus": choice("NotSet", "NeedToSend", "EmailSent"),
    "PrintStatus": choice("NotSet", "NeedToPrint", "PrintComplete"), "DeliveryInfo": read_only,
    "GlobalTaxCalculation": choice("TaxExcluded", "TaxInclusive", "NotApplicable"),
    "TxnTaxDetail": as_sent, "ApplyTaxAfterDiscount": flag, "ClassRef": reference("Class"),
    "DepartmentRef": reference("Department"), "ProjectRef": as_sent, "CustomField": as_sent,
    "LinkedTxn": as_sent, "TotalAmt": read_only, "HomeTotalAmt": read_only, "Balance": read_only,
    "HomeBalance": read_only, "RecurDataRef": read_only, "TaxExemptionRef": read_only,
}
_payable_fields: dict[str, Field] = {
    "PaymentMethodRef": reference("PaymentMethod"), "PaymentRefNum": text(21),
    "DepositToAccountRef": reference("Account"), "CreditCardPayment": as_sent, "TxnSource": text(100),
}
_form_query: QueryTable = {**_stamps, "TxnDate": ("day", "fs"), "DocNumber": ("text", "fs"),
                           "CustomerRef": ("reference", "f"), "ProjectRef": ("reference", "f")}


def _sales_form(name: str, own: dict[str, Field], query: QueryTable, *, series: str = "sales",
                counted: bool = False) -> EntityType:
    return EntityType(name, {**envelope_fields, **_sales_form_fields, **own}, {**_form_query, **query},
                      transaction=True, deletable=True, sendable=True, counted=counted,
                      default_order="MetaData.LastUpdatedTime", document_series=series)


_invoice = _sales_form("Invoice", {
    "DueDate": day, "SalesTermRef": reference("Term"), "AllowOnlineCreditCardPayment": flag,
    "AllowOnlineACHPayment": flag, "AllowOnlinePayment": flag, "AllowIPNPayment": flag,
    "InvoiceLink": read_only, "Deposit": amount, "DepositToAccountRef": reference("Account"),
}, {"DueDate": ("day", "fs"), "Balance": ("number", "fs"), "SalesTermRef": ("reference", "f"),
    "TotalAmt": ("number", "f")}, counted=True)
_estimate = _sales_form("Estimate", {
    "TxnStatus": choice("Accepted", "Closed", "Pending", "Rejected", "Converted"), "AcceptedBy": text(100),
    "AcceptedDate": day, "ExpirationDate": day, "DueDate": day, "SalesTermRef": reference("Term"),
}, {"DueDate": ("day", "fs")}, series="estimate")
_credit_memo = _sales_form("CreditMemo", {
    **_payable_fields, "SalesTermRef": reference("Term"), "RemainingCredit": read_only,
}, {"Balance": ("number", "fs"), "SalesTermRef": ("reference", "f")})
_sales_receipt = _sales_form("SalesReceipt", dict(_payable_fields),
                             {"Balance": ("number", "fs"), "TotalAmt": ("number", "f")})
_refund_receipt = _sales_form("RefundReceipt", {
    **_payable_fields, "PaymentRefNum": text(100), "CheckPayment": as_sent,
    "PaymentType": choice("Cash", "Check", "CreditCard", "Other"),
}, {"Balance": ("number", "fs"), "PaymentType": ("text", "fs")})

_payment = EntityType("Payment", {
    **envelope_fields, "CustomerRef": reference("Customer"), "TotalAmt": amount, "Line": lines,
    "UnappliedAmt": read_only, "TxnDate": day, "PaymentRefNum": text(21), "PrivateNote": text(4000),
    "PaymentMethodRef": reference("PaymentMethod"), "DepositToAccountRef": reference("Account"),
    "ARAccountRef": reference("Account"), "CurrencyRef": reference("CompanyCurrency"),
    "ExchangeRate": amount, "ProcessPayment": flag, "CreditCardPayment": as_sent, "TxnSource": text(100),
    "LinkedTxn": read_only, "ProjectRef": as_sent,
}, {**_stamps, "TxnDate": ("day", "fs"), "TotalAmt": ("number", "f"), "CustomerRef": ("reference", "f"),
    "PaymentMethodRef": ("reference", "f"), "PaymentRefNum": ("text", "f"),
    "ProjectRef": ("reference", "f")},
    transaction=True, deletable=True, sendable=True, default_order="MetaData.LastUpdatedTime")

_person_fields: dict[str, Field] = {
    "DisplayName": text(500), "Title": text(16), "Suffix": text(16), "GivenName": text(100),
    "MiddleName": text(100), "FamilyName": text(100), "CompanyName": text(100),
    "PrintOnCheckName": text(110), "Active": flag, "PrimaryEmailAddr": email, "PrimaryPhone": phone,
    "AlternatePhone": phone, "Mobile": phone, "Fax": phone, "WebAddr": web, "BillAddr": address,
    "Notes": text(2000), "CurrencyRef": reference("CompanyCurrency"), "Balance": read_only,
}
_person_query: QueryTable = {
    **_stamps, "DisplayName": ("text", "fs"), "GivenName": ("text", "fs"), "FamilyName": ("text", "fs"),
    "MiddleName": ("text", "fs"), "CompanyName": ("text", "fs"), "PrintOnCheckName": ("text", "fs"),
    "Active": ("flag", "fs"), "Balance": ("number", "fs"), "PrimaryEmailAddr": ("email", "f"),
}
_customer = EntityType("Customer", {
    **envelope_fields, **_person_fields, "FullyQualifiedName": read_only, "Level": read_only,
    "ShipAddr": address, "Taxable": flag, "TaxExemptionReasonId": text(16), "ResaleNum": text(16),
    "DefaultTaxCodeRef": reference("TaxCode"), "SalesTermRef": reference("Term"),
    "PaymentMethodRef": reference("PaymentMethod"), "CustomerTypeRef": as_sent,
    "PreferredDeliveryMethod": choice("Print", "Email", "None"), "Job": flag,
    "ParentRef": reference("Customer"), "BillWithParent": flag, "IsProject": read_only,
    "OpenBalanceDate": read_only, "BalanceWithJobs": read_only, "PrimaryTaxIdentifier": text(20),
    "SecondaryTaxIdentifier": text(20), "GSTIN": text(15), "BusinessNumber": text(10),
}, {**_person_query, "FullyQualifiedName": ("text", "fs"), "BalanceWithJobs": ("number", "s"),
    "Job": ("flag", "f"), "ParentRef": ("reference", "f")},
    default_order="FullyQualifiedName", name_member="DisplayName")
_vendor = EntityType("Vendor", {
    **envelope_fields, **_person_fields, "AcctNum": text(100), "Vendor1099": flag, "TermRef": reference("Term"),
    "TaxIdentifier": text(20),
}, _person_query, default_order="DisplayName", name_member="DisplayName")
_employee = EntityType("Employee", {
    **envelope_fields, **_person_fields, "PrimaryAddr": address, "EmployeeNumber": text(100),
    "HiredDate": day, "ReleasedDate": day, "BillableTime": flag,
}, _person_query, default_order="DisplayName", name_member="DisplayName")

_item = EntityType("Item", {
    **envelope_fields, "Name": text(100), "Type": choice("Service", "NonInventory", "Inventory", "Category"),
    "Sku": text(100), "Description": text(4000), "PurchaseDesc": text(1000), "UnitPrice": amount,
    "PurchaseCost": amount, "IncomeAccountRef": reference("Account"),
    "ExpenseAccountRef": reference("Account"), "AssetAccountRef": reference("Account"),
    "QtyOnHand": amount, "InvStartDate": day, "TrackQtyOnHand": flag, "ReorderPoint": amount,
    "Taxable": flag, "SalesTaxCodeRef": reference("TaxCode"), "PurchaseTaxCodeRef": reference("TaxCode"),
    "SalesTaxIncluded": flag, "PurchaseTaxIncluded": flag, "SubItem": flag, "ParentRef": reference("Item"),
    "Level": read_only, "FullyQualifiedName": read_only, "ClassRef": reference("Class"),
    "PrefVendorRef": reference("Vendor"), "TaxClassificationRef": as_sent, "Active": flag,
    "ItemGroupDetail": read_only, "PrintGroupedItems": read_only, "DeferredRevenue": read_only,
}, {**_stamps, "Name": ("text", "fs"), "Type": ("text", "fs"), "Sku": ("text", "f"),
    "Taxable": ("flag", "f"), "Active": ("flag", "f"), "FullyQualifiedName": ("text", "f"),
    "SubItem": ("flag", "f"), "UnitPrice": ("number", "s"), "PurchaseCost": ("number", "s")},
    name_member="Name")

_list_query: QueryTable = {**_stamps, "Name": ("text", "fs"), "Active": ("flag", "fs")}
_term = EntityType("Term", {
    **envelope_fields, "Name": text(31), "Active": flag, "Type": read_only, "DueDays": whole,
    "DiscountDays": whole, "DiscountPercent": amount, "DayOfMonthDue": whole, "DueNextMonthDays": whole,
    "DiscountDayOfMonth": whole}, _list_query, name_member="Name")
_payment_method = EntityType("PaymentMethod", {
    **envelope_fields, "Name": text(31), "Type": choice("CREDIT_CARD", "NON_CREDIT_CARD"), "Active": flag,
}, _list_query, name_member="Name")
_class = EntityType("Class", {
    **envelope_fields, "Name": text(100), "ParentRef": reference("Class"), "SubClass": flag, "Active": flag,
    "FullyQualifiedName": read_only}, {**_list_query, "FullyQualifiedName": ("text", "fs")},
    default_order="FullyQualifiedName", name_member="Name")
_department = EntityType("Department", {
    **envelope_fields, "Name": text(100), "ParentRef": reference("Department"), "SubDepartment": flag,
    "Active": flag, "FullyQualifiedName": read_only},
    {**_list_query, "FullyQualifiedName": ("text", "fs")},
    default_order="FullyQualifiedName", name_member="Name")
_account = EntityType("Account", {
    **envelope_fields, "Name": text(100), "AccountType": text(100), "AccountSubType": text(100),
    "AcctNum": text(20), "ParentRef": reference("Account"), "SubAccount": flag, "Description": text(4000),
    "CurrencyRef": reference("CompanyCurrency"), "Classification": read_only, "CurrentBalance": read_only,
    "CurrentBalanceWithSubAccounts": read_only, "FullyQualifiedName": read_only, "Active": flag,
}, {**_list_query, "AccountType": ("text", "fs"), "AccountSubType": ("text", "fs"),
    "Classification": ("text", "fs"), "FullyQualifiedName": ("text", "fs")},
    default_order="FullyQualifiedName", name_member="FullyQualifiedName")
_tax_code = EntityType("TaxCode", {}, {**_stamps, "Name": ("text", "fs"), "Description": ("text", "fs"),
                                       "Active": ("flag", "f")},
                       writable=False, name_member="Name", changes_reported=False)
_tax_rate = EntityType("TaxRate", {}, _list_query, writable=False, name_member="Name",
                       changes_reported=False)
_company_currency = EntityType("CompanyCurrency", {
    **envelope_fields, "Code": text(3), "Name": text(100), "Active": flag},
    {**_stamps, "Code": ("text", "fs"), "Name": ("text", "fs"), "Active": ("flag", "f")},
    default_order="Code", name_member="Name")
_company_info = EntityType("CompanyInfo", {}, _stamps, writable=False, default_order="CompanyName")
_preferences = EntityType("Preferences", {}, _stamps, writable=False, default_order="Id")

entity_types: dict[str, EntityType] = {kind.name: kind for kind in (
    _customer, _item, _invoice, _payment, _credit_memo, _estimate, _sales_receipt, _refund_receipt, _vendor,
    _employee, _term, _payment_method, _class, _department, _account, _tax_code, _tax_rate,
    _company_currency, _company_info, _preferences)}
entity_by_resource: dict[str, EntityType] = {kind.resource: kind for kind in entity_types.values()}
sales_forms: tuple[str, ...] = ("Invoice", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt")
people: tuple[str, ...] = ("Customer", "Vendor", "Employee")
