"""The name lists and the single objects of the accounting API."""

from __future__ import annotations

from server.sandbox.quickbooks.entity_type import EntityType, QueryTable, envelope_fields, stamps
from server.sandbox.quickbooks.field_rules import (
    Field, address, amount, as_sent, choice, day, email, flag, phone, read_only, reference, text, web, whole)

_person_fields: dict[str, Field] = {
    "DisplayName": text(500), "Title": text(16), "Suffix": text(16), "GivenName": text(100),
    "MiddleName": text(100), "FamilyName": text(100), "CompanyName": text(100),
    "PrintOnCheckName": text(110), "Active": flag, "PrimaryEmailAddr": email, "PrimaryPhone": phone,
    "AlternatePhone": phone, "Mobile": phone, "Fax": phone, "WebAddr": web, "BillAddr": address,
    "Notes": text(2000), "CurrencyRef": reference("CompanyCurrency"), "Balance": read_only,
}
_person_query: QueryTable = {
    **stamps, "DisplayName": ("text", "fs"), "GivenName": ("text", "fs"), "FamilyName": ("text", "fs"),
    "MiddleName": ("text", "fs"), "CompanyName": ("text", "fs"), "PrintOnCheckName": ("text", "fs"),
    "Active": ("flag", "fs"), "Balance": ("number", "fs"), "PrimaryEmailAddr": ("email", "f"),
}
customer = EntityType("Customer", {
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
vendor = EntityType("Vendor", {
    **envelope_fields, **_person_fields, "AcctNum": text(100), "Vendor1099": flag, "TermRef": reference("Term"),
    "TaxIdentifier": text(20),
}, _person_query, default_order="DisplayName", name_member="DisplayName")
employee = EntityType("Employee", {
    **envelope_fields, **_person_fields, "PrimaryAddr": address, "EmployeeNumber": text(100),
    "HiredDate": day, "ReleasedDate": day, "BillableTime": flag,
}, _person_query, default_order="DisplayName", name_member="DisplayName")

item = EntityType("Item", {
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
}, {**stamps, "Name": ("text", "fs"), "Type": ("text", "fs"), "Sku": ("text", "f"),
    "Taxable": ("flag", "f"), "Active": ("flag", "f"), "FullyQualifiedName": ("text", "f"),
    "SubItem": ("flag", "f"), "UnitPrice": ("number", "s"), "PurchaseCost": ("number", "s")},
    name_member="Name")

_list_query: QueryTable = {**stamps, "Name": ("text", "fs"), "Active": ("flag", "fs")}
term = EntityType("Term", {
    **envelope_fields, "Name": text(31), "Active": flag, "Type": read_only, "DueDays": whole,
    "DiscountDays": whole, "DiscountPercent": amount, "DayOfMonthDue": whole, "DueNextMonthDays": whole,
    "DiscountDayOfMonth": whole}, _list_query, name_member="Name")
payment_method = EntityType("PaymentMethod", {
    **envelope_fields, "Name": text(31), "Type": choice("CREDIT_CARD", "NON_CREDIT_CARD"), "Active": flag,
}, _list_query, name_member="Name")
classes = EntityType("Class", {
    **envelope_fields, "Name": text(100), "ParentRef": reference("Class"), "SubClass": flag, "Active": flag,
    "FullyQualifiedName": read_only}, {**_list_query, "FullyQualifiedName": ("text", "fs")},
    default_order="FullyQualifiedName", name_member="Name")
department = EntityType("Department", {
    **envelope_fields, "Name": text(100), "ParentRef": reference("Department"), "SubDepartment": flag,
    "Active": flag, "FullyQualifiedName": read_only},
    {**_list_query, "FullyQualifiedName": ("text", "fs")},
    default_order="FullyQualifiedName", name_member="Name")
account = EntityType("Account", {
    **envelope_fields, "Name": text(100), "AccountType": text(100), "AccountSubType": text(100),
    "AcctNum": text(20), "ParentRef": reference("Account"), "SubAccount": flag, "Description": text(4000),
    "CurrencyRef": reference("CompanyCurrency"), "Classification": read_only, "CurrentBalance": read_only,
    "CurrentBalanceWithSubAccounts": read_only, "FullyQualifiedName": read_only, "Active": flag,
}, {**_list_query, "AccountType": ("text", "fs"), "AccountSubType": ("text", "fs"),
    "Classification": ("text", "fs"), "FullyQualifiedName": ("text", "fs")},
    default_order="FullyQualifiedName", name_member="FullyQualifiedName")
tax_code = EntityType("TaxCode", {}, {
    **stamps, "Name": ("text", "fs"), "Description": ("text", "fs"), "Active": ("flag", "f")},
    writable=False, name_member="Name", changes_reported=False)
tax_rate = EntityType("TaxRate", {}, _list_query, writable=False, name_member="Name", changes_reported=False)
company_currency = EntityType("CompanyCurrency", {
    **envelope_fields, "Code": text(3), "Name": text(100), "Active": flag},
    {**stamps, "Code": ("text", "fs"), "Name": ("text", "fs"), "Active": ("flag", "f")},
    default_order="Code", name_member="Name")
company_info = EntityType("CompanyInfo", {
    **envelope_fields, "CompanyName": text(1024), "LegalName": text(1024), "CompanyAddr": address, "LegalAddr": address,
    "CustomerCommunicationAddr": address, "Email": email, "WebAddr": web, "PrimaryPhone": phone, "Country": read_only,
    "CompanyStartDate": read_only, "FiscalYearStartMonth": read_only, "SupportedLanguages": read_only,
    "DefaultTimeZone": read_only, "EmployerId": text(100), "NameValue": read_only,
}, stamps, default_order="CompanyName")
preferences = EntityType("Preferences", {**envelope_fields, **{group: as_sent for group in (
    "AccountingInfoPrefs", "ProductAndServicesPrefs", "SalesFormsPrefs", "EmailMessagesPrefs", "VendorAndPurchasesPrefs",
    "TimeTrackingPrefs", "TaxPrefs", "CurrencyPrefs", "ReportPrefs", "OtherPrefs")}}, stamps, default_order="Id")

tax_agency = EntityType("TaxAgency", {
    **envelope_fields, "DisplayName": text(100), "TaxTrackedOnSales": flag, "TaxTrackedOnPurchases": flag,
    "TaxRegistrationNumber": text(100), "TaxAgencyConfig": read_only,
}, {**stamps, "DisplayName": ("text", "fs")}, default_order="DisplayName", name_member="DisplayName",
    changes_reported=False)
exchange_rate = EntityType("ExchangeRate", {
    **envelope_fields, "SourceCurrencyCode": text(3), "TargetCurrencyCode": text(3), "Rate": amount, "AsOfDate": day,
}, {"SourceCurrencyCode": ("text", "f"), "AsOfDate": ("day", "f"), "MetaData.LastUpdatedTime": ("stamp", "fs")},
    default_order="MetaData.LastUpdatedTime")
attachable = EntityType("Attachable", {
    **envelope_fields, "Note": text(2000), "FileName": text(1000), "Category": text(100), "ContentType": text(100),
    "Size": read_only, "Lat": text(100), "Long": text(100), "PlaceName": text(2000), "Tag": text(2000),
    "AttachableRef": as_sent, "FileAccessUri": read_only, "TempDownloadUri": read_only, "ThumbnailFileAccessUri": read_only,
    "ThumbnailTempDownloadUri": read_only,
}, {**stamps, "FileName": ("text", "fs"), "Note": ("text", "fs"), "Category": ("text", "fs"), "ContentType": ("text", "fs"),
    "Size": ("number", "fs"), "AttachableRef.EntityRef.Type": ("attached", "f"),
    "AttachableRef.EntityRef.value": ("attached", "f")}, deletable=True, default_order="Id")

list_types = (customer, item, vendor, employee, term, payment_method, classes, department, account, tax_code, tax_rate,
              tax_agency, company_currency, exchange_rate, attachable, company_info, preferences)
