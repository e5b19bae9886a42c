"""Invoices, line items, payments, products, deals."""

import pytest

LINES, CONTACT, PAYMENT = 409, 177, 541


def values(api, kind, record_id, *names):
    return [api.get(f"{kind}/{record_id}?properties={','.join(names)}").json["properties"][name] for name in names]


@pytest.fixture
def billable(api):
    """A draft with a contact and two lines: 2 x 100 less 10 %, and 1 x 20."""
    contact = api.make("contacts", {"email": "a@b.co", "firstname": "Ann"})
    lines = [api.make("line_items", {"name": "A", "quantity": "2", "price": "100", "hs_discount_percentage": "10"}),
             api.make("line_items", {"name": "B", "price": "20"})]
    return api.make("invoices", {"hs_currency": "USD"}, (contact, CONTACT), *((line, LINES) for line in lines)), lines


def test_a_new_invoice_is_a_numbered_draft_dated_now(api):
    first, second = api.make("invoices", {"hs_currency": "USD"}), api.make("invoices", {"hs_currency": "EUR"})
    assert values(api, "invoices", first, "hs_invoice_status", "hs_number", "hs_invoice_date") == [
        "draft", "INV-1001", "2026-11-22T21:40:00.000Z"]
    assert values(api, "invoices", second, "hs_number") == ["INV-1002"]


def test_totals_are_calculated_and_follow_the_lines(api, billable):
    invoice, lines = billable
    assert values(api, "invoices", invoice, "hs_amount_billed", "hs_balance_due") == ["200.00", "200.00"]
    api.patch(f"line_items/{lines[1]}", {"quantity": "3"})
    assert values(api, "invoices", invoice, "hs_amount_billed") == ["240.00"]
    api.call("DELETE", f"line_items/{lines[1]}")
    assert values(api, "invoices", invoice, "hs_amount_billed") == ["180.00"]
    assert values(api, "invoices", invoice, "hs_invoice_latest_contact_email") == ["a@b.co"]


def test_the_percent_discount_applies_to_the_extended_amount(api):
    line = api.make("line_items", {"quantity": "10", "price": "234.56", "hs_discount_percentage": "20"})
    assert values(api, "line_items", line, "hs_pre_discount_amount", "hs_total_discount", "amount") == [
        "2345.60", "469.12", "1876.48"]


@pytest.mark.proves("hubspot 17.12.2")
def test_the_status_machine(api, billable):
    invoice, _ = billable
    path = f"invoices/{invoice}"
    assert api.patch(path, {"hs_invoice_status": "paid"}).status == 400
    assert api.patch(path, {"hs_invoice_status": "open"}).status == 200
    assert api.patch(path, {"hs_invoice_status": "draft"}).status == 400
    assert api.patch(path, {"hs_invoice_status": "OPEN"}).status == 400
    assert api.patch(path, {"hs_invoice_status": "paid"}).status == 200
    assert values(api, "invoices", invoice, "hs_amount_paid", "hs_balance_due") == ["200.00", "0.00"]
    assert api.patch(path, {"hs_invoice_status": "voided"}).status == 400


def test_paid_can_be_switched_off(api, billable):
    invoice, _ = billable
    api.simulator.switches.invoice_paid_writable = False
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": "paid"}).status == 400
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": "voided"}).status == 200


def test_open_needs_one_contact_and_a_line(api):
    contact, line = api.make("contacts", {"email": "a@b.co"}), api.make("line_items", {"price": "1"})
    bare = api.make("invoices", {"hs_currency": "USD"}, (contact, CONTACT))
    reply = api.patch(f"invoices/{bare}", {"hs_invoice_status": "open"})
    assert reply.status == 400 and "INVOICE_TO_LINE_ITEM" in reply.json["message"]
    api.simulator.associate("invoices", bare, "line_items", line)
    assert api.patch(f"invoices/{bare}", {"hs_invoice_status": "open"}).status == 200
    lonely = api.make("invoices", {"hs_currency": "USD"}, (api.make("line_items", {"price": "1"}), LINES))
    assert "INVOICE_TO_CONTACT" in api.patch(f"invoices/{lonely}", {"hs_invoice_status": "open"}).json["message"]
    assert api.post("invoices", {"properties": {"hs_currency": "USD", "hs_invoice_status": "open"}}).status == 400


def test_calculated_fields_of_a_billable_invoice_are_read_only(api, billable):
    for name in ("hs_number", "hs_amount_billed", "hs_balance_due", "hs_amount_paid"):
        reply = api.patch(f"invoices/{billable[0]}", {name: "5"})
        assert reply.status == 400 and reply.json["errors"][0]["code"] == "READ_ONLY_VALUE"


def test_a_tracking_invoice_takes_number_amounts_and_status_at_creation(api):
    invoice = api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false", "hs_invoice_status": "paid",
                                    "hs_number": "1042", "hs_amount_billed": "10.5", "hs_balance_due": "0"})
    assert values(api, "invoices", invoice, "hs_invoice_status", "hs_number", "hs_amount_billed", "hs_balance_due") == [
        "paid", "1042", "10.50", "0.00"]
    line = api.make("line_items", {"price": "99"})
    api.simulator.associate("invoices", invoice, "line_items", line)
    assert values(api, "invoices", invoice, "hs_amount_billed") == ["10.50"]


@pytest.mark.parametrize("switch, name", [("invoice_number_writable", "hs_number"),
                                          ("invoice_amount_billed_writable", "hs_amount_billed"),
                                          ("invoice_balance_due_writable", "hs_balance_due")])
def test_each_writable_field_has_a_switch(api, switch, name):
    setattr(api.simulator.switches, switch, False)
    body = {"properties": {"hs_currency": "USD", "hs_invoice_billable": "false", name: "5"}}
    assert api.post("invoices", body).json["errors"][0]["code"] == "READ_ONLY_VALUE"


def test_a_tracking_invoice_without_lines_refuses_a_status_change_by_default(api):
    invoice = api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false"})
    path = f"invoices/{invoice}"
    refused = api.patch(path, {"hs_invoice_status": "open"})
    assert refused.status == 400 and "INVOICE_TO_LINE_ITEM" in refused.json["message"]
    assert api.patch(path, {"hs_invoice_status": "draft", "hs_title": "same"}).status == 200
    api.simulator.switches.tracking_status_needs_line_items = False
    assert api.patch(path, {"hs_invoice_status": "voided"}).status == 200


def test_a_tracking_invoice_with_lines_goes_anywhere(api):
    line = api.make("line_items", {"price": "1"})
    invoice = api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false"}, (line, LINES))
    for status in ("paid", "open", "voided", "draft"):
        assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": status}).status == 200


def test_billable_is_decided_at_creation(api):
    invoice = api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false"})
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_billable": "true"}).status == 400
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_billable": "false"}).status == 200


def test_only_drafts_and_tracking_invoices_can_be_deleted(api, billable):
    invoice, _ = billable
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    assert api.call("DELETE", f"invoices/{invoice}").status == 400
    tracking = api.make("invoices", {"hs_currency": "USD", "hs_invoice_billable": "false", "hs_invoice_status": "paid"})
    assert api.post("invoices/batch/archive", {"inputs": [{"id": tracking}, {"id": invoice}]}).status == 400
    assert api.get(f"invoices/{tracking}").status == 200
    assert api.call("DELETE", f"invoices/{tracking}").status == 204
    api.simulator.switches.open_invoices_deletable = True
    assert api.call("DELETE", f"invoices/{invoice}").status == 204


def test_a_line_item_has_one_parent(api, billable):
    invoice, lines = billable
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon"})
    reply = api.call("PUT", f"deals/{deal}/associations/default/line_items/{lines[0]}")
    assert reply.status == 400 and "only one parent" in reply.json["message"]
    assert api.call("PUT", f"invoices/{invoice}/associations/default/line_items/{lines[0]}").status == 200
    api.call("DELETE", f"invoices/{invoice}/associations/line_items/{lines[0]}")
    assert api.call("PUT", f"deals/{deal}/associations/default/line_items/{lines[0]}").status == 200
    assert values(api, "invoices", invoice, "hs_amount_billed") == ["20.00"]


def test_a_line_item_inherits_from_its_product(api):
    product = api.make("products", {"name": "Lamp", "price": "12.345", "hs_sku": "L-1"})
    line = api.make("line_items", {"hs_product_id": product, "quantity": "2", "name": "Special lamp"})
    assert values(api, "line_items", line, "name", "price", "hs_sku", "amount") == [
        "Special lamp", "12.345", "L-1", "24.69"]
    assert api.post("line_items", {"properties": {"hs_product_id": "1"}}).status == 400


@pytest.mark.parametrize("properties", [{"price": "-1"}, {"price": "1e3x"}, {"amount": "5"}, {"price": "9" * 30}])
def test_a_wrong_line_item_is_refused(api, properties):
    assert api.post("line_items", {"properties": {"name": "x", **properties}}).status == 400


def test_the_largest_amounts_do_not_break(api):
    line = api.make("line_items", {"price": "999999999999999999.99", "quantity": "99999999999999999",
                                   "hs_discount_percentage": "33.3333"})
    assert values(api, "line_items", line, "amount")[0].count(".") == 1


def test_payments_reduce_the_balance_and_settle(api, billable):
    invoice, _ = billable
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})

    def pay(amount, status):
        return api.make("commerce_payments", {"hs_initial_amount": amount, "hs_initiated_date": "2026-11-22T00:00:00Z",
                                              "hs_latest_status": status}, (invoice, 542))
    pay("50", "succeeded")
    assert values(api, "invoices", invoice, "hs_balance_due", "hs_invoice_status") == ["150.00", "open"]
    late = pay("150", "processing")
    assert values(api, "invoices", invoice, "hs_balance_due") == ["150.00"]
    api.patch(f"commerce_payments/{late}", {"hs_latest_status": "succeeded"})
    assert values(api, "invoices", invoice, "hs_balance_due", "hs_invoice_status") == ["0.00", "paid"]
    api.simulator.switches.payments_set_up = False
    assert api.post("commerce_payments", {"properties": {"hs_initial_amount": "1", "hs_initiated_date": "0"}}).status == 400


def test_deals_check_their_stage_and_currency(api):
    deal = api.make("deals", {"dealname": "x", "dealstage": "closedwon", "amount": "5"})
    assert values(api, "deals", deal, "pipeline", "hs_is_closed_won", "amount_in_home_currency") == ["default", "true", "5"]
    assert api.patch(f"deals/{deal}", {"dealstage": "Closed Won"}).json["errors"][0]["code"] == "INVALID_OPTION"
    assert api.patch(f"deals/{deal}", {"deal_currency_code": "BRL"}).json["errors"][0]["code"] == "INVALID_OPTION"


def test_deleting_a_quote_deletes_its_line_items(api):
    line = api.make("line_items", {"price": "1"})
    quote = api.make("quotes", {"hs_title": "x", "hs_expiration_date": "2026-12-31"}, (line, 67))
    assert values(api, "quotes", quote, "hs_status") == ["DRAFT"]
    api.call("DELETE", f"quotes/{quote}")
    assert api.get(f"line_items/{line}").status == 404


def test_dates_take_days_only(api):
    def quote(date):
        return api.post("quotes", {"properties": {"hs_title": "x", "hs_expiration_date": date}}).status
    assert (quote("2026-12-31"), quote("1798675200000"), quote("1798675200001"), quote("soon")) == (201, 201, 400, 400)


def test_notes_and_tasks_are_plain_records(api):
    contact = api.make("contacts", {"email": "a@b.co"})
    note = api.make("notes", {"hs_timestamp": "2026-11-22T00:00:00Z", "hs_note_body": "<b>x</b>"}, (contact, 202))
    assert api.get(f"notes/{note}?associations=contacts").json["associations"]["contacts"]["results"][0]["id"] == contact
    api.make("tasks", {"hs_timestamp": "1795383660000", "hs_task_status": "NOT_STARTED"}, (contact, 204))


def test_snapshot_and_user_edits_for_the_control_address(api, billable):
    invoice, lines = billable
    shown = api.simulator.snapshot("0-53")
    assert [entry["id"] for entry in shown] == [invoice]
    assert shown[0]["associations"]["line_items"] == lines and shown[0]["archived"] is False
    contact = api.simulator.snapshot("contacts")[0]["id"]
    api.simulator.edit("contacts", contact, {"firstname": "Eve"})
    assert values(api, "contacts", contact, "firstname") == ["Eve"]
    api.simulator.delete("contacts", contact)
    assert api.simulator.snapshot("contacts")[0]["archived"] is True
    api.simulator.reset()
    assert api.simulator.snapshot("invoices") == [] and api.get("contacts").json["results"] == []


def test_refunds_and_lost_disputes_reduce_what_a_payment_counts(api, billable):
    invoice, _ = billable
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    payment = api.make("commerce_payments", {"hs_initial_amount": "150", "hs_initiated_date": "0", "hs_latest_status": "succeeded",
                                             "hs_fees_amount": "5"}, (invoice, 542))
    due = []
    for change in ({"hs_latest_status": "partially_refunded", "hs_refunds_amount": "50"}, {"hs_latest_status": "disputed_lost"},
                   {"hs_latest_status": "disputed_won"}, {"hs_latest_status": "failed"}):
        api.patch(f"commerce_payments/{payment}", change)
        due += values(api, "invoices", invoice, "hs_balance_due")
    assert due == ["100.00", "200.00", "100.00", "200.00"]
    assert values(api, "commerce_payments", payment, "hs_net_amount", "hs_net_amount_after_refunds") == ["145.00", "95.00"]
    assert values(api, "commerce_payments", payment, "hs_has_associated_invoice", "hs_number_of_associated_invoices") == ["true", "1"]


def test_a_deleted_payment_no_longer_counts(api, billable):
    invoice, _ = billable
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    payment = api.make("commerce_payments", {"hs_initial_amount": "50", "hs_initiated_date": "0", "hs_latest_status": "succeeded"},
                       (invoice, 542))
    assert values(api, "invoices", invoice, "hs_amount_paid", "hs_amount_billed_in_company_currency") == ["50.00", "200.00"]
    api.call("DELETE", f"commerce_payments/{payment}")
    assert values(api, "invoices", invoice, "hs_balance_due") == ["200.00"]


def test_an_invoice_paid_in_full_says_when(api, billable):
    invoice, _ = billable
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    assert values(api, "invoices", invoice, "hs_payment_date") == [None]
    api.make("commerce_payments", {"hs_initial_amount": "200", "hs_initiated_date": "0", "hs_latest_status": "succeeded"},
             (invoice, 542))
    assert values(api, "invoices", invoice, "hs_payment_date", "hs_invoice_status") == ["2026-11-22T21:40:00.000Z", "paid"]


def test_two_contacts_are_one_too_many(api, billable):
    invoice, _ = billable
    second = api.make("contacts", {"email": "second@b.co"})
    api.simulator.associate("invoices", invoice, "contacts", second)
    refused = api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    assert refused.status == 400 and "exactly one contact" in refused.json["message"]
    api.call("DELETE", f"contacts/{second}")
    assert api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"}).status == 200


def test_a_finalized_invoice_has_a_page_and_a_document(api, billable):
    invoice, _ = billable
    assert values(api, "invoices", invoice, "hs_invoice_link") == [None]
    api.patch(f"invoices/{invoice}", {"hs_invoice_status": "open"})
    page, document = values(api, "invoices", invoice, "hs_invoice_link", "hs_pdf_download_link")
    assert page.startswith("https://app.hubspot.com/invoices/") and document == f"{page}.pdf"
