"""Orders and value indexes against sorting and looking everything through, over random changes."""

import random

from server.sandbox.quickbooks.query_attributes import attribute_of
from server.sandbox.quickbooks.record_store import OpenRecords, RecordStore

BALANCE, NAME = attribute_of("Customer", "Balance"), attribute_of("Customer", "CompanyName")
STEPS = 400


def changed_at_random(chance, store):
    """Adds, changes or removes one record."""
    identifier = str(chance.randrange(1, 60))
    record = store.get(identifier)
    members = {"Balance": chance.choice((None, 0, 5, 5, 17)), "CompanyName": chance.choice((None, "a", "B", "b")),
               "Active": chance.random() < 0.7}
    members = {name: value for name, value in members.items() if value is not None}
    if record is None:
        store.make(identifier, {"Id": identifier, **members}, 0, 0, 0)
    elif chance.random() < 0.2:
        store.remove(identifier)
    else:
        record.data = {"Id": identifier, **members}
        store.changed(record)


def by_balance(record):
    value = record.data.get("Balance")
    return (value is not None, value or 0, int(record.id))


def test_orders_and_indexes_are_what_sorting_and_looking_gives():
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    store = RecordStore("Customer", OpenRecords())
    whole, active, names = store.order(BALANCE), store.order(BALANCE, active_only=True), store.index(NAME)
    for _ in range(STEPS):
        changed_at_random(chance, store)
        records = sorted(store, key=by_balance)
        assert whole.ids(0, len(whole)) == [record.id for record in records]
        assert active.ids(0, len(active)) == [record.id for record in records if record.active]
        for name in ("a", "b", None):
            wanted = {record.id for record in store if (record.data.get("CompanyName") or "").lower() == (name or "")}
            assert set(names.ids(name)) == wanted and len(names.ids(name)) == len(wanted)
        for operator, holds in (("<", lambda value: value < 5), ("<=", lambda value: value <= 5), ("=", lambda value: value == 5),
                                (">", lambda value: value > 5), (">=", lambda value: value >= 5)):
            wanted = [record.id for record in records if record.data.get("Balance") is not None and holds(record.data["Balance"])]
            assert whole.ids(*whole.span(operator, 5)) == wanted
        missing = [record.id for record in records if record.data.get("Balance") is None]
        assert whole.ids(*whole.span("=", None)) == missing
