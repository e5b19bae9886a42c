"""Query: the grammar, its faults, pages, orders, hidden rows and counters."""

import random

import pytest

from quickbooks_world import line


@pytest.fixture
def people(world):
    for name in ("Delta", "alpha", "Bravo", "O'Brien"):
        world.customer(name, PrimaryEmailAddr={"Address": f"{name[0]}@mail.example"}, Notes=f"note of {name}")
        world.pass_time(seconds=10)
    return world


def names(world, where):
    return [row["DisplayName"] for row in world.rows(f"select * from Customer {where}")]


@pytest.mark.proves("quickbooks 22.7.1")
@pytest.mark.parametrize("statement", [
    "select * from Customer", "SELECT * FROM CUSTOMER", "Select * From customer MaxResults 5 StartPosition 1",
    "select * from Customer startposition 1 maxresults 5", "select * from Customer where Active = true",
    "select * from Customer orderby DisplayName asc", "select * from Customer order by DisplayName desc, Balance",
    "select * from Customer where DisplayName in ('alpha','Bravo')", "select * from Customer where Balance >= '0' and Balance < 5",
    "select count(*) from Customer", "select Id, DisplayName from Customer", "  select  *  from  Customer\n where  Id  =  '1'  "])
def test_statements_of_the_grammar(people, statement):
    assert people.query(statement).status == 200


@pytest.mark.proves("quickbooks 22.7.2")
@pytest.mark.parametrize("statement, code", [
    ("select from Customer", "4000"), ("select * Customer", "4000"), ("select * from", "4000"),
    ("select * from Customer where DisplayName", "4000"), ("select * from Customer where DisplayName = ", "4000"),
    ("select * from Customer where DisplayName != 'x'", "4000"), ("select * from Customer where (DisplayName = 'x')", "4000"),
    ("select * from Customer, Invoice", "4000"), ("select * from Customer group by Id", "4000"),
    ("select sum(Balance) from Customer", "4000"), ("select * from Customer where DisplayName = 'a' or Id = '1'", "4000"),
    ("select * from Customer maxresults ten", "4000"), ("select * from Customer where DisplayName in 'a'", "4000"),
    ("update Customer set Balance = 0", "4000"), ("select * from Customer; drop table Customer", "4000"),
    ("select * from Nobody", "4001"), ("select * from Customer where Nothing = '1'", "4001"),
    ("select * from Customer where Notes = 'x'", "4001"), ("select * from Customer orderby Nothing", "4001"),
    ("select * from Customer maxresults 1001", "4001"), ("select * from Customer maxresults 0", "4001"),
    ("select * from Customer startposition 0", "4001"), ("select * from Customer where Balance > 'much'", "4001"),
    ("select * from Customer where Active = 'perhaps'", "4001"), ("select * from Customer where Id like '1%'", "4001"),
    ("select Wings from Customer", "4001")])
def test_broken_statements_are_4000_and_impossible_ones_4001(people, statement, code):
    reply = people.query(statement)
    assert (reply.status, reply.code) == (400, code), reply.text


@pytest.mark.proves("quickbooks 22.7.3")
def test_the_words_of_the_page_limit(people):
    large, small = (people.query(f"select * from Customer {page}").detail for page in ("maxresults 1500", "startposition 0"))
    assert large == "QueryValidationError: value 1500 is too large. Max allowed value is 1000"
    assert small == "QueryValidationError: value 0 is too small. Min allowed value is 1"


def test_values_compare_without_case_and_quotes_are_escaped(people):
    assert names(people, "where DisplayName = 'ALPHA'") == ["alpha"]
    assert names(people, r"where DisplayName = 'o\'brien'") == ["O'Brien"]
    assert names(people, "where DisplayName like '%R%'") == ["Bravo", "O'Brien"]
    assert names(people, "where PrimaryEmailAddr = 'D@MAIL.example'") == ["Delta"]


def test_a_blank_in_quotes_is_a_missing_value(people):
    people.customer("With firm", CompanyName="Firm")
    assert "With firm" not in names(people, "where CompanyName = ' '") and len(names(people, "where CompanyName = ' '")) == 4
    assert names(people, "where CompanyName in ('firm')") == ["With firm"]


def test_ids_are_found_by_equality_and_list(people):
    assert len(names(people, "where Id in ('1','3','3','99')")) == 2
    assert names(people, "where Id = '2'") == ["alpha"]


def test_numbers_may_be_quoted_and_dates_may_be_today(people):
    item = people.item()
    customer = people.customer("Buyer")
    for price, day in ((5, "2026-11-21"), (50, "2026-11-22")):
        people.invoice(customer, line(item, price), TxnDate=day)

    def totals(where):
        return [row["TotalAmt"] for row in people.rows(f"select * from Invoice where {where} orderby TxnDate")]
    assert totals("TotalAmt > '5'") == totals("TotalAmt > 5") == [50]
    assert totals("TxnDate = CURRENT_DATE") == [50] and totals("TxnDate <= '2026-11-22'") == [5, 50]
    assert totals(f"CustomerRef = '{customer['Id']}'") == [5, 50]


def test_pages_follow_each_other_without_gap_in_every_order(world):
    chance = random.Random(11)
    for number in range(57):
        world.customer(f"{chance.choice('abcAB')}{number}", Notes="n")
    for order in ("", "orderby DisplayName", "orderby DisplayName desc", "orderby MetaData.LastUpdatedTime",
                  "orderby MetaData.CreateTime desc", "orderby Balance, DisplayName desc"):
        whole = names(world, f"{order} maxresults 1000")
        paged = [name for start in range(1, 58, 10) for name in names(world, f"{order} startposition {start} maxresults 10")]
        assert paged == whole and len(set(whole)) == 57, order


@pytest.mark.proves("quickbooks 22.7.4")
def test_default_orders_of_transactions_and_lists(people):
    item = people.item("zeta")
    people.item("Beta")
    customer = people.customer("Buyer")
    ids = []
    for _ in range(3):
        ids.append(people.invoice(customer, line(item, 5))["Id"])
        people.pass_time(seconds=5)
    assert [row["Id"] for row in people.rows("select * from Invoice")] == ids[::-1]
    assert [row["Name"] for row in people.rows("select * from Item")] == ["Beta", "zeta"]
    assert names(people, "") == ["alpha", "Bravo", "Buyer", "Delta", "O'Brien"]


@pytest.mark.proves("quickbooks 22.7.5")
def test_inactive_rows_are_hidden_unless_active_is_named(people):
    people.made("Customer", {"Id": "2", "SyncToken": "0", "sparse": True, "Active": False})
    assert "alpha (deleted)" not in names(people, "")
    assert names(people, "where Active = false") == ["alpha (deleted)"]
    assert len(names(people, "where Active in (true, false)")) == 4
    assert people.query("select count(*) from Customer").json["QueryResponse"] == {"totalCount": 3}
    assert people.query("select count(*) from Customer where Active in (true,false)").json["QueryResponse"] == {"totalCount": 4}


@pytest.mark.proves("quickbooks 22.7.6")
def test_total_count_is_there_for_some_entities_only(people):
    customer, item = people.customer("Buyer"), people.item()
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line(item, 5)]}
    for kind in ("Invoice", "Estimate", "CreditMemo"):
        people.made(kind, body)
    people.payment(customer, 1)
    payment = people.rows("select * from Payment")[0]
    people.made("Deposit", {"DepositToAccountRef": {"value": "3"}, "Line": [
        {"Amount": 1, "LinkedTxn": [{"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}]}]})
    bought = {"Line": [{"Amount": 1, "DetailType": "AccountBasedExpenseLineDetail",
                        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "9"}}}]}
    people.made("Purchase", {**bought, "PaymentType": "Cash", "AccountRef": {"value": "3"}})
    people.made("PurchaseOrder", {**bought, "VendorRef": {"value": "1"}})
    answers = {kind: people.query(f"select * from {kind}").json["QueryResponse"] for kind in (
        "Invoice", "Deposit", "PurchaseOrder", "Customer", "Item", "Account", "Estimate", "CreditMemo", "Payment", "Purchase", "Vendor")}
    assert all(answer["maxResults"] for answer in answers.values())
    assert [kind for kind, answer in answers.items() if "totalCount" in answer] == ["Invoice", "Deposit", "PurchaseOrder"]


@pytest.mark.proves("quickbooks 22.7.7")
def test_an_empty_answer_has_no_entity_and_no_counters(people):
    assert people.query("select * from Invoice").json["QueryResponse"] == {}
    assert people.query("select * from Customer startposition 5").json["QueryResponse"] == {}


def test_a_statement_may_come_as_a_body(people):
    from quickbooks_world import US
    statement = "select * from Customer where DisplayName in (" + ",".join(f"'nobody {number}'" for number in range(3000)) + ",'alpha')"
    reply = people.call("POST", f"/v3/company/{US}/query", data=statement.encode(), headers={
        "Authorization": f"Bearer {people.tokens[US]}", "Content-Type": "application/text"})
    assert [row["DisplayName"] for row in reply.json["QueryResponse"]["Customer"]] == ["alpha"]


def test_any_offset_of_a_time_is_understood(people):
    for shown in ("2026-11-22T13:40:50-08:00", "2026-11-22T21:40:50Z", "2026-11-23T03:10:50+05:30"):
        found = names(people, f"where MetaData.LastUpdatedTime >= '{shown}' orderby MetaData.LastUpdatedTime")
        assert found == ["Bravo", "O'Brien"]


def test_indexes_follow_every_change(world):
    """Random writes between queries: what an index answers is what looking at every record answers."""
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    statements = ("where DisplayName like '%'", "where CompanyName = 'firm'", "orderby Balance desc",
                  "where MetaData.LastUpdatedTime > '2026-11-22T13:41:00-08:00'", "where Active = false", "orderby CompanyName")
    item, made = world.item(), []
    for _ in range(60):
        kind = chance.random()
        if kind < 0.4 or not made:
            made.append(world.customer(f"N{len(made)}", CompanyName=chance.choice(("Firm", "Other", ""))))
        elif kind < 0.7:
            position = chance.randrange(len(made))
            token = world.read("Customer", made[position]["Id"])["SyncToken"]
            made[position] = world.made("Customer", {
                **made[position], "CompanyName": chance.choice(("Firm", "None")), "Notes": str(kind),
                "Active": chance.random() < 0.8, "SyncToken": token})
        elif made[-1]["Active"]:
            world.invoice(made[-1], line(item, chance.randrange(1, 50)))
        world.pass_time(seconds=1)
        where = chance.choice(statements)
        answered = [row["Id"] for row in world.rows(f"select * from Customer {where} maxresults 1000")]
        assert sorted(answered) == sorted(expected(world, where)), (where, seed)


def expected(world, where):
    rows = [record.data for record in world.company().store("Customer")]
    if "Active" not in where:
        rows = [row for row in rows if row["Active"]]
    tests = {"CompanyName =": lambda row: row.get("CompanyName") == "Firm", "Active": lambda row: not row["Active"],
             "LastUpdated": lambda row: row["MetaData"]["LastUpdatedTime"] > "2026-11-22T13:41:00-08:00"}
    test = next((test for word, test in tests.items() if word in where), lambda row: True)
    return [row["Id"] for row in rows if test(row)]
