"""Invoices, line items, payments and quotes with each switch in each of its positions."""

from __future__ import annotations

import pytest

LINES, CONTACT, INVOICE = 409, 177, 542


def prop(api, kind, record_id, *names):
    shown = api.get(f"{kind}/{record_id}?properties={','.join(names)}").json["properties"]
    return shown[names[0]] if len(names) == 1 else [shown[name] for name in names]


@pytest.fixture
def switches(api):
    return api.simulator.switches


def line(api, price="100", **more):
    return api.make("line_items", {"name": "x", "price": price, **more})


def billable(api, status="open", price="100", **more):
    contact = api.make("contacts", {"lastname": "x"})
    invoice = api.make("invoices", {"hs_currency": "USD", **more}, (contact, CONTACT), (line(api, price), LINES))
    if status != "draft":
        assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": status}).status == 200
    return invoice


def tracking(api, *links, **more):
    return api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false", **more}, *links)


def pay(api, amount, invoice, status=201, **more):
    reply = api.post("commerce_payments", {
        "properties": {"hs_initial_amount": amount, "hs_initiated_date": "2026-11-22T00:00:00Z", "hs_latest_status": "succeeded", **more},
        "associations": [{"to": {"id": invoice}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": INVOICE}]}]})
    assert reply.status == status, reply.text
    return reply.json.get("id")


@pytest.mark.parametrize("switch, make, name, writable", [
    ("billable_number_writable", billable, "hs_number", True), ("billable_number_writable", billable, "hs_number", False),
    ("invoice_payment_date_writable", billable, "hs_payment_date", True),
    ("invoice_payment_date_writable", billable, "hs_payment_date", False),
    ("invoice_payment_date_writable", tracking, "hs_payment_date", False),
    ("invoice_amount_paid_writable", tracking, "hs_amount_paid", True),
    ("invoice_amount_paid_writable", tracking, "hs_amount_paid", False),
    ("invoice_amount_billed_writable", tracking, "hs_amount_billed", True),
    ("invoice_balance_due_writable", tracking, "hs_balance_due", False),
    ("invoice_number_writable", tracking, "hs_number", False)])
def test_writable_fields(api, switches, switch, make, name, writable):
    invoice = make(api)
    setattr(switches, switch, writable)
    reply = api.patch(f"invoices/{invoice}", {name: "1795383600000" if "date" in name else "5"})
    assert reply.status == (200 if writable else 400)
    if not writable:
        assert reply.json["errors"][0]["code"] == "READ_ONLY_VALUE"


@pytest.mark.parametrize("switch, status", [("invoice_paid_writable", "paid"), ("invoice_voided_writable", "voided")])
@pytest.mark.parametrize("writable", [True, False])
def test_statuses_that_may_be_written(api, switches, switch, status, writable):
    invoice = billable(api)
    setattr(switches, switch, writable)
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": status}).status == (200 if writable else 400)


@pytest.mark.parametrize("needs_lines, needs_contact, missing", [
    (True, False, "INVOICE_TO_LINE_ITEM"), (False, True, "INVOICE_TO_CONTACT"), (False, False, None)])
def test_tracking_status_needs_line_items_and_tracking_status_needs_contact(api, switches, needs_lines, needs_contact, missing):
    switches.tracking_status_needs_line_items, switches.tracking_status_needs_contact = needs_lines, needs_contact
    reply = api.patch(f"invoices/{tracking(api)}", {"hs_invoice_status": "open"})
    assert (reply.status, missing is None or missing in reply.json["message"]) == (200 if missing is None else 400, True)


def test_tracking_totals_calculated(api, switches):
    invoice = tracking(api, (line(api), LINES), hs_amount_billed="7")
    assert prop(api, "invoices", invoice, "hs_amount_billed") == "7.00"
    switches.tracking_totals_calculated = True
    other = tracking(api, (line(api), LINES))
    assert prop(api, "invoices", other, "hs_amount_billed", "hs_balance_due") == ["100.00", "100.00"]


@pytest.mark.parametrize("deletable", [True, False])
def test_open_invoices_deletable(api, switches, deletable):
    switches.open_invoices_deletable = deletable
    assert api.call("DELETE", f"invoices/{billable(api)}").status == (204 if deletable else 400)


@pytest.mark.parametrize("editable", [True, False])
def test_open_invoices_editable(api, switches, editable):
    switches.open_invoices_editable = editable
    invoice = billable(api)
    assert api.patch(f"invoices/{invoice}", {"hs_title": "Other"}).status == (200 if editable else 400)
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": "paid"}).status == 200
    assert api.patch(f"invoices/{billable(api, 'draft')}", {"hs_title": "Other"}).status == 200


@pytest.mark.parametrize("writable", [True, False])
def test_finalized_currency_writable(api, switches, writable):
    switches.finalized_currency_writable = writable
    assert api.patch(f"invoices/{billable(api)}", {"hs_currency": "EUR"}).status == (200 if writable else 400)
    assert api.patch(f"invoices/{billable(api, 'draft')}", {"hs_currency": "EUR"}).status == 200


@pytest.mark.parametrize("compound, billed", [(False, "80.00"), (True, "81.00")])
def test_adjustments_compound(api, switches, compound, billed):
    switches.adjustments_compound = compound
    invoice = billable(api, "draft")
    for order in ("1", "2"):
        discount = api.make("discounts", {"hs_label": "x", "hs_type": "PERCENT", "hs_value": "10", "hs_sort_order": order})
        api.call("PUT", f"invoices/{invoice}/associations/default/discounts/{discount}")
    assert prop(api, "invoices", invoice, "hs_amount_billed") == billed


@pytest.mark.parametrize("meaning, amount", [("per_unit", "170.00"), ("percentage", "170.00")])
def test_line_discount(api, switches, meaning, amount):
    switches.line_discount = meaning
    made = line(api, "100", quantity="2", discount="15")
    assert prop(api, "line_items", made, "amount") == amount
    dear = line(api, "1000", quantity="2", discount="15")
    assert prop(api, "line_items", dear, "amount") == ("1970.00" if meaning == "per_unit" else "1700.00")


@pytest.mark.parametrize("counts, amounts", [(False, ["0.00", "100.00", "8.25"]), (True, ["8.25", "108.25", "8.25"])])
def test_line_tax_rate_counts(api, switches, counts, amounts):
    switches.line_tax_rate_counts = counts
    rate = api.simulator.account.tax_rates[0].rate_id
    made = line(api, "100", hs_tax_rate_group_id=rate)
    assert prop(api, "line_items", made, "hs_tax_amount", "hs_post_tax_amount", "hs_tax_rate") == amounts
    invoice = api.make("invoices", {"hs_currency": "USD"}, (made, LINES))
    assert prop(api, "invoices", invoice, "hs_amount_billed") == ("108.25" if counts else "100.00")


def test_line_second_parent(api, switches):
    first, second = (api.make("deals", {"dealname": name, "dealstage": "closedwon"}) for name in "ab")

    def attach(made):
        api.simulator.associate("deals", first, "line_items", made)
        return api.call("PUT", f"deals/{second}/associations/default/line_items/{made}").status

    refused, moved, deleted = line(api), line(api), line(api)
    assert attach(refused) == 400
    switches.line_second_parent = "moved"
    assert attach(moved) == 200
    switches.line_second_parent = "deleted"
    attach(deleted)
    assert [entry["toObjectId"] for entry in api.get(f"deals/{second}/associations/line_items").json["results"]] == [moved]
    assert [entry["toObjectId"] for entry in api.get(f"deals/{first}/associations/line_items").json["results"]] == [refused]
    assert api.get(f"line_items/{deleted}").status == 404


@pytest.mark.parametrize("follows, amount", [(False, "5"), (True, "100.00")])
def test_deal_amount_follows_lines(api, switches, follows, amount):
    switches.deal_amount_follows_lines = follows
    made = line(api)
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon", "amount": "5"}, (made, 19))
    assert prop(api, "deals", deal, "amount") == amount
    api.patch(f"line_items/{made}", {"quantity": "2"})
    assert prop(api, "deals", deal, "amount", "amount_in_home_currency") == (["200.00"] * 2 if follows else ["5"] * 2)


@pytest.mark.parametrize("status, category", [(400, "VALIDATION_ERROR"), (403, "PAYMENTS_NOT_SET_UP")])
def test_payments_set_up_and_payments_not_set_up_status(api, switches, status, category):
    assert api.get("commerce_payments").status == 200
    switches.payments_set_up, switches.payments_not_set_up_status = False, status
    for reply in (api.get("commerce_payments"), api.post("commerce_payments", {"properties": {}}),
                  api.post("commerce_payments/search", {}), api.post("commerce_payments/batch/read", {"inputs": [{"id": "1"}]})):
        assert (reply.status, reply.json["category"]) == (status, category)


@pytest.mark.parametrize("settles, shown", [(False, ["open", "30.00"]), (True, ["paid", "0.00"])])
def test_payments_settle_tracking_invoices(api, switches, settles, shown):
    switches.payments_settle_tracking_invoices = settles
    invoice = tracking(api, hs_amount_billed="30", hs_balance_due="30", hs_invoice_status="open")
    pay(api, "30", invoice)
    assert prop(api, "invoices", invoice, "hs_invoice_status", "hs_balance_due") == shown


def test_partial_payments(api, switches):
    invoice = billable(api)
    switches.partial_payments = False
    pay(api, "40", invoice, status=400)
    switches.partial_payments = True
    pay(api, "40", invoice)
    assert prop(api, "invoices", invoice, "hs_balance_due") == "60.00"


def test_over_payments(api, switches):
    first, second = billable(api), billable(api)
    pay(api, "140", first)
    assert prop(api, "invoices", first, "hs_invoice_status", "hs_balance_due", "hs_amount_paid") == ["paid", "0.00", "140.00"]
    switches.over_payments = False
    pay(api, "140", second, status=400)
    pay(api, "100", second)


@pytest.mark.parametrize("cpq, status", [(False, 200), (True, 400)])
def test_quotes_default_to_cpq(api, switches, cpq, status):
    switches.quotes_default_to_cpq = cpq
    quote = api.make("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31"})
    assert api.patch(f"quotes/{quote}", {"hs_status": "APPROVED"}).status == status


@pytest.mark.parametrize("checked, status", [(True, 400), (False, 200)])
def test_quote_publish_checked(api, switches, checked, status):
    switches.quote_publish_checked = checked
    quote = api.make("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31", "hs_template_type": "CPQ_QUOTE"})
    assert api.patch(f"quotes/{quote}", {"hs_status": "APPROVED"}).status == status


def test_quote_publish_needs_sender(api, switches):
    def made():
        links = [(line(api), 67), (api.make("contacts", {"lastname": "x"}), 69),
                 (api.make("deals", {"dealname": "x", "dealstage": "closedwon"}), 64)]
        return api.make("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31", "hs_template_type": "CPQ_QUOTE"}, *links)
    assert api.patch(f"quotes/{made()}", {"hs_status": "APPROVED"}).status == 200
    switches.quote_publish_needs_sender = True
    quote = made()
    assert api.patch(f"quotes/{quote}", {"hs_status": "APPROVED"}).json["context"] == {"missing": ["hs_sender_email"]}
    assert api.patch(f"quotes/{quote}", {"hs_status": "APPROVED", "hs_sender_email": "jo@b.co"}).status == 200


@pytest.mark.parametrize("possible, status", [(True, 200), (False, 400)])
def test_quote_unpublish(api, switches, possible, status):
    switches.quote_unpublish = possible
    quote = api.make("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31", "hs_status": "APPROVED"})
    assert api.patch(f"quotes/{quote}", {"hs_status": "DRAFT"}).status == status
