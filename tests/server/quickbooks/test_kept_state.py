"""What is kept and put back is the same simulator to everybody who calls it."""

import json
import random

from quickbooks_world import CLIENT_ID, NORWAY, REDIRECT, SECRET, US, line
from server.sandbox.quickbooks import QuickBooksSimulator


def moved(world):
    """Puts a simulator that was given what the world's keeps behind the world's socket."""
    old = world.simulator
    fresh = QuickBooksSimulator(world.clock, random=random.Random(99), companies=[])
    fresh.register_client(CLIENT_ID, SECRET, REDIRECT)
    fresh.kept.restore(json.loads(json.dumps(old.kept.state())))
    for kept, put_back in zip(old.kept.tables(), fresh.kept.tables()):
        put_back.take([(key, kept.text(key)) for key, _ in kept.rows()])
    world.loop.run_until_complete(world.client.close())
    world.simulator = fresh
    world.client = world.loop.run_until_complete(world._start())


def answers(world):
    queries = [f"select * from {kind} maxresults 1000" for kind in ("Customer", "Invoice", "Payment", "Item", "Account", "TaxCode")]
    texts = [world.query(query, realm).text for query in queries for realm in (US, NORWAY)]
    return [*texts, world.get("cdc", entities="Invoice,Customer", changedSince="2026-11-22").text, world.get("preferences").text]


def filled(world):
    customer, item = world.customer("Zoë \"quoted\"", Notes="two\nlines"), world.item(UnitPrice=12.5)
    bill, doomed = (world.invoice(customer, line(item, 12.5, 3)) for _ in range(2))
    world.payment(customer, 10, ("Invoice", bill, 10))
    world.post("invoice", {"Id": doomed["Id"], "SyncToken": "0"}, operation="delete")
    world.customer("Kari", NORWAY)
    return customer, item, bill


def test_every_answer_is_the_same(world):
    filled(world)
    world.simulator.switches.change_cap_scope = "entity"
    before = answers(world)
    moved(world)
    assert answers(world) == before
    assert world.simulator.switches.change_cap_scope == "entity"


def test_numbers_names_and_balances_go_on(world):
    customer, item, bill = filled(world)
    moved(world)
    made = world.invoice(customer, line(item, 1))
    assert (made["DocNumber"], int(made["Id"])) == ("1003", int(bill["Id"]) + 3)
    assert world.post("vendor", {"DisplayName": "ZOË \"QUOTED\""}).code == "6240"
    world.payment(customer, 5, ("Invoice", bill, 5))
    assert world.read("Invoice", bill["Id"])["Balance"] == 22.5
    current = world.read("Customer", customer["Id"])
    world.made("Customer", {"Id": customer["Id"], "SyncToken": current["SyncToken"], "sparse": True, "DisplayName": "Renamed"})
    assert world.read("Invoice", bill["Id"])["CustomerRef"]["name"] == "Renamed"


def test_grants_replays_and_meters_go_on(world):
    world.simulator.switches.rotation = "family"
    tokens = world.connect(US)
    renewed = world.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json
    first = world.post("customer", {"DisplayName": "Once"}, requestid="r1")
    world.get("preferences")
    meter = vars(world.simulator.throttle.meter(US)).copy()
    moved(world)
    assert vars(world.simulator.throttle.meter(US)) == meter
    assert world.post("customer", {"DisplayName": "Once"}, requestid="r1").body == first.body
    assert world.get("preferences", token=renewed["access_token"]).status == 200
    assert world.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status == 400
    assert world.token(grant_type="refresh_token", refresh_token=renewed["refresh_token"]).json["error"] == "invalid_grant"


def test_files_and_their_attachments_stay(world):
    from test_checklist_attachments import upload
    made = upload(world, ("a.txt", bytes(range(256)), "text/plain")).json["AttachableResponse"][0]["Attachable"]
    moved(world)
    address = "/" + world.get(f"download/{made['Id']}").text.split("/", 3)[3]
    assert world.call("GET", address).body == bytes(range(256))
