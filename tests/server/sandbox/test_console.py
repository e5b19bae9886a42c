"""The console: pages for people who play the other side of the app."""

import re

import pytest

CONSOLE = "/sandbox/console"
ENTITIES = ("Customer", "Item", "Invoice", "Estimate", "SalesReceipt", "Payment", "CreditMemo", "RefundReceipt", "Vendor",
            "Deposit", "PurchaseOrder", "Purchase", "Account", "TaxCode", "CompanyInfo", "Preferences")
TYPES = ("contacts", "companies", "deals", "quotes", "line_items", "products", "invoices", "commerce_payments", "notes", "tasks")


def base(world):
    return f"{CONSOLE}/quickbooks/{world.realm}"


def made_id(reply):
    assert reply.status == 303, reply.text
    return reply.headers["Location"].rsplit("/", 1)[1]


def problem(reply):
    """What a refused form says."""
    assert reply.status == 400, reply.status
    return re.search(r'role="alert">([^<]*)<', reply.text).group(1)


def all_pages(world):
    yield from (CONSOLE + path for path in ("", "/log", "/meters", "/faults", "/clock", f"/quickbooks/{world.realm}"))
    yield from (f"{base(world)}/{entity}/new" for entity in ("Customer", "Item", "Invoice", "RefundReceipt", "Payment"))
    yield from (f"{CONSOLE}/hubspot/{name}/new" for name in TYPES)
    for entity in ENTITIES:
        yield f"{base(world)}/{entity}"
        records = world.records(entity)
        if records:
            yield f"{base(world)}/{entity}/{records[0]['Id']}"
    for name in TYPES:
        yield f"{CONSOLE}/hubspot/{name}"
        records = world.control("GET", f"/sandbox/hubspot/{name}").json["records"]
        if records:
            yield f"{CONSOLE}/hubspot/{name}/{records[0]['id']}"


def test_every_page_is_plain_html_without_script(sandbox_world):
    for path in all_pages(sandbox_world):
        reply = sandbox_world.control("GET", path)
        assert reply.status == 200, path
        assert "<script" not in reply.text.lower() and " style=" not in reply.text and " onclick=" not in reply.text
        assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; form-action 'self'")
        assert reply.text.count("<h1>") == 1 and '<link rel="stylesheet" href="/sandbox/console.css">' in reply.text
    assert sandbox_world.control("GET", "/sandbox").headers["Location"] == CONSOLE
    assert "css" in sandbox_world.control("GET", "/sandbox/console.css").headers["Content-Type"]


def test_every_link_of_the_console_leads_somewhere(sandbox_world):
    seen, todo = set(), [CONSOLE]
    while todo and len(seen) < 80:
        path = todo.pop(0)
        if path in seen or path == "/":
            continue
        seen.add(path)
        reply = sandbox_world.control("GET", path)
        assert reply.status == 200, path
        todo += [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"]*)"', reply.text)]


def test_hostile_names_are_shown_and_not_run(sandbox_world):
    path = f"{CONSOLE}/quickbooks/{sandbox_world.realm}/Customer"
    found = sandbox_world.control("GET", path, params={"search": "<img src"})
    assert "&lt;img src=x onerror=alert(1)&gt;" in found.text and "<img" not in found.text
    identifier = re.search(rf'href="{path}/(\d+)"', found.text).group(1)
    assert "<img" not in sandbox_world.control("GET", f"{path}/{identifier}").text


def item_of(world):
    return next(record for record in world.records("item") if record["Active"] and record.get("UnitPrice"))


def test_a_person_can_play_the_bookkeeper(sandbox_world):
    made = sandbox_world.form(base(sandbox_world) + "/Customer", action="create", DisplayName="New Person", Notes="two\r\nlines")
    customer = made_id(made)
    assert sandbox_world.api("GET", f"customer/{customer}").json["Customer"]["Notes"] == "two\nlines"
    item = item_of(sandbox_world)
    invoice = sandbox_world.form(base(sandbox_world) + "/Invoice", action="create", customer=customer, item=item["Id"], quantity="2",
                                 price="", item3=item["Id"], quantity3="1", price3="7.5")
    address = invoice.headers["Location"]
    stored = sandbox_world.api("GET", "invoice/" + made_id(invoice)).json["Invoice"]
    assert [line["Amount"] for line in stored["Line"][:2]] == [round(item["UnitPrice"] * 2, 2), 7.5]
    assert sandbox_world.form(address, action="save", PrivateNote="by hand").status == 303
    assert sandbox_world.form(address, action="pay", amount="1").status == 303
    assert "e-mail" in problem(sandbox_world.form(address, action="send"))
    assert "number" in problem(sandbox_world.form(address, action="pay", amount="much"))
    assert sandbox_world.form(address, action="void").status == 303
    assert "voided" in sandbox_world.control("GET", base(sandbox_world) + "/Invoice").text
    assert sandbox_world.form(address, action="delete").status == 303
    assert sandbox_world.control("GET", address).status == 404


def test_a_refused_form_says_why_and_keeps_what_was_typed(sandbox_world):
    taken = sandbox_world.records("customer")[0]["DisplayName"]
    refused = sandbox_world.form(base(sandbox_world) + "/Customer", action="create", DisplayName=taken, GivenName="Typed")
    assert "already" in problem(refused) and 'value="Typed"' in refused.text


def test_an_estimate_is_accepted_and_becomes_an_invoice(sandbox_world):
    estimate = sandbox_world.form(base(sandbox_world) + "/Estimate", action="create", customer="1", item=item_of(sandbox_world)["Id"])
    address = estimate.headers["Location"]
    assert sandbox_world.form(address, action="accept").status == 303
    stored = sandbox_world.api("GET", f"estimate/{made_id(estimate)}").json["Estimate"]
    assert stored["TxnStatus"] == "Accepted"
    made = sandbox_world.form(address, action="invoice")
    invoice = sandbox_world.api("GET", f"invoice/{made_id(made)}").json["Invoice"]
    assert invoice["TotalAmt"] == stored["TotalAmt"] and invoice["LinkedTxn"][0]["TxnId"] == stored["Id"]
    assert sandbox_world.api("GET", f"estimate/{stored['Id']}").json["Estimate"]["TxnStatus"] == "Closed"


def test_a_purchase_order_is_shown_sent_to_its_vendor_and_deleted(sandbox_world):
    vendor = sandbox_world.api("POST", "vendor", json={"DisplayName": "Mailed", "PrimaryEmailAddr": {"Address": "v@mailed.example"}})
    line = {"Amount": 12.5, "DetailType": "AccountBasedExpenseLineDetail",
            "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}
    made = sandbox_world.api("POST", "purchaseorder", json={"VendorRef": {"value": vendor.json["Vendor"]["Id"]}, "Line": [line]})
    address = f"{base(sandbox_world)}/PurchaseOrder/{made.json['PurchaseOrder']['Id']}"
    page = sandbox_world.control("GET", address).text
    assert "Mailed" in page and "Purchases" in page and "12.50" in page
    assert sandbox_world.form(address, action="send").status == 303
    stored = sandbox_world.api("GET", f"purchaseorder/{made.json['PurchaseOrder']['Id']}").json["PurchaseOrder"]
    assert (stored["EmailStatus"], stored["POEmail"]["Address"]) == ("EmailSent", "v@mailed.example")
    assert sandbox_world.form(address, action="delete").status == 303
    assert sandbox_world.control("GET", address).status == 404


def test_money_comes_and_goes_by_receipts_payments_and_refunds(sandbox_world):
    item = item_of(sandbox_world)["Id"]
    for entity, resource in (("SalesReceipt", "salesreceipt"), ("RefundReceipt", "refundreceipt"), ("CreditMemo", "creditmemo")):
        made = sandbox_world.form(f"{base(sandbox_world)}/{entity}", action="create", customer="1", item=item, price="10")
        assert sandbox_world.api("GET", f"{resource}/{made_id(made)}").json[entity]["TotalAmt"] >= 10
    payment = sandbox_world.form(base(sandbox_world) + "/Payment", action="create", customer="1", amount="12.5")
    assert sandbox_world.api("GET", f"payment/{made_id(payment)}").json["Payment"]["UnappliedAmt"] == 12.5


def test_two_customers_are_merged(sandbox_world):
    first, second = [record["Id"] for record in sandbox_world.records("customer") if record["Active"] and not record["Job"]][3:5]
    assert sandbox_world.form(f"{base(sandbox_world)}/Customer/{first}", action="merge", other=second).status == 303
    assert sandbox_world.api("GET", f"customer/{second}").json["Customer"]["Active"] is False
    assert problem(sandbox_world.form(f"{base(sandbox_world)}/Customer/{first}", action="merge", other="99999"))


def test_the_other_company_is_played_with_its_own_taxes(sandbox_world):
    other = sandbox_world.sandbox.quickbooks.companies[1]
    address = f"{CONSOLE}/quickbooks/{other.settings.realm_id}"
    item = next(record.id for record in other.store("Item") if record.active and record.data["Type"] != "Category")
    assert 'name="tax"' in sandbox_world.control("GET", address + "/Invoice/new").text
    made = sandbox_world.form(address + "/Invoice", action="create", customer="1", item=item, price="100", tax="1")
    assert other.find("Invoice", made_id(made)).data["CurrencyRef"]["value"] == other.settings.home_currency


@pytest.mark.parametrize("stage", ["open", "overdue", "paid", "unsent", "voided"])
def test_invoices_are_filtered_by_stage(sandbox_world, stage):
    def shown(query):
        text = sandbox_world.control("GET", base(sandbox_world) + "/Invoice" + query).text
        return int(re.search(r"([\d,]+) records?", text).group(1))
    assert 0 < shown(f"?stage={stage}") < shown("") == 60


def test_lists_are_cut_into_pages(sandbox_world):
    first = sandbox_world.control("GET", base(sandbox_world) + "/Customer").text
    assert "page 1 of 2" in first and "page=2" in first
    assert "page 2 of 2" in sandbox_world.control("GET", base(sandbox_world) + "/Customer?page=2").text
    for odd in ("0", "-1", "x", "99", "9" * 30):
        assert sandbox_world.control("GET", base(sandbox_world) + f"/Customer?page={odd}").status == 200


def test_unknown_places_and_acts_are_told(sandbox_world):
    for path in ("/quickbooks/1", "/quickbooks/1/Customer", f"/quickbooks/{sandbox_world.realm}/Unicorn", "/hubspot/unicorns",
                 f"/quickbooks/{sandbox_world.realm}/Customer/99999", "/hubspot/contacts/1",
                 f"/quickbooks/{sandbox_world.realm}/TaxCode/new"):
        missing = sandbox_world.control("GET", CONSOLE + path)
        assert missing.status == 404 and "<h1>Not found</h1>" in missing.text, path
    before = sandbox_world.api("GET", "customer/1").json["Customer"]
    assert sandbox_world.form(base(sandbox_world) + "/Customer/1", action="explode").status == 404
    assert sandbox_world.api("GET", "customer/1").json["Customer"] == before


def test_saving_an_untouched_form_changes_nothing(sandbox_world):
    customer = next(record for record in sandbox_world.records("customer") if record.get("Notes"))
    path = f"{CONSOLE}/quickbooks/{sandbox_world.realm}/Customer/{customer['Id']}"
    sandbox_world.form(path, action="save", DisplayName=customer["DisplayName"], Notes=customer["Notes"].replace("\n", "\r\n"))
    assert sandbox_world.api("GET", f"customer/{customer['Id']}").json["Customer"]["SyncToken"] == customer["SyncToken"]


def test_a_person_can_edit_and_archive_in_hubspot(sandbox_world):
    contact = sandbox_world.control("GET", "/sandbox/hubspot/contacts").json["records"][0]["id"]
    path = f"{CONSOLE}/hubspot/contacts/{contact}"
    assert sandbox_world.form(path, action="save", firstname="<b>Bo</b>").status == 303
    page = sandbox_world.control("GET", path).text
    assert "&lt;b&gt;Bo&lt;/b&gt;" in page and "<b>Bo" not in page
    assert sandbox_world.form(path, action="archive").status == 303
    assert "archived" in sandbox_world.control("GET", f"{CONSOLE}/hubspot/contacts").text


def hubspot_id(world, type_name, **properties):
    return made_id(world.form(f"{CONSOLE}/hubspot/{type_name}", action="create", **properties))


def held(world, name, identifier):
    records = world.control("GET", f"/sandbox/hubspot/{name}").json["records"]
    return next(record for record in records if record["id"] == identifier)


def test_a_person_makes_records_in_hubspot_and_associates_them(sandbox_world):
    contact = hubspot_id(sandbox_world, "contacts", email="Made@Example.com", firstname="Made")
    deal = hubspot_id(sandbox_world, "deals", dealname="By hand", dealstage="qualifiedtobuy", amount="12.50", pipeline="default")
    path = f"{CONSOLE}/hubspot/deals/{deal}"
    assert sandbox_world.form(path, action="associate", other="contacts", value=contact).status == 303
    assert held(sandbox_world, "deals", deal)["associations"] == {"contacts": [contact]}
    assert "Made" in sandbox_world.control("GET", path).text
    assert problem(sandbox_world.form(path, action="associate", other="contacts", value="1"))
    assert problem(sandbox_world.form(path, action="associate", other="products", value="1"))
    sandbox_world.form(path, action="win")
    assert held(sandbox_world, "deals", deal)["properties"]["hs_is_closed_won"] == "true"
    assert "stage" in problem(sandbox_world.form(f"{CONSOLE}/hubspot/deals", action="create", dealname="No stage")).lower()


def test_a_bin_is_for_taking_things_out_again(sandbox_world):
    contact = hubspot_id(sandbox_world, "contacts", email="bin@example.com")
    path = f"{CONSOLE}/hubspot/contacts/{contact}"
    sandbox_world.form(path, action="archive")
    assert contact not in sandbox_world.control("GET", f"{CONSOLE}/hubspot/contacts?search=bin@").text
    assert contact in sandbox_world.control("GET", f"{CONSOLE}/hubspot/contacts?bin=archived").text
    assert sandbox_world.form(path, action="restore").status == 303
    assert held(sandbox_world, "contacts", contact)["archived"] is False


def test_two_contacts_are_merged(sandbox_world):
    winner = hubspot_id(sandbox_world, "contacts", email="winner@example.com")
    loser = hubspot_id(sandbox_world, "contacts", email="loser@example.com")
    kept = made_id(sandbox_world.form(f"{CONSOLE}/hubspot/contacts/{winner}", action="merge", value=loser))
    assert held(sandbox_world, "contacts", kept)["properties"]["email"] == "winner@example.com"
    assert sandbox_world.crm("GET", f"contacts/{loser}").json["id"] == kept


def test_an_invoice_of_hubspot_is_finalized_paid_and_refunded(sandbox_world):
    contact = hubspot_id(sandbox_world, "contacts", email="payer@example.com")
    line = hubspot_id(sandbox_world, "line_items", name="Work", quantity="2", price="50")
    invoice = hubspot_id(sandbox_world, "invoices", hs_currency="USD")
    path = f"{CONSOLE}/hubspot/invoices/{invoice}"
    assert "line item" in problem(sandbox_world.form(path, action="open"))
    for other, value in (("contacts", contact), ("line_items", line)):
        assert sandbox_world.form(path, action="associate", other=other, value=value).status == 303
    assert sandbox_world.form(path, action="open").status == 303
    assert sandbox_world.form(path, action="pay", value="40").status == 303
    assert held(sandbox_world, "invoices", invoice)["properties"]["hs_balance_due"] == "60.00"
    assert sandbox_world.form(path, action="pay", value="").status == 303
    assert held(sandbox_world, "invoices", invoice)["properties"]["hs_invoice_status"] == "paid"
    payment = held(sandbox_world, "invoices", invoice)["associations"]["commerce_payments"][0]
    path = f"{CONSOLE}/hubspot/commerce_payments/{payment}"
    assert sandbox_world.form(path, action="refund", value="15").status == 303
    assert held(sandbox_world, "commerce_payments", payment)["properties"]["hs_latest_status"] == "partially_refunded"
    assert "At most 25" in problem(sandbox_world.form(path, action="refund", value="26"))
    assert sandbox_world.form(path, action="refund", value="").status == 303
    assert held(sandbox_world, "commerce_payments", payment)["properties"]["hs_latest_status"] == "refunded"
    assert "refunded" in problem(sandbox_world.form(path, action="refund", value="1"))


def test_a_quote_is_published_accepted_and_paid(sandbox_world):
    quote = hubspot_id(sandbox_world, "quotes", hs_title="Pumps", hs_expiration_date="2026-12-31", hs_sender_email="jo@example.com")
    links = [("line_items", hubspot_id(sandbox_world, "line_items", name="Pump", quantity="1", price="500")),
             ("contacts", hubspot_id(sandbox_world, "contacts", email="buyer@example.com")),
             ("deals", hubspot_id(sandbox_world, "deals", dealname="Pumps", dealstage="contractsent", pipeline="default"))]
    path = f"{CONSOLE}/hubspot/quotes/{quote}"
    assert problem(sandbox_world.form(path, action="accept"))
    for other, value in links:
        assert sandbox_world.form(path, action="associate", other=other, value=value).status == 303
    assert sandbox_world.form(path, action="publish").status == 303
    assert held(sandbox_world, "quotes", quote)["properties"]["hs_locked"] == "true"
    assert sandbox_world.form(path, action="accept").status == 303
    assert sandbox_world.form(path, action="pay").status == 303
    assert "accepted" in sandbox_world.control("GET", path).text.lower()


def test_the_same_acts_go_by_the_control_address(sandbox_world):
    contact = sandbox_world.control("GET", "/sandbox/hubspot/contacts").json["records"][0]["id"]
    assert sandbox_world.control("POST", f"/sandbox/hubspot/contacts/{contact}/archive").json == {"id": contact}
    deal = sandbox_world.control("GET", "/sandbox/hubspot/deals").json["records"][0]["id"]
    assert sandbox_world.control("POST", f"/sandbox/hubspot/deals/{deal}/win").json == {"id": deal}
    assert held(sandbox_world, "deals", deal)["properties"]["dealstage"] == "closedwon"
    assert sandbox_world.control("POST", f"/sandbox/hubspot/contacts/{contact}/explode").status == 404


def test_overview_moves_time_and_starts_over(sandbox_world):
    sandbox_world.form(CONSOLE, action="advance", days="3")
    assert sandbox_world.control("GET", "/sandbox/clock").json["now"].startswith("2026-11-25")
    sandbox_world.form(CONSOLE, action="reset", seed="2", scale="25")
    assert sandbox_world.control("GET", "/sandbox/quickbooks/customer").json["total"] == 25
    for bad in ({"action": "advance", "days": "never"}, {"action": "advance", "days": "-1"},
                {"action": "reset", "seed": "1", "scale": "0"}, {"action": "reset", "seed": "x", "scale": "5"}):
        assert problem(sandbox_world.form(CONSOLE, **bad))


def test_the_clock_page_jumps_sets_stops_and_resumes(sandbox_world):
    path = CONSOLE + "/clock"
    for form, shown in (({"action": "go 3600"}, "22:40:30"), ({"action": "advance", "many": "2", "unit": "86400"}, "24 November 2026"),
                        ({"action": "set", "moment": "2026-01-02T03:04:05Z"}, "03:04:05")):
        assert sandbox_world.form(path, **form).status == 303
        assert shown in sandbox_world.control("GET", path).text
    assert sandbox_world.form(path, action="resume").status == 303 and not sandbox_world.clock.fixed
    assert sandbox_world.form(path, action="fix").status == 303 and sandbox_world.clock.fixed
    assert problem(sandbox_world.form(path, action="set", moment="soon"))
    assert problem(sandbox_world.form(path, action="advance", many="some", unit="60"))


def test_the_fault_page_plans_and_removes(sandbox_world):
    path = CONSOLE + "/faults"
    assert sandbox_world.form(path, action="throttled").status == 303
    sent = {"kind": "delay", "method": "GET", "path": "preferences", "nth": "1", "count": "2", "more": '{"milliseconds": 1}'}
    assert sandbox_world.form(path, action="add", **sent).status == 303
    planned = sandbox_world.control("GET", "/sandbox/faults").json["faults"]
    assert [(fault["kind"], fault["count"]) for fault in planned] == [("throttled", 5), ("delay", 2)]
    assert "preferences" in sandbox_world.control("GET", path).text
    for bad in ({"kind": "delay", "more": "{"}, {"kind": "delay", "more": "[]"}, {"kind": "delay", "path": "("}, {"kind": "magic"}):
        assert problem(sandbox_world.form(path, action="add", **bad))
    sandbox_world.form(path, action="remove", number="0")
    assert [fault["kind"] for fault in sandbox_world.control("GET", "/sandbox/faults").json["faults"]] == ["delay"]
    assert problem(sandbox_world.form(path, action="remove", number="7"))
    sandbox_world.form(path, action="clear")
    assert sandbox_world.control("GET", "/sandbox/faults").json["faults"] == []


def test_the_call_log_is_filtered(sandbox_world):
    sandbox_world.api("GET", "preferences")
    sandbox_world.api("POST", "customer", json={"DisplayName": "Logged"})
    sandbox_world.api("GET", "customer/99999")
    sandbox_world.crm("GET", "contacts")

    def shown(query=""):
        return re.findall(r"<b>(\w+)</b> ([^<]*)<", sandbox_world.control("GET", f"{CONSOLE}/log{query}").text)
    assert [method for method, _ in shown()] == ["GET", "GET", "POST", "GET"]
    assert [path for _, path in shown("?provider=hubspot")] == ["/crm/objects/2026-03/contacts"]
    assert [method for method, _ in shown("?kind=writes")] == ["POST"]
    assert len(shown("?kind=failed")) == 1 and len(shown("?kind=reads&provider=quickbooks")) == 2
    assert [path.rsplit("/", 1)[1] for _, path in shown("?search=PREFER")] == ["preferences"]
    assert sandbox_world.form(CONSOLE + "/log", action="clear").status == 303 and shown() == []


def test_meters_and_switches_are_shown(sandbox_world):
    sandbox_world.api("GET", "preferences")
    text = sandbox_world.control("GET", CONSOLE + "/meters").text
    assert "Brightwater Supply Co." in text and "calls per second" in text and "search lag seconds" in text
