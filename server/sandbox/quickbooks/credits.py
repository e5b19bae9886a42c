"""Open credit that settles new invoices on its own, in companies that want it so."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from server.sandbox.quickbooks import payments
from server.sandbox.quickbooks.change import Change
from server.sandbox.quickbooks.company import Company
from server.sandbox.quickbooks.form_request import FormRequest
from server.sandbox.quickbooks.query_attributes import attribute_of
from server.sandbox.quickbooks.record_store import Record

note = "Created by QB Online to link credits to charges."


def apply_open_credits(company: Company, invoice: Record, now: datetime) -> None:
    """Uses up the customer's credit memos, the oldest first, each by a payment of nothing."""
    by_customer = attribute_of("CreditMemo", "CustomerRef")
    store = company.store("CreditMemo")
    found = [store.get(identifier) for identifier in store.index(by_customer).ids(invoice.data["CustomerRef"]["value"])]
    credits = [record for record in found if record is not None and record.data["RemainingCredit"] > 0]
    for credit in sorted(credits, key=lambda record: (record.data["TxnDate"], int(record.id))):
        amount = min(Decimal(credit.data["RemainingCredit"]), Decimal(invoice.data["Balance"]))
        if amount > 0:
            _link(company, invoice, credit, amount, now)


def _link(company: Company, invoice: Record, credit: Record, amount: Decimal, now: datetime) -> None:
    lines = [{"Amount": amount, "LinkedTxn": [{"TxnId": record.id, "TxnType": record.entity}]} for record in (invoice, credit)]
    draft = {"CustomerRef": invoice.data["CustomerRef"], "TotalAmt": Decimal(0), "Line": lines, "PrivateNote": note,
             "CurrencyRef": invoice.data["CurrencyRef"]}
    request = FormRequest(company, "Payment", draft, set(draft), set(), None, now)
    data = payments.complete(request)
    change = Change(company, now)
    data["Id"] = company.new_id("Payment")
    payments.move(change, data["Id"], [], payments.plan(company, data, None))
    change.add("Payment", data)
    change.commit()
