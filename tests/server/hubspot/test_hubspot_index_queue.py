"""The order in which writes become findable."""

from __future__ import annotations

from server.sandbox.hubspot.index_queue import IndexQueue


def test_a_later_write_never_comes_out_before_an_earlier_one_of_its_record():
    queue = IndexQueue()
    queue.put(0, 10.0, "a", {"name": "old"})
    queue.put(1_000, 2.0, "a", {"name": "new"})
    queue.put(1_000, 2.0, "b", {"name": "other"})

    assert list(queue.due(3_000)) == [("b", {"name": "other"})]
    assert list(queue.due(10_000)) == [("a", {"name": "old"}), ("a", {"name": "new"})]


def test_a_write_that_was_taken_back_never_comes_out():
    queue = IndexQueue()
    entry = queue.put(0, 1.0, "a", {"name": "x"})
    queue.withdraw(entry)

    assert list(queue.due(5_000)) == []


def test_nothing_comes_out_early():
    queue = IndexQueue()
    queue.put(0, 60.0, "a", None)

    assert list(queue.due(59_999)) == []
    assert list(queue.due(60_000)) == [("a", None)]
