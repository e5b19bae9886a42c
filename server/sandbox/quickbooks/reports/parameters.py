"""What a call asks of a report: its parameters, read and checked.

Values that no list of allowed values holds are refused with 2170, days that are none with 2110, ids of nothing with 2500, as in any
other request; which code the service itself gives for a parameter is documented nowhere. A parameter that is documented but not
simulated is refused with 5030 rather than passed over, so that no figure looks filtered that is not. Unknown names do nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Mapping

from server.sandbox.quickbooks import api_fault
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.reports.periods import Period, named_period

_documented = frozenset((
    "accounting_method", "account", "account_type", "adjusted_gain_loss", "aging_method", "aging_period", "appaid", "arpaid",
    "attachment_type", "bothamount", "class", "cleared", "columns", "createdate_macro", "custom1", "custom2", "custom3", "customer",
    "date_macro", "department", "docnum", "duedate_macro", "employee", "end_createdate", "end_date", "end_duedate", "end_moddate",
    "group_by", "item", "memo", "moddate_macro", "name", "num_periods", "past_due", "payment_method", "printed", "qzurl",
    "report_date", "shipvia", "sort_by", "sort_order", "source_account", "source_account_type", "start_createdate", "start_date",
    "start_duedate", "start_moddate", "summarize_column_by", "term", "transaction_type", "vendor"))
_month_names = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                "december")


class Parameters:
    """`given` holds the query of the call; names count whatever their case. `today` is the service's own day."""

    def __init__(self, company: Company, given: Mapping[str, str], today: date) -> None:
        self.company = company
        self.today = today
        self._given = {name.lower(): value.strip() for name, value in given.items() if value.strip()}

    def allow(self, *simulated: str) -> None:
        """Refuses what is documented for reports but not simulated for this one."""
        for name in self._given:
            harmless = name == "qzurl" and self._given[name].lower() == "false"
            if name in _documented and name not in simulated and not harmless:
                raise api_fault.not_simulated(name)

    def text(self, name: str) -> str:
        return self._given.get(name, "")

    def choice(self, name: str, usual: str, *choices: str) -> str:
        """The chosen word as it is spelled in `choices`; raises fault 2170."""
        given = self.text(name) or usual
        for known in (usual, *choices):
            if known.lower() == given.lower():
                return known
        raise api_fault.bad_choice(name, given[:100])

    def day(self, name: str) -> date | None:
        """Raises fault 2110 for anything but YYYY-MM-DD."""
        given = self.text(name)
        if not given:
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise api_fault.bad_day(name, given[:100]) from None

    def whole(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number within bounds; raises fault 2080."""
        given = self.text(name) or str(usual)
        if not (given.isascii() and given.isdecimal() and len(given) < 10 and least <= int(given) <= most):
            raise api_fault.bad_number(name, given[:100])
        return int(given)

    def ids(self, name: str, entity: str) -> frozenset[str]:
        """The ids of a comma-separated list, none when there is no list; raises fault 2500 for one of nothing."""
        found = frozenset(part.strip() for part in self.text(name).split(",") if part.strip())
        if any(self.company.find(entity, identifier) is None for identifier in found):
            raise api_fault.bad_reference(name)
        return found

    def basis(self) -> str:
        """"Accrual" or "Cash": as asked, else as the company prefers."""
        preferences = self.company.find("Preferences", "1")
        kept = preferences.peek().get("ReportPrefs") if preferences is not None else None
        usual = str(kept.get("ReportBasis", "")) if isinstance(kept, dict) else ""
        return self.choice("accounting_method", "Cash" if usual.lower() == "cash" else "Accrual", "Cash", "Accrual")

    def report_day(self) -> date:
        """The day as of which a report looks at the books: report_date, the end of date_macro, or today."""
        asked = self.day("report_date")
        if asked is not None or not self.text("date_macro"):
            return asked or self.today
        return self._named(self.text("date_macro")).last

    def period(self, usual: str) -> tuple[Period, str]:
        """The span of start_date and end_date, else of date_macro; with the name of the latter, "" when it played no part.

        Of two dates either may be left out; raises fault 6000 when they are the wrong way round.
        """
        first, last = self.day("start_date"), self.day("end_date")
        if first is None and last is None:
            name = self.text("date_macro") or usual
            return self._named(name), name.lower()
        around = self._named(usual)
        period = Period(first or min(around.first, last or around.first), last or max(around.last, first or around.last))
        if period.first > period.last:
            raise api_fault.business_rule("The start date of a report must not be after its end date")
        return period, ""

    @property
    def fiscal_month(self) -> int:
        """The first month of the company's fiscal year, 1 to 12."""
        preferences = self.company.find("Preferences", "1")
        kept = preferences.peek().get("AccountingInfoPrefs", {}) if preferences is not None else {}
        name = str(kept.get("FirstMonthOfFiscalYear", "")).lower() if isinstance(kept, dict) else ""
        return _month_names.index(name) + 1 if name in _month_names else 1

    def _named(self, name: str) -> Period:
        period = named_period(name, self.today, self.fiscal_month)
        if period is None:
            raise api_fault.bad_choice("date_macro", name[:100])
        return period
