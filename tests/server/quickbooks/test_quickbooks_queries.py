"""The query language."""

import pytest

from quickbooks_world import line


@pytest.fixture
def people(world):
    for number, name in enumerate(("Delta", "alpha", "Bravo", "O'Brien", "Charlie")):
        world.customer(name, PrimaryEmailAddr={"Address": f"{name.replace(chr(39), '')}@mail.example"})
        world.pass_time(seconds=10)
    return world


def names(world, statement):
    return [row["DisplayName"] for row in world.rows(statement)]


def test_customers_come_by_full_name_with_children_after_their_parent(people):
    delta = people.rows("select * from Customer where DisplayName = 'Delta'")[0]
    people.customer("Kitchen", Job=True, ParentRef={"value": delta["Id"]})
    assert names(people, "select * from Customer") == ["alpha", "Bravo", "Charlie", "Delta", "Kitchen", "O'Brien"]


def test_page_counts_rows_returned_and_empty_pages_have_no_entity(people):
    response = people.query("select * from Customer startposition 2 maxresults 3").json["QueryResponse"]
    assert (response["startPosition"], response["maxResults"], len(response["Customer"])) == (2, 3, 3)
    assert "totalCount" not in response
    assert people.query("SELECT * FROM Customer MAXRESULTS 3 STARTPOSITION 6").json["QueryResponse"] == {}


@pytest.mark.proves("quickbooks 22.7.3")
def test_default_page_is_100(world):
    for number in range(101):
        world.simulator.companies[0].add("Term", {"Name": f"T{number}", "Active": True}, world.clock.now())
    assert len(world.rows("select * from Term")) == 100
    assert len(world.rows("select * from Term maxresults 1000")) == 105


@pytest.mark.parametrize("statement, code, words", [
    ("select * from Customer maxresults 1500", "4001", "value 1500 is too large. Max allowed value is 1000"),
    ("select * from Customer startposition 0", "4001", "value 0 is too small. Min allowed value is 1"),
    ("select * from Unicorn", "4001", "Unicorn"),
    ("select * from Customer where Wings = '2'", "4001", "Wings"),
    ("select * from Customer orderby Notes", "4001", "Notes"),
    ("select * from Customer where Id > '2'", "4001", "Operator"),
    ("select * from Customer orderby Id", "4001", "sortable"),
    ("selec * from Customer", "4000", "selec"),
    ("select * from Customer where", "4000", "EOF"),
    ("select * from Customer where DisplayName = 'a' or DisplayName = 'b'", "4000", "or"),
    ("select * from Customer where DisplayName = 'open", "4000", "column"),
    ("select * from Customer where MetaData.LastUpdatedTime > '2026-11-22T10:00:00 05:30'", "4000", "date"),
    ("", "4000", "EOF"),
])
def test_refused_statements(people, statement, code, words):
    reply = people.query(statement)
    assert (reply.status, reply.code) == (400, code)
    assert words in reply.detail


def test_strings_compare_without_case_and_quotes_are_escaped_with_a_backslash(people):
    assert names(people, "select * from customer where displayname = 'ALPHA'") == ["alpha"]
    assert names(people, r"select * from Customer where DisplayName = 'O\'Brien'") == ["O'Brien"]
    assert names(people, "select * from Customer where DisplayName LIKE '%a%'") == ["alpha", "Bravo", "Charlie", "Delta"]
    assert names(people, "select * from Customer where DisplayName in ('Bravo', 'delta')") == ["Bravo", "Delta"]
    assert names(people, "select * from Customer where PrimaryEmailAddr = 'bravo@mail.example'") == ["Bravo"]


@pytest.mark.proves("quickbooks 22.7.8")
def test_counting(people):
    assert people.query("select count(*) from Customer").json["QueryResponse"] == {"totalCount": 5}


def test_blank_in_quotes_is_missing(people):
    assert len(people.rows("select * from Customer where CompanyName = ' '")) == 5


def test_inactive_rows_show_only_when_asked_for(people):
    bravo = people.rows("select * from Customer where DisplayName = 'Bravo'")[0]
    people.made("Customer", {"Id": bravo["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    assert "Bravo" not in "".join(names(people, "select * from Customer"))
    assert "Bravo (deleted)" in names(people, "select * from Customer where Active in (true, false)")
    assert names(people, "select * from Customer where Active = false") == ["Bravo (deleted)"]
    assert people.query("select count(*) from Customer").json["QueryResponse"]["totalCount"] == 4


def test_change_times_filter_and_sort_with_any_offset(people):
    since = "select * from Customer where MetaData.LastUpdatedTime >= '{}' orderby MetaData.LastUpdatedTime"
    expected = ["Bravo", "O'Brien", "Charlie"]
    assert names(people, since.format("2026-11-22T13:40:50-08:00")) == expected
    assert names(people, since.format("2026-11-22T21:40:50Z")) == expected
    assert names(people, since.format("2026-11-23T03:10:50+05:30")) == expected
    assert names(people, since.format("2026-11-22T13:40:50-08:00") + " DESC") == expected[::-1]
    later = "select * from Customer where MetaData.LastUpdatedTime > '2026-11-22T13:40:50-08:00'"
    assert sorted(names(people, later)) == ["Charlie", "O'Brien"]


def test_transactions_come_newest_change_first_and_invoices_carry_a_total(world):
    customer, item = world.customer(), world.item()
    made = []
    for _ in range(3):
        made.append(world.invoice(customer, line(item, 5))["Id"])
        world.pass_time(seconds=5)
    response = world.query("select * from Invoice maxresults 2").json["QueryResponse"]
    assert [row["Id"] for row in response["Invoice"]] == made[:0:-1]
    assert response["totalCount"] == 3
    world.payment(customer, 5)
    assert "totalCount" not in world.query("select * from Payment").json["QueryResponse"]


def test_references_numbers_and_dates_filter(world):
    item = world.item()
    one, two = world.customer("One"), world.customer("Two")
    world.invoice(one, line(item, 10), TxnDate="2026-01-15")
    world.invoice(two, line(item, 300), TxnDate="2026-05-01")

    def ids(where):
        return [row["CustomerRef"]["name"] for row in world.rows(f"select * from Invoice where {where}")]
    assert ids(f"CustomerRef = '{two['Id']}'") == ["Two"]
    assert ids("TotalAmt > '20.5'") == ["Two"]
    assert ids("TxnDate < '2026-02-01' and Balance > '0'") == ["One"]
    assert ids("TxnDate < CURRENT_DATE") == ["Two", "One"]


def test_projection_is_sparse(people):
    rows = people.rows("select Id, DisplayName from Customer")
    assert set(rows[0]) == {"Id", "DisplayName", "domain", "sparse"} and rows[0]["sparse"] is True


def test_statement_in_the_body(people):
    from quickbooks_world import US
    for kind in ("application/text", "text/plain"):
        headers = {"Authorization": f"Bearer {people.tokens[US]}", "Content-Type": kind}
        reply = people.call("POST", f"/v3/company/{US}/query", headers=headers, data=b"select * from Customer")
        assert len(reply.json["QueryResponse"]["Customer"]) == 5


def test_injection_in_a_value_is_only_a_value(people):
    hostile = r"'; DROP TABLE customers; --"
    people.customer(hostile)
    escaped = hostile.replace("'", r"\'")
    assert names(people, f"select * from Customer where DisplayName = '{escaped}'") == [hostile]
