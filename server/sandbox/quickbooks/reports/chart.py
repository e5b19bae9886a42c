"""The chart of accounts as reports see it: types, families, and the accounts that the books find by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.sandbox.quickbooks.company import Company

# The accounts that documents are posted to without naming them: their finer type, and the type and name they have when the
# company keeps no such account. Rows of an account that is not kept carry no id.
own_accounts = {
    "AccountsReceivable": ("Accounts Receivable", "Accounts Receivable (A/R)"),
    "UndepositedFunds": ("Other Current Asset", "Undeposited Funds"),
    "Inventory": ("Other Current Asset", "Inventory Asset"),
    "SalesTaxPayable": ("Other Current Liability", "Sales Tax Payable"),
    "OpeningBalanceEquity": ("Equity", "Opening Balance Equity"),
    "RetainedEarnings": ("Equity", "Retained Earnings"),
    "SalesOfProductIncome": ("Income", "Sales of Product Income"),
    "DiscountsRefundsGiven": ("Income", "Discounts given"),
    "SuppliesMaterialsCogs": ("Cost of Goods Sold", "Cost of Goods Sold"),
    "SuppliesMaterials": ("Expense", "Purchases"),
    "ExchangeGainOrLoss": ("Other Expense", "Exchange Gain or Loss")}
income_types = ("Income", "Cost of Goods Sold", "Expense", "Other Income", "Other Expense")
credit_types = ("Accounts Payable", "Credit Card", "Other Current Liability", "Long Term Liability", "Equity", "Income", "Other Income")


@dataclass(frozen=True)
class ChartAccount:
    """`id` is "" for an account the company does not keep; `parent` is the key of another account, or ""."""

    key: str
    id: str
    name: str
    kind: str           # Account.AccountType
    parent: str = ""

    @property
    def sign(self) -> int:
        """What makes its balance positive: 1 for debits, -1 for credits."""
        return -1 if self.kind in credit_types else 1


class Chart:
    """The accounts of a company by their key, which is the id where there is one."""

    def __init__(self, company: Company) -> None:
        self.accounts: dict[str, ChartAccount] = {}
        self._by_detail: dict[str, str] = {}
        for record in company.store("Account"):
            data = record.peek()
            parent = data.get("ParentRef", {}).get("value", "")
            self.accounts[record.id] = ChartAccount(record.id, record.id, data["Name"], data["AccountType"], parent)
            self._by_detail.setdefault(data.get("AccountSubType", ""), record.id)

    def own(self, detail: str) -> str:
        """The key of one of `own_accounts`."""
        key = self._by_detail.get(detail)
        if key is None:
            kind, name = own_accounts[detail]
            key = self._by_detail[detail] = f"no {detail}"
            self.accounts[key] = ChartAccount(key, "", name, kind)
        return key

    def named(self, reference: dict[str, Any] | None, otherwise: str) -> str:
        """The key of the account a document names, or of one of `own_accounts` where it names none that is kept."""
        key = str(reference["value"]) if reference else ""
        return key if key in self.accounts else self.own(otherwise)

    def order(self) -> list[ChartAccount]:
        """All accounts by type as in a balance sheet, then by name."""
        kinds = list(dict.fromkeys((*_sheet_order, *income_types)))
        return sorted(self.accounts.values(), key=lambda each: (kinds.index(each.kind) if each.kind in kinds else len(kinds),
                                                                each.name.casefold(), each.key))


_sheet_order = ("Bank", "Accounts Receivable", "Other Current Asset", "Fixed Asset", "Other Asset", "Accounts Payable", "Credit Card",
                "Other Current Liability", "Long Term Liability", "Equity")
