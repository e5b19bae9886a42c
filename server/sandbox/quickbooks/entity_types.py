"""The entities of the accounting API, by name and by the resource of their address."""

from __future__ import annotations

from server.sandbox.quickbooks.entity_type import EntityType
from server.sandbox.quickbooks.list_types import list_types
from server.sandbox.quickbooks.transaction_types import transaction_types

entity_types: dict[str, EntityType] = {kind.name: kind for kind in (*list_types, *transaction_types)}
entity_by_resource: dict[str, EntityType] = {kind.resource: kind for kind in entity_types.values()}
transaction_names: tuple[str, ...] = tuple(kind.name for kind in transaction_types)
sales_forms: tuple[str, ...] = ("Invoice", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt")
people: tuple[str, ...] = ("Customer", "Vendor", "Employee")
# The members by which other records show a record's name.
reference_members: dict[str, tuple[str, ...]] = {
    "Customer": ("CustomerRef", "EntityRef", "Entity", "ShipTo"), "Vendor": ("EntityRef", "PrefVendorRef", "Entity", "VendorRef"),
    "Employee": ("EntityRef", "Entity"), "Item": ("ItemRef", "GroupItemRef", "ParentRef"),
    "Account": ("ItemAccountRef", "DepositToAccountRef", "ARAccountRef", "APAccountRef", "AccountRef", "IncomeAccountRef",
                "ExpenseAccountRef", "AssetAccountRef", "DiscountAccountRef", "ParentRef"),
    "Class": ("ClassRef", "ParentRef"), "Department": ("DepartmentRef", "ParentRef"), "Term": ("SalesTermRef", "TermRef"),
    "PaymentMethod": ("PaymentMethodRef",), "CompanyCurrency": ("CurrencyRef",), "TaxRate": ("TaxRateRef",),
    "TaxAgency": ("AgencyRef",)}
