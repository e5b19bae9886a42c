"""The control address and the console on the page's origin."""

import re

import pytest

CONSOLE = "/sandbox/console"


def first_open_invoice(world):
    return next(record for record in world.records("invoice") if record["Balance"] > 0)


def test_reset_brings_the_same_data_back_and_keeps_tokens(sandbox_world):
    before = sandbox_world.control("GET", "/sandbox/quickbooks/customer").text
    contacts = sandbox_world.control("GET", "/sandbox/hubspot/contacts").text
    sandbox_world.control("POST", "/sandbox/quickbooks/customer/create", {"DisplayName": "Extra"})
    assert sandbox_world.control("POST", "/sandbox/reset", {}).json == {"seed": 1, "scale": 60}
    assert sandbox_world.control("GET", "/sandbox/quickbooks/customer").text == before
    assert len(sandbox_world.control("GET", "/sandbox/hubspot/contacts").text) == len(contacts)
    assert sandbox_world.api("GET", "preferences").status == 200
    sandbox_world.control("POST", "/sandbox/reset", {"seed": 5, "scale": 30})
    assert sandbox_world.control("GET", "/sandbox/quickbooks/customer").json["total"] == 30
    assert sandbox_world.control("POST", "/sandbox/reset", {"scale": 0}).status == 400


def test_change_as_a_user_would_bumps_token_and_time(sandbox_world):
    customer = sandbox_world.records("customer")[0]
    sandbox_world.control("POST", "/sandbox/clock", {"advance_seconds": 5})
    reply = sandbox_world.control("POST", "/sandbox/quickbooks/customer", {"id": customer["Id"], "set": {"Notes": "changed"}})
    assert int(reply.json["SyncToken"]) == int(customer["SyncToken"]) + 1
    assert reply.json["MetaData"]["LastUpdatedTime"] == "2026-11-22T13:40:35-08:00"
    assert sandbox_world.api("GET", f"customer/{customer['Id']}").json["Customer"] == reply.json


def test_unchecked_change_takes_what_no_form_would(sandbox_world):
    invoice = first_open_invoice(sandbox_world)
    customer = invoice["CustomerRef"]["value"]
    long_name = "n" * 10_000
    change = {"id": customer, "set": {"DisplayName": long_name}}
    assert sandbox_world.control("POST", "/sandbox/quickbooks/customer", change).status == 400
    assert sandbox_world.control("POST", "/sandbox/quickbooks/customer", {**change, "unchecked": True}).status == 200
    assert sandbox_world.api("GET", f"invoice/{invoice['Id']}").json["Invoice"]["CustomerRef"]["name"] == long_name


def test_pay_void_delete_send_and_deactivate(sandbox_world):
    invoice = first_open_invoice(sandbox_world)
    address = f"/sandbox/quickbooks/invoice/{invoice['Id']}"
    payment = sandbox_world.control("POST", address + "/pay", {"amount": 0.5}).json
    after = sandbox_world.api("GET", f"invoice/{invoice['Id']}").json["Invoice"]
    assert payment["TotalAmt"] == 0.5 and round(invoice["Balance"] - after["Balance"], 2) == 0.5
    assert sandbox_world.control("POST", address + "/delete").status == 400
    assert sandbox_world.control("POST", address + "/void").json["TotalAmt"] == 0
    assert sandbox_world.control("POST", address + "/delete").json["status"] == "Deleted"
    assert sandbox_world.control("POST", address + "/delete").status == 404
    item = next(record for record in sandbox_world.records("item") if record["Active"])
    assert sandbox_world.control("POST", f"/sandbox/quickbooks/item/{item['Id']}/deactivate").json["Active"] is False
    assert sandbox_world.control("POST", f"/sandbox/quickbooks/item/{item['Id']}/explode").status == 404


def test_second_company_by_its_number(sandbox_world):
    realm = sandbox_world.sandbox.quickbooks.companies[1].settings.realm_id
    first = sandbox_world.control("GET", f"/sandbox/quickbooks/invoice?company={realm}").json["records"][0]
    assert first["CurrencyRef"]["value"] == "NOK"
    assert sandbox_world.control("GET", "/sandbox/quickbooks/invoice?company=1").status == 404


def test_hubspot_by_control(sandbox_world):
    contacts = sandbox_world.control("GET", "/sandbox/hubspot/contacts").json
    assert contacts["total"] == len(contacts["records"]) > 0
    assert set(contacts["records"][0]) == {"id", "properties", "archived", "associations"}
    identifier = contacts["records"][0]["id"]
    sandbox_world.control("POST", "/sandbox/hubspot/contacts", {"id": identifier, "set": {"firstname": "Changed"}})
    sandbox_world.control("POST", f"/sandbox/hubspot/contacts/{contacts['records'][1]['id']}/delete")
    after = sandbox_world.control("GET", "/sandbox/hubspot/contacts").json["records"]
    assert after[0]["properties"]["firstname"] == "Changed" and after[1]["archived"] is True
    assert sandbox_world.control("POST", "/sandbox/hubspot/contacts", {"id": identifier, "set": {"nope": "1"}}).status == 400


@pytest.mark.parametrize("method, path, body", [
    ("GET", "/sandbox/quickbooks/unicorn", None), ("POST", "/sandbox/quickbooks/customer", {"id": "1"}),
    ("POST", "/sandbox/quickbooks/customer", {"id": "99999", "set": {}}), ("GET", "/sandbox/hubspot/unicorns", None),
    ("GET", "/sandbox/log?since=x", None)])
def test_wrong_calls_say_what_is_wrong(sandbox_world, method, path, body):
    reply = sandbox_world.control(method, path, body)
    assert reply.status in (400, 404) and reply.json["error"]["message"]


def all_pages(world):
    realm = world.realm
    yield CONSOLE
    yield CONSOLE + "/log"
    for entity in ("Customer", "Item", "Invoice", "Payment", "CreditMemo", "Estimate"):
        yield f"{CONSOLE}/quickbooks/{realm}/{entity}"
        records = world.records(entity)
        if records:
            yield f"{CONSOLE}/quickbooks/{realm}/{entity}/{records[0]['Id']}"
    for name in ("contacts", "companies", "products", "invoices", "line_items", "deals"):
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
        assert "<h1>" in reply.text and '<link rel="stylesheet" href="/sandbox/console.css">' in reply.text
    assert sandbox_world.control("GET", "/sandbox").headers["Location"] == CONSOLE
    assert "css" in sandbox_world.control("GET", "/sandbox/console.css").headers["Content-Type"]


def test_every_link_of_the_console_leads_somewhere(sandbox_world):
    seen, todo = set(), [CONSOLE]
    while todo and len(seen) < 60:
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


def test_a_person_can_play_the_bookkeeper(sandbox_world):
    base = f"{CONSOLE}/quickbooks/{sandbox_world.realm}"
    made = sandbox_world.form(base + "/Customer", action="create", DisplayName="New Person", Notes="two\r\nlines")
    customer = made.headers["Location"].rsplit("/", 1)[1]
    assert sandbox_world.api("GET", f"customer/{customer}").json["Customer"]["Notes"] == "two\nlines"
    item = next(record for record in sandbox_world.records("item") if record["Active"] and record.get("UnitPrice"))
    invoice = sandbox_world.form(base + "/Invoice", action="create", customer=customer, item=item["Id"], quantity="2", price="")
    address = invoice.headers["Location"]
    stored = sandbox_world.api("GET", "invoice/" + address.rsplit("/", 1)[1]).json["Invoice"]
    assert stored["Line"][0]["Amount"] == round(item["UnitPrice"] * 2, 2)
    assert sandbox_world.form(address, action="save", PrivateNote="by hand").status == 303
    assert sandbox_world.form(address, action="pay", amount="1").status == 303
    refused = sandbox_world.form(address, action="send")
    assert refused.status == 400 and 'role="alert"' in refused.text
    assert sandbox_world.form(address, action="pay", amount="much").status == 400
    assert sandbox_world.form(address, action="void").status == 303
    assert "voided" in sandbox_world.control("GET", base + "/Invoice").text
    assert sandbox_world.form(base + "/Customer", action="create", DisplayName="New Person").status == 400


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


def test_overview_moves_time_and_starts_over(sandbox_world):
    sandbox_world.form(CONSOLE, action="advance", days="3")
    assert sandbox_world.control("GET", "/sandbox/clock").json["now"].startswith("2026-11-25")
    sandbox_world.form(CONSOLE, action="reset", seed="2", scale="25")
    assert sandbox_world.control("GET", "/sandbox/quickbooks/customer").json["total"] == 25
    assert sandbox_world.form(CONSOLE, action="advance", days="never").status == 400
