"""What a company has before its first sale: accounts, terms, taxes, preferences, its own record."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from server.sandbox.company.businesses import Business, TaxTable, american_realm, businesses, norwegian_realm
from server.sandbox.quickbooks import Company, CompanySettings, operations
from server.sandbox.quickbooks.entity_types import entity_types

__all__ = ["american_company", "american_realm", "norwegian_company", "norwegian_realm", "open_books"]
_accounts = (
    ("Services", "Income", "ServiceFeeIncome"), ("Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("Checking", "Bank", "Checking"), ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("Inventory Asset", "Other Current Asset", "Inventory"),
    ("Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
    ("Discounts given", "Income", "DiscountsRefundsGiven"), ("Purchases", "Expense", "SuppliesMaterials"),
    ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("Opening Balance Equity", "Equity", "OpeningBalanceEquity"), ("Retained Earnings", "Equity", "RetainedEarnings"))
_terms = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60))
_payment_methods = (("Cash", "NON_CREDIT_CARD"), ("Check", "NON_CREDIT_CARD"), ("Visa", "CREDIT_CARD"),
                    ("MasterCard", "CREDIT_CARD"), ("Bank transfer", "NON_CREDIT_CARD"))

_agencies = {"US": "Department of Revenue", "NO": "Skatteetaten", "CA": "Canada Revenue Agency", "GB": "HM Revenue & Customs"}


def open_books(business: Business, opened: datetime) -> Company:
    """A company with its lists and settings, before its first customer."""
    company = Company(business.settings)
    for name, kind, detail in _accounts:
        _save(company, "Account", {"Name": name, "AccountType": kind, "AccountSubType": detail}, opened)
    tax = f"{_agencies.get(company.settings.country, 'Tax')} Payable"
    _save(company, "Account", {"Name": tax, "AccountType": "Other Current Liability", "AccountSubType": "SalesTaxPayable"}, opened)
    if company.settings.multicurrency:
        _save(company, "Account", {"Name": "Exchange Gain or Loss", "AccountType": "Other Expense",
                                   "AccountSubType": "ExchangeGainOrLoss"}, opened)
    for name, days in _terms:
        _save(company, "Term", {"Name": name, "DueDays": days, "DiscountDays": 0, "DiscountPercent": 0}, opened)
    for name, kind in _payment_methods:
        _save(company, "PaymentMethod", {"Name": name, "Type": kind}, opened)
    for name in ("First Harbor Bank", "Harbor Wholesale"):
        _save(company, "Vendor", {"DisplayName": name}, opened)
    _save(company, "Employee", {"DisplayName": "Jo Larsen", "GivenName": "Jo", "FamilyName": "Larsen"}, opened)
    _add_taxes(company, business.taxes, opened)
    for code, name in business.currencies:
        _save(company, "CompanyCurrency", {"Code": code, "Name": name}, opened)
    company.add("CompanyInfo", {"Id": "1", **_company_info(business, opened)}, opened)
    company.add("Preferences", {"Id": "1", **_preferences(company.settings)}, opened)
    return company


def american_company(opened: datetime) -> Company:
    return open_books(businesses[0](), opened)


def norwegian_company(opened: datetime) -> Company:
    return open_books(businesses[1](), opened)


def _save(company: Company, entity: str, body: dict[str, Any], moment: datetime) -> None:
    operations.save(company, entity_types[entity], body, moment)


def _add_taxes(company: Company, taxes: TaxTable, opened: datetime) -> None:
    agency = company.add("TaxAgency", {"DisplayName": _agencies.get(company.settings.country, "Tax office"),
                                       "TaxTrackedOnSales": True, "TaxTrackedOnPurchases": company.settings.country != "US",
                                       "TaxAgencyConfig": "SYSTEM_GENERATED"}, opened)
    for name, description, rates in taxes:
        details = []
        for order, (rate_name, percent) in enumerate(rates):
            rate = company.add("TaxRate", {
                "Name": rate_name, "Active": True, "RateValue": Decimal(percent), "SpecialTaxType": "NONE",
                "AgencyRef": {"value": agency.id}, "DisplayType": "ReadOnly"}, opened)
            details.append({"TaxRateRef": {"value": rate.id, "name": rate_name},
                            "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": order})
        company.add("TaxCode", {
            "Name": name, "Description": description, "Active": True, "Hidden": False, "Taxable": True,
            "TaxGroup": True, "SalesTaxRateList": {"TaxRateDetail": details},
            "PurchaseTaxRateList": {"TaxRateDetail": [] if company.settings.country == "US" else details},
            "TaxCodeConfigType": "USER_DEFINED"}, opened)
    if company.settings.country == "US":
        for code, taxable in (("TAX", True), ("NON", False)):
            company.add("TaxCode", {"Id": code, "Name": code, "Description": "Sales tax" if taxable else "No tax",
                                    "Active": True, "Taxable": taxable, "TaxGroup": False}, opened)


def _company_info(business: Business, opened: datetime) -> dict[str, Any]:
    settings = business.settings
    pairs = {"SubscriptionStatus": settings.subscription_status, "OfferingSku": "QuickBooks Online Plus",
             "NeoEnabled": "true", "IndustryType": "Wholesale supplies", "ItemCategoriesFeature": "true"}
    return {"CompanyName": settings.name, "LegalName": settings.name, "CompanyAddr": {"Id": "1", **settings.address},
            "CustomerCommunicationAddr": {"Id": "1", **settings.address},
            "LegalAddr": {"Id": "1", **settings.address}, "Country": settings.country,
            "Email": {"Address": f"books@{business.domain}"}, "WebAddr": {"URI": f"https://{business.domain}"},
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
                                "ClassTrackingPerTxn": settings.track_classes_per_transaction,
                                "ClassTrackingPerTxnLine": settings.track_classes,
                                "TrackDepartments": settings.track_departments, "CustomerTerminology": "Customers",
                                **({"BookCloseDate": settings.book_close_date} if settings.book_close_date else {})},
        "ProductAndServicesPrefs": {"ForSales": True, "ForPurchase": True, "QuantityWithPriceAndRate": True,
                                    "QuantityOnHand": True},
        "SalesFormsPrefs": {"CustomTxnNumbers": settings.custom_transaction_numbers,
                            "AllowDiscount": settings.allow_discount, "AllowDeposit": settings.allow_deposit,
                            "AllowShipping": settings.allow_shipping, "AllowServiceDate": True, "AllowEstimates": True,
                            "ETransactionPaymentEnabled": settings.online_payments, "AutoApplyCredit": settings.auto_apply_credit,
                            "UsingProgressInvoicing": False, "UsingPriceLevels": False, "EmailCopyToCompany": False,
                            "DefaultTerms": {"value": "3"}, "CustomField": []},
        "EmailMessagesPrefs": {"InvoiceMessage": {"Subject": f"Invoice from {settings.name}",
                                                  "Message": "Your invoice is attached. Thank you."}},
        "VendorAndPurchasesPrefs": {"BillableExpenseTracking": True, "TrackingByCustomer": True},
        "TaxPrefs": taxes,
        "CurrencyPrefs": {"MultiCurrencyEnabled": settings.multicurrency,
                          "HomeCurrency": {"value": settings.home_currency}},
        "OtherPrefs": {"NameValue": [{"Name": "VendorAndPurchasesPrefs.UseCustomTxnNumbers",
                                      "Value": str(settings.custom_purchase_numbers).lower()}]}}
