"""The control address on the page's origin."""

import pytest


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
