"""The state file: what survives a restart and a kill, and files that are refused untouched."""

import json
import os
import sqlite3
from collections import OrderedDict, deque
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import pytest

from sandbox_world import NOW, SandboxWorld
from server.sandbox import Sandbox
from server.sandbox.clock import SimulatedClock
from server.sandbox.hubspot.tokens import Client, Grant
from server.sandbox.quickbooks.reports import report_names
from server.sandbox.state import values
from server.sandbox.state.state_file import StateFile, StateProblem


def test_values_come_back_as_they_were():
    kept = {"list": [1, -2.5, "ü\u0000", None, True], "tuple": (1, (2,)), "set": {"b", "a"}, "frozen": frozenset({1}),
            "deque": deque([1, 2]), 7: "number", "$": "dollar", "at": datetime(2026, 1, 2, tzinfo=timezone.utc),
            "step": timedelta(days=-3, microseconds=5), "amount": Decimal("0.10"), "bytes": b"\xff\x00",
            "ordered": OrderedDict([(("a", "b"), 1)])}
    found = values.decode(json.loads(json.dumps(values.encode(kept))))
    assert found == kept and [type(value) for value in found.values()] == [type(value) for value in kept.values()]


def test_chance_goes_on_where_it_was():
    chance = Random(5)
    chance.gauss(0, 1)
    assert [values.decode(values.encode(chance)).random() for _ in range(2)] == [chance.random()] * 2


def test_one_object_stays_one_object():
    client = Client("id", "secret", 7, {"http://x/"})
    grants = [Grant(client, ("a",), 1, "me", "token") for _ in range(2)]
    first, second = values.decode(json.loads(json.dumps(values.encode(grants))))
    assert first.client is second.client and first is not second and first.client == client


@pytest.mark.parametrize("kept", [
    {"$": "object", "of": "os:system", "with": {}}, {"$": "object", "of": "subprocess:Popen", "with": {}},
    {"$": "object", "of": "server.sandbox.composition:Sandbox", "with": {}},
    {"$": "object", "of": "server.sandbox.hubspot.tokens:Client", "with": {"__class__": 1}},
    {"$": "same", "of": 3}, {"$": "pickle", "of": ""}, {"$": "decimal"}])
def test_nothing_else_is_made_from_a_file(kept):
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        values.decode(kept)


def test_what_has_no_form_in_a_file_is_told():
    with pytest.raises(values.NotKept, match="function"):
        values.encode({"run": lambda: None})


ORDER = {"VendorRef": {"value": "2"}, "Line": [{"Amount": 25, "DetailType": "AccountBasedExpenseLineDetail",
                                                "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}]}


class Restarted:
    """A world that is saved into a file, and one that is read back from it."""

    def __init__(self, path):
        self.path = path
        self.worlds = []

    def world(self, clock=None):
        if self.worlds:
            old = self.worlds[-1]
            old.sandbox.keeper.save()
            old.state.close()
            old.close()
        made = SandboxWorld(state=StateFile(self.path), clock=clock)
        self.worlds.append(made)
        return made


@pytest.fixture
def restarted(tmp_path):
    made = Restarted(tmp_path / "sandbox.state")
    yield made
    for world in made.worlds:
        world.state.close()
    if made.worlds:
        made.worlds[-1].close()


def everything(world):
    sandbox = world.sandbox
    companies = [[record.text for store in company.stores.values() for record in store] for company in sandbox.quickbooks.companies]
    return companies, {name: sandbox.hubspot.snapshot(name) for name in sandbox.hubspot.crm.stores}


def test_all_records_and_links_survive(restarted):
    before = everything(restarted.world())
    assert everything(restarted.world()) == before


def test_what_people_and_apps_did_survives(restarted):
    world = restarted.world()
    world.api("POST", "customer", params={"requestid": "r1"}, json={"DisplayName": "Kept", "Notes": "ü\n"})
    invoice = next(record for record in world.records("invoice") if not record["LinkedTxn"])
    world.control("POST", f"/sandbox/quickbooks/invoice/{invoice['Id']}/delete")
    contact = world.crm("POST", "contacts", json={"properties": {"email": "kept@example.com", "firstname": "A"}}).json["id"]
    world.crm("PATCH", f"contacts/{contact}", json={"properties": {"firstname": "B"}})
    gone = world.control("GET", "/sandbox/hubspot/contacts").json["records"][0]["id"]
    world.control("POST", f"/sandbox/hubspot/contacts/{gone}/delete")
    world.control("POST", "/sandbox/switches", {"hubspot": {"search_lag_seconds": 9}, "quickbooks": {"mails_per_day": 3}})
    world.control("POST", "/sandbox/clock", {"advance_seconds": 60})
    before, token, hubspot_token = everything(world), world.token, world.hubspot_token

    world = restarted.world()
    world.token, world.hubspot_token = token, hubspot_token
    assert everything(world) == before and world.clock.now() == NOW + timedelta(seconds=60) and world.clock.fixed
    again = world.api("POST", "customer", params={"requestid": "r1"}, json={"DisplayName": "Kept", "Notes": "ü\n"}).json
    assert again["Customer"]["DisplayName"] == "Kept" and len(world.records("customer")) == 61
    assert world.api("POST", "customer", json={"DisplayName": "kept"}).json["Fault"]["Error"][0]["code"] == "6240"
    made = world.api("POST", "customer", json={"DisplayName": "Next"}).json["Customer"]
    assert int(made["Id"]) == int(again["Customer"]["Id"]) + 1
    changes = world.api("GET", "cdc", params={"entities": "Invoice", "changedSince": NOW.isoformat()}).json
    assert {"status": "Deleted", "Id": invoice["Id"]}.items() <= changes["CDCResponse"][0]["QueryResponse"][0]["Invoice"][-1].items()
    history = world.crm("GET", f"contacts/{contact}?propertiesWithHistory=firstname").json["propertiesWithHistory"]["firstname"]
    assert [each["value"] for each in history] == ["B", "A"]
    assert world.crm("POST", "contacts", json={"properties": {"email": "kept@example.com"}}).status == 409
    assert world.crm("GET", f"contacts/{gone}").status == 404
    switches = world.control("GET", "/sandbox/switches").json
    assert (switches["hubspot"]["search_lag_seconds"], switches["quickbooks"]["mails_per_day"]) == (9, 3)
    assert world.sandbox.quickbooks.throttle.meters[world.realm].core >= 2


def test_orders_their_numbers_and_the_reports_survive(restarted):
    world = restarted.world()
    made, gone = (world.api("POST", "purchaseorder", json=ORDER).json["PurchaseOrder"] for _ in range(2))
    world.api("POST", "purchaseorder", params={"operation": "delete"}, json={"Id": gone["Id"], "SyncToken": "0"})
    world.api("POST", f"purchaseorder/{made['Id']}/send", params={"sendTo": "v@mail.example"}, data=b"")
    calls = [("query", {"query": "select * from PurchaseOrder"}), *((f"reports/{name}", {}) for name in report_names),
             ("cdc", {"entities": "PurchaseOrder", "changedSince": NOW.isoformat()})]
    before = [world.api("GET", path, params=params).json for path, params in calls]
    token = world.token

    world = restarted.world()
    world.token = token
    after = [world.api("GET", path, params=params).json for path, params in calls]
    assert [{**answer, "time": ""} for answer in after] == [{**answer, "time": ""} for answer in before]
    assert before[0]["QueryResponse"]["totalCount"] >= 2 and before[-1]["CDCResponse"][0]["QueryResponse"][0]["PurchaseOrder"]
    assert int(world.api("POST", "purchaseorder", json=ORDER).json["PurchaseOrder"]["DocNumber"]) == int(gone["DocNumber"]) + 1


def test_a_file_from_before_there_were_orders_goes_on(tmp_path):
    """Without the tables, the counter and the accounts that came with them."""
    path = tmp_path / "sandbox.state"
    saved(path)
    with sqlite3.connect(path) as sql:
        sql.execute("DELETE FROM record WHERE table_name LIKE '% PurchaseOrder'")
        sql.execute("DELETE FROM record WHERE table_name LIKE '% Account' AND CAST(key AS INTEGER) > 9")
        text = sql.execute("SELECT text FROM part WHERE name = 'quickbooks'").fetchone()[0]
        older = text.replace('"custom_purchase_numbers":false,', "")
        assert older != text and '"purchase order"' in older
        sql.execute("UPDATE part SET text = ? WHERE name = 'quickbooks'", (older.replace('"purchase order"', '"unused"'),))
    world = SandboxWorld(state=StateFile(path))
    assert [world.api("GET", f"reports/{name}").status for name in report_names] == [200] * len(report_names)
    assert world.api("POST", "purchaseorder", json=ORDER).json["Fault"]["Error"][0]["element"] == "APAccountRef"
    world.api("POST", "account", json={"Name": "Payable", "AccountType": "Accounts Payable"})
    assert world.api("POST", "purchaseorder", json=ORDER).json["PurchaseOrder"]["DocNumber"] == "1001"
    world.state.close()
    world.close()


def test_the_shape_of_an_account_survives(restarted):
    world = restarted.world()
    definition = {"name": "kept_key", "label": "Kept", "type": "string", "fieldType": "text", "groupName": "contactinformation",
                  "hasUniqueValue": True}
    properties = "/crm/properties/2026-03/contacts"

    def ask(method, path, **options):
        return world._call(world.hubspot, method, path, headers={"Authorization": f"Bearer {world.hubspot_token}"}, **options)
    assert ask("POST", properties, json=definition).status == 201
    world.crm("POST", "contacts", json={"properties": {"kept_key": "one"}})
    hubspot_token = world.hubspot_token

    world = restarted.world()
    world.hubspot_token = hubspot_token
    assert ask("GET", f"{properties}/kept_key").json["hasUniqueValue"] is True
    assert world.crm("GET", "contacts/one?idProperty=kept_key").status == 200
    refused = world.crm("POST", "contacts", json={"properties": {"kept_key": "one"}})
    assert refused.status == 400 and "CONFLICTING_UNIQUE_VALUE" in refused.text


def test_only_what_changed_is_written_again(restarted):
    world = restarted.world()
    world.sandbox.keeper.save()
    assert world.sandbox.keeper.save() is False
    world.api("POST", "customer", json={"DisplayName": "One more"})
    _, rows, gone = world.sandbox.keeper._changes()
    assert [row[0] for row in rows] == [f"quickbooks {world.realm} Customer"] and gone == []
    payment = next(each["Id"] for each in world.records("payment") if not each["LinkedTxn"])     # not taken to the bank yet
    world.control("POST", f"/sandbox/quickbooks/payment/{payment}/delete")
    assert world.sandbox.keeper._changes()[2] == [(f"quickbooks {world.realm} Payment", payment)]


def test_starting_over_replaces_what_is_kept(restarted):
    world = restarted.world()
    world.sandbox.keeper.save()
    world.control("POST", "/sandbox/reset", {"seed": 4, "scale": 30})
    before = everything(world)
    world = restarted.world()
    assert everything(world) == before and (world.sandbox.seed, world.sandbox.scale) == (4, 30)


def saved(path):
    file = StateFile(path)
    Sandbox(1, 20, SimulatedClock(NOW), file)
    file.close()
    return path.read_bytes()


@pytest.mark.parametrize("damage", ["cut", "zeros", "text", "other database", "other parts", "no JSON", "half a table"])
def test_a_damaged_file_gives_one_line_and_is_left_untouched(tmp_path, damage):
    path = tmp_path / "sandbox.state"
    whole = saved(path)
    if damage in ("other database", "other parts", "no JSON", "half a table"):
        statement = {"other database": "DROP TABLE record", "other parts": "UPDATE part SET text = '{}' WHERE name = 'hubspot'",
                     "no JSON": "UPDATE part SET text = '{' WHERE name = 'clock'",
                     "half a table": "UPDATE record SET text = substr(text, 1, 9) WHERE table_name LIKE '%Customer'"}[damage]
        with sqlite3.connect(path) as sql:
            sql.execute(statement)
    else:
        path.write_bytes({"cut": whole[:len(whole) // 2 + 100], "zeros": whole[:4096] + bytes(8192) + whole[12288:],
                          "text": b"not a database at all, but long enough to look like one " * 9}[damage])
    before = path.read_bytes()
    with pytest.raises(StateProblem) as told:
        Sandbox(1, 20, SimulatedClock(NOW), StateFile(path))
    assert "\n" not in str(told.value) and str(path) in str(told.value)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["sandbox.state"]


def test_a_file_is_used_by_one_server_at_a_time(tmp_path):
    saved(tmp_path / "sandbox.state")
    first = StateFile(tmp_path / "sandbox.state")
    with pytest.raises(StateProblem, match="used by another server"):
        StateFile(tmp_path / "sandbox.state")
    first.close()


def answers(world):
    """Status, headers and body of the same calls to both services, the sign-in included."""
    replies = [world.api("GET", "query", params={"query": "select * from Invoice maxresults 50"}),
               world.api("POST", "customer", json={"DisplayName": "Same"}), world.api("GET", "invoice/3"),
               world.api("GET", "cdc", params={"entities": "Customer,Payment", "changedSince": "2026-11-01"}),
               world.api("GET", "query", params={"query": "select * from PurchaseOrder"}), world.api("POST", "purchaseorder", json=ORDER),
               world.api("GET", "cdc", params={"entities": "PurchaseOrder,Deposit,Purchase", "changedSince": "2026-10-26"}),
               *(world.api("GET", f"reports/{name}") for name in report_names), world.api("GET", "reports/Unicorn"),
               world.api("GET", "customer/99999"), world.crm("GET", "contacts?limit=100&associations=companies"),
               world.crm("POST", "contacts", json={"properties": {"email": "same@example.com"}}),
               world.crm("POST", "deals/search", json={"limit": 5}), world.crm("POST", "contacts", json={"properties": {"nope": 1}})]
    return [(reply.status, {name: value for name, value in reply.headers.items() if name != "Date"}, reply.text) for reply in replies] + \
        [world.token, world.hubspot_token]


def test_two_sandboxes_with_the_same_seed_and_clock_answer_identically():
    worlds = [SandboxWorld(), SandboxWorld(), SandboxWorld(seed=2)]
    first, second, other = map(answers, worlds)
    for world in worlds:
        world.close()
    assert first == second and first != other
