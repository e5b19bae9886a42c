"""What happens beside invoices: sales over the counter, money given back, and documents that were deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from server.sandbox.quickbooks import operations
from server.sandbox.quickbooks.entity_types import entity_types

if TYPE_CHECKING:
    from server.sandbox.company.clientele import PlannedCustomer
    from server.sandbox.company.history import Event, History

_receipt_share = 0.03
_refund_share = 0.008
_deleted_share = 0.01
_days_max = 500
_most = 2000            # of each kind, whatever the size of the company


def plan_sundries(history: History, customers: list[PlannedCustomer], opened: list[datetime], invoices: int) -> None:
    """Numbers follow the number of invoices; a very small company has none. `opened` is when each customer came."""
    for share, make in ((_receipt_share, _sell_over_the_counter), (_refund_share, _refund), (_deleted_share, _bill_by_mistake)):
        for _ in range(min(int(share * invoices), _most)):
            position = history.chance.randrange(len(customers))
            if customers[position].inactive or customers[position].parent >= 0:
                position = 0
            at = max(history.some_day(_days_max), opened[position] + timedelta(hours=1))
            history.later(at, make(customers[position]))


def _sell_over_the_counter(customer: PlannedCustomer) -> Event:
    def event(history: History, at: datetime) -> None:
        history.save("SalesReceipt", {**history.form_of(customer, at), **_paid_by(history)}, at)

    return event


def _refund(customer: PlannedCustomer) -> Event:
    def event(history: History, at: datetime) -> None:
        bank = next(record.id for record in history.company.store("Account") if record.data["AccountType"] == "Bank")
        body = {**history.form_of(customer, at), **_paid_by(history), "DepositToAccountRef": {"value": bank},
                "PrivateNote": "Goods came back"}
        history.save("RefundReceipt", body, at)

    return event


def _paid_by(history: History) -> dict[str, Any]:
    return {"PaymentMethodRef": {"value": history.chance.choice(("1", "3", "4"))},
            "PaymentRefNum": str(history.chance.randint(1000, 99999))}


def _bill_by_mistake(customer: PlannedCustomer) -> Event:
    """An invoice that somebody deletes again soon."""
    def event(history: History, at: datetime) -> None:
        invoice = history.save("Invoice", history.form_of(customer, at), at)
        history.later(min(at + timedelta(hours=history.chance.uniform(1, 90)), history.latest), _delete(invoice.id))

    return event


def _delete(identifier: str) -> Event:
    def event(history: History, at: datetime) -> None:
        record = history.company.find("Invoice", identifier)
        if record is not None:
            body = {"Id": identifier, "SyncToken": record.data["SyncToken"]}
            operations.delete(history.company, entity_types["Invoice"], body, at)

    return event
