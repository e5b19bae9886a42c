"""Random calls, many of them wrong: what must hold always holds, and a refused call changes nothing at all."""

from __future__ import annotations

import os
import random

import pytest

from server.sandbox.hubspot.document_totals import document_total

SEQUENCES = 400 if os.environ.get("TEST_LENGTH") == "long" else 15
CALLS = 120
NEW = {"contacts": {"lastname": "x"}, "companies": {"name": "x"}, "deals": {"dealname": "x", "dealstage": "closedwon"},
       "line_items": {"price": "10"}, "quotes": {"hs_title": "x", "hs_expiration_date": "2026-12-31"},
       "invoices": {"hs_currency": "USD"}, "taxes": {"hs_label": "x", "hs_type": "PERCENT", "hs_value": "20"},
       "commerce_payments": {"hs_initial_amount": "10", "hs_initiated_date": "0", "hs_latest_status": "succeeded"}}
TYPES = (("contacts", "companies", 1), ("contacts", "companies", 279), ("companies", "contacts", 2),
         ("deals", "companies", 5), ("deals", "contacts", 3),
         ("deals", "line_items", 19), ("quotes", "line_items", 67), ("invoices", "line_items", 409), ("invoices", "contacts", 177),
         ("invoices", "taxes", 415), ("commerce_payments", "invoices", 542), ("companies", "companies", 13))


class Caller:
    """Draws calls; the ids it uses are of records that are there, were merged or archived, or never were."""

    def __init__(self, api, seed):
        self.api = api
        self.chance = random.Random(seed)
        self.ids = {kind: [] for kind in NEW}

    def an_id(self, kind):
        return "1" if not self.ids[kind] or self.chance.random() < 0.05 else self.chance.choice(self.ids[kind][-3:])

    def properties(self, kind):
        drawn = dict(NEW[kind])
        if kind == "contacts" and self.chance.random() < 0.7:
            drawn["email"] = f"p{self.chance.randrange(12)}@b.co"
        if self.chance.random() < 0.15:
            drawn["nonsense"] = "1"
        return drawn

    def link(self, source):
        _, target, type_id = self.chance.choice([each for each in TYPES if each[0] == source] or [TYPES[0]])
        return {"to": {"id": self.an_id(target)}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]}

    def call(self):
        kind = self.chance.choice(list(NEW))
        action = self.chance.choice((self.create, self.batch, self.upsert, self.update, *[self.associate] * 6, self.dissociate,
                                     self.archive, self.merge, self.open_invoice))
        return action(kind)

    def create(self, kind):
        links = [self.link(kind)] if self.chance.random() < 0.5 else []
        reply = self.api.post(kind, {"properties": self.properties(kind), "associations": links})
        if reply.status == 201:
            self.ids[kind].append(reply.json["id"])
        return reply

    def batch(self, kind):
        traced = self.chance.random() < 0.5
        inputs = [{"properties": self.properties(kind), "associations": [self.link(kind)] if self.chance.random() < 0.5 else [],
                   **({"objectWriteTraceId": str(n)} if traced else {})} for n in range(self.chance.randint(1, 5))]
        reply = self.api.post(f"{kind}/batch/create", {"inputs": inputs})
        if reply.status in (201, 207):
            self.ids[kind] += [record["id"] for record in reply.json["results"]]
        return reply

    def upsert(self, _):
        """By e-mail address, where one wrong input refuses all."""
        inputs = [{"id": f"p{self.chance.randrange(12)}@b.co", "idProperty": "email", "properties": {
            "firstname": str(self.chance.random()), **({"nonsense": "1"} if self.chance.random() < 0.2 else {})}}
            for _ in range(self.chance.randint(1, 4))]
        return self.api.post("contacts/batch/upsert", {"inputs": inputs})

    def update(self, kind):
        return self.api.patch(f"{kind}/{self.an_id(kind)}", self.properties(kind))

    def associate(self, _):
        source, target, type_id = self.chance.choice(TYPES)
        spec = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
        return self.api.call("PUT", f"{source}/{self.an_id(source)}/associations/{target}/{self.an_id(target)}", spec)

    def dissociate(self, _):
        source, target, _ = self.chance.choice(TYPES)
        return self.api.call("DELETE", f"{source}/{self.an_id(source)}/associations/{target}/{self.an_id(target)}")

    def archive(self, kind):
        return self.api.call("DELETE", f"{kind}/{self.an_id(kind)}")

    def merge(self, _):
        kind = self.chance.choice(("contacts", "companies"))
        reply = self.api.post(f"{kind}/merge", {"primaryObjectId": self.an_id(kind), "objectIdToMerge": self.an_id(kind)})
        if reply.status == 200:
            self.ids[kind].append(reply.json["id"])
        return reply

    def open_invoice(self, _):
        return self.api.patch(f"invoices/{self.an_id('invoices')}", {"hs_invoice_status": "open"})


def whole_state(crm):
    """Everything that a call could change."""
    records = {kind: {record.id: (dict(record.properties), record.archived_at, record.updated) for record in store.records.values()}
               for kind, store in crm.stores.items()}
    links = {ends: {source: {target: sorted(types) for target, types in targets.items()}
                    for source, targets in by_source.items() if targets}
             for ends, by_source in crm.graph._links.items() if any(by_source.values())}
    return records, links, {kind: {name: dict(held) for name, held in store.unique.items()} for kind, store in crm.stores.items()}


def check(crm):
    types = crm.association_types
    for (source, target), by_source in crm.graph._links.items():
        for near, targets in by_source.items():
            for far, held in targets.items():
                back = crm.graph.targets(target, far, source).get(near)
                assert back == {types.by_id[type_id].inverse for type_id in held}, "both directions are stored"
                assert near in crm.stores[source].records and far in crm.stores[target].records, "no link leads nowhere"
            primary = [far for far, held in targets.items() if any(types.by_id[type_id].primary for type_id in held)]
            assert target != "companies" or len(primary) <= 1, "one primary company"
    emails = {record.properties[name].lower() for record in crm.stores["contacts"].records.values() if not record.archived
              for name in ("email",) if record.properties.get(name)}
    assert emails <= set(crm.stores["contacts"].unique["email"]), "every address of a live contact is taken"
    for line in crm.stores["line_items"].records.values():
        parents = [parent for kind in ("deals", "quotes", "invoices") for parent in crm.graph.targets("line_items", line.id, kind)]
        assert len(parents) <= 1, "a line item has one parent"
    for counting, counted, name in (("companies", "contacts", "num_associated_contacts"), ("deals", "contacts", "num_associated_contacts")):
        for record in crm.stores[counting].records.values():
            if not record.archived:
                assert int(record.properties.get(name) or "0") == len(crm.linked(counting, record, counted)), "counts follow"
    for invoice in crm.stores["invoices"].records.values():
        if not invoice.archived:
            assert invoice.properties["hs_amount_billed"] == str(document_total(crm, "invoices", invoice)), "totals follow"


@pytest.mark.parametrize("sequence", range(SEQUENCES))
def test_whatever_is_called_the_rules_hold_and_refusals_change_nothing(api, sequence):
    seed = f"{os.environ.get('TEST_SEED', 'hubspot')}-{sequence}"
    print("seed", seed)
    caller, crm, refused = Caller(api, seed), api.simulator.crm, 0
    for _ in range(CALLS):
        before = whole_state(crm)
        reply = caller.call()
        api.clock.advance(1)
        check(crm)
        if reply.status >= 400:
            refused += 1
            assert whole_state(crm) == before, reply.text
    assert 0 < refused < CALLS
    api.clock.advance(60)
    for kind, store in crm.stores.items():
        api.post(f"{kind}/search", {})
        live = {record.id: record.properties for record in store.records.values() if not record.archived}
        assert store.indexed == live, "in the end search finds what is there"


def test_two_simulators_with_the_same_seed_answer_the_same_calls_alike(make_api):
    answers = []
    for _ in range(2):
        api = make_api()
        api.simulator.switches.search_lag_jitter_seconds = 5.0
        caller = Caller(api, "same")
        told = []
        for _ in range(40):
            reply = caller.call()
            told.append((reply.status, reply.text, reply.headers["X-HubSpot-Correlation-Id"]))
            api.clock.advance(1)
        told.append(api.post("contacts/search", {}).text)
        answers.append((api.token, told))
    assert answers[0] == answers[1]
