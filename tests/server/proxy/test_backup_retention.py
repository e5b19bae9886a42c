"""Which backups are kept: hours, days, months, the newest, and the limit."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from server.proxy.backup_retention import Moment, outdated, too_much

START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def moment(sequence, after, size=1):
    return Moment(1, sequence, int((START + after).timestamp() * 1000), size)


def kept(moments):
    gone = set(outdated(moments))
    return [found for found in moments if found not in gone]


def test_of_one_hour_only_the_newest_stays():
    found = [moment(number, timedelta(minutes=number)) for number in range(60)]
    assert kept(found) == found[-1:]


def test_an_hourly_backup_over_two_years_leaves_24_hours_14_days_and_12_months():
    found = [moment(number, timedelta(hours=number)) for number in range(2 * 365 * 24)]
    times = [datetime.fromtimestamp(one.saved_at_ms / 1000, timezone.utc) for one in kept(found)]
    newest = times[-1]
    assert times[-24:] == [newest - timedelta(hours=back) for back in range(23, -1, -1)]
    days = [time for time in times[:-24] if newest - time < timedelta(days=14)]
    assert [time.hour for time in days] == [23] * len(days) and len({time.date() for time in days} | {newest.date()}) == 14
    months = {(time.year, time.month) for time in times}
    assert len(months) == 12 and len(times) == 24 + 13 + 11


def test_periods_without_a_backup_do_not_count():
    found = [moment(number, timedelta(days=40 * number)) for number in range(12)]
    assert kept(found) == found


def test_the_newest_is_kept_even_if_the_clock_was_set_back():
    found = [moment(number, timedelta(days=number)) for number in range(800)] + [moment(999, timedelta(days=-900))]
    assert found[-1] in kept(found)
    assert Moment(2, 0, 0) in kept([Moment(1, 9_000, 1), Moment(2, 0, 0)]), "a higher epoch is newer"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50), st.integers(0, 4_000_000_000_000)), unique_by=lambda one: one[:2]))
def test_whatever_there_is_the_newest_stays_and_pruning_again_removes_nothing(rows):
    found = [Moment(*row) for row in rows]
    left = kept(found)
    assert not found or max(found) in left
    assert outdated(left) == [] and len(left) <= 24 + 14 + 12 + 1
    hours = {one.saved_at_ms // 3_600_000 for one in found}
    assert {one.saved_at_ms // 3_600_000 for one in left} >= set(sorted(hours)[-24:])


def test_the_limit_takes_the_oldest_of_all_databases_but_never_a_newest_one():
    databases = {"a": [moment(1, timedelta(0), 60), moment(2, timedelta(hours=3), 60)],
                 "b": [moment(1, timedelta(hours=1), 60), moment(2, timedelta(hours=2), 60)]}
    assert too_much(databases, 240) == []
    assert too_much(databases, 239) == [("a", databases["a"][0])]
    assert too_much(databases, 1) == [("a", databases["a"][0]), ("b", databases["b"][0])]
