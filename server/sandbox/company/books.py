"""What a company has before its first sale: accounts, terms, taxes, preferences, its own record."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.quickbooks import Company, CompanySettings, operations
from server.sandbox.quickbooks.entity_types import entity_types

american_realm = "9341453968310201"
norwegian_realm = "9341453968310477"
_accounts = (
    ("Services", "Income", "ServiceFeeIncome"), ("Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("Checking", "Bank", "Checking"), ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("Inventory Asset", "Other Current Asset", "Inventory"),
    ("Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
    ("Discounts given", "Income", "DiscountsRefundsGiven"), ("Purchases", "Expense", "SuppliesMaterials"))
_terms = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60))
_payment_methods = (("Cash", "NON_CREDIT_CARD"), ("Check", "NON_CREDIT_CARD"), ("Visa", "CREDIT_CARD"),
                    ("MasterCard", "CREDIT_CARD"), ("Bank transfer", "NON_CREDIT_CARD"))
# code name, description, rates as (name, percent)
_american_taxes = (("California", "California", (("California", "8"),)),
                   ("Tucson", "Tucson", (("AZ State tax", "7.1"), ("Tucson City", "2"))),
                   ("Washington", "Washington", (("Washington", "10.35"),)))
_norwegian_taxes = (("25% MVA", "Høy sats", (("MVA høy", "25"),)), ("15% MVA", "Middels sats", (("MVA middels", "15"),)),
                    ("0% MVA", "Fritatt", (("MVA null", "0"),)))


def american_company(opened: datetime) -> Company:
    company = Company(CompanySettings(
        realm_id=american_realm, name="Brightwater Supply Co.", country="US", home_currency="USD",
        currency_name="United States Dollar", time_zone="America/Los_Angeles", tax_model="us_automated",
        tax_code_by_state={"CA": "1", "AZ": "2", "WA": "3"},
        address={"Line1": "123 Sierra Way", "City": "San Pablo", "CountrySubDivisionCode": "CA",
                 "PostalCode": "94806", "Country": "USA"},
        discount_account="8", undeposited_funds_account="4",
        exchange_rates={"EUR": "1.0853", "GBP": "1.2714", "NOK": "0.0923", "CAD": "0.7312"}))
    _open_books(company, _american_taxes, opened)
    return company


def norwegian_company(opened: datetime) -> Company:
    company = Company(CompanySettings(
        realm_id=norwegian_realm, name="Fjordlys Handel AS", country="NO", home_currency="NOK",
        currency_name="Norwegian Krone", time_zone="Europe/Oslo", tax_model="global",
        address={"Line1": "Bryggen 7", "City": "Bergen", "CountrySubDivisionCode": "Vestland",
                 "PostalCode": "5003", "Country": "NOR"},
        discount_account="8", undeposited_funds_account="4",
        exchange_rates={"EUR": "11.7420", "USD": "10.8341", "GBP": "13.7713"}))
    _open_books(company, _norwegian_taxes, opened)
    return company


def _open_books(company: Company, taxes: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...],
                opened: datetime) -> None:
    for name, kind, detail in _accounts:
        _save(company, "Account", {"Name": name, "AccountType": kind, "AccountSubType": detail}, opened)
    for name, days in _terms:
        _save(company, "Term", {"Name": name, "DueDays": days, "DiscountDays": 0, "DiscountPercent": 0}, opened)
    for name, kind in _payment_methods:
        _save(company, "PaymentMethod", {"Name": name, "Type": kind}, opened)
    for name in ("First Harbor Bank", "Harbor Wholesale"):
        _save(company, "Vendor", {"DisplayName": name}, opened)
    _save(company, "Employee", {"DisplayName": "Jo Larsen", "GivenName": "Jo", "FamilyName": "Larsen"}, opened)
    _add_taxes(company, taxes, opened)
    company.add("CompanyInfo", {"Id": "1", **_company_info(company.settings, opened)}, opened)
    company.add("Preferences", {"Id": "1", **_preferences(company.settings)}, opened)


def _save(company: Company, entity: str, body: dict[str, Any], moment: datetime) -> None:
    operations.save(company, entity_types[entity], body, moment)


def _add_taxes(company: Company, taxes: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...],
               opened: datetime) -> None:
    for name, description, rates in taxes:
        details = []
        for order, (rate_name, percent) in enumerate(rates):
            rate = company.add("TaxRate", {
                "Name": rate_name, "Active": True, "RateValue": Decimal(percent), "SpecialTaxType": "NONE",
                "AgencyRef": {"value": "1"}, "DisplayType": "ReadOnly"}, opened)
            details.append({"TaxRateRef": {"value": rate.id, "name": rate_name},
                            "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": order})
        company.add("TaxCode", {
            "Name": name, "Description": description, "Active": True, "Hidden": False, "Taxable": True,
            "TaxGroup": True, "SalesTaxRateList": {"TaxRateDetail": details},
            "PurchaseTaxRateList": {"TaxRateDetail": []}, "TaxCodeConfigType": "USER_DEFINED"}, opened)
    if company.settings.country == "US":
        for code, taxable in (("TAX", True), ("NON", False)):
            company.add("TaxCode", {"Id": code, "Name": code, "Description": "Sales tax" if taxable else "No tax",
                                    "Active": True, "Taxable": taxable, "TaxGroup": False}, opened)


def _company_info(settings: CompanySettings, opened: datetime) -> dict[str, Any]:
    pairs = {"SubscriptionStatus": settings.subscription_status, "OfferingSku": "QuickBooks Online Plus",
             "NeoEnabled": "true", "IndustryType": "Wholesale supplies", "ItemCategoriesFeature": "true"}
    return {"CompanyName": settings.name, "LegalName": settings.name, "CompanyAddr": {"Id": "1", **settings.address},
            "CustomerCommunicationAddr": {"Id": "1", **settings.address},
            "LegalAddr": {"Id": "1", **settings.address}, "Country": settings.country,
            "Email": {"Address": "books@brightwater.example"}, "WebAddr": {"URI": "https://brightwater.example"},
            "CompanyStartDate": opened.date().isoformat(), "FiscalYearStartMonth": "January",
            "SupportedLanguages": "en", "DefaultTimeZone": settings.time_zone,
            "NameValue": [{"Name": name, "Value": value} for name, value in pairs.items()]}


def _preferences(settings: CompanySettings) -> dict[str, Any]:
    american = settings.country == "US"
    taxes: dict[str, Any] = {"UsingSalesTax": settings.tax_model != "none"}
    if american and settings.tax_model == "us_automated":
        taxes["PartnerTaxEnabled"] = True
    return {
        "AccountingInfoPrefs": {"FirstMonthOfFiscalYear": "January", "UseAccountNumbers": False,
                                "ClassTrackingPerTxn": False, "ClassTrackingPerTxnLine": settings.track_classes,
                                "TrackDepartments": settings.track_departments, "CustomerTerminology": "Customers",
                                **({"BookCloseDate": settings.book_close_date} if settings.book_close_date else {})},
        "ProductAndServicesPrefs": {"ForSales": True, "ForPurchase": True, "QuantityWithPriceAndRate": True,
                                    "QuantityOnHand": True},
        "SalesFormsPrefs": {"CustomTxnNumbers": settings.custom_transaction_numbers,
                            "AllowDiscount": settings.allow_discount, "AllowDeposit": settings.allow_deposit,
                            "AllowShipping": False, "AllowServiceDate": True, "AllowEstimates": True,
                            "ETransactionPaymentEnabled": False, "AutoApplyCredit": False,
                            "UsingProgressInvoicing": False, "UsingPriceLevels": False, "EmailCopyToCompany": False,
                            "DefaultTerms": {"value": "3"}, "CustomField": []},
        "EmailMessagesPrefs": {"InvoiceMessage": {"Subject": f"Invoice from {settings.name}",
                                                  "Message": "Your invoice is attached. Thank you."}},
        "VendorAndPurchasesPrefs": {"BillableExpenseTracking": True, "TrackingByCustomer": True},
        "TaxPrefs": taxes,
        "CurrencyPrefs": {"MultiCurrencyEnabled": settings.multicurrency,
                          "HomeCurrency": {"value": settings.home_currency}},
        "OtherPrefs": {"NameValue": []}}
