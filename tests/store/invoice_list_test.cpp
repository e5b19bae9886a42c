#include "store/invoice_list.h"

#include "sample_rows.h"
#include "store/failure_repository.h"
#include "store/sync_counts.h"

namespace app::store {
namespace {

struct StageCase {
    const char* name;
    InvoiceStage stage;
    std::int64_t total_e4;
    std::int64_t balance_e4;
    int due_in_days;  // from today; 999 = no due date
    bool emailed = false;
    bool voided = false;
    bool deleted = false;
};

class InvoiceStages : public ::testing::TestWithParam<StageCase> {};

TEST_P(InvoiceStages, FollowTheFacts)
{
    const StageCase& test = GetParam();
    const auto database = migrated_database();
    InvoiceRow row = invoice("130", "1037");
    row.total_e4 = test.total_e4;
    row.balance_e4 = test.balance_e4;
    row.due_date = Date{today.days + test.due_in_days};
    if (test.due_in_days == 999) row.due_date.reset();
    row.emailed = test.emailed;
    row.voided = test.voided;
    row.deleted = test.deleted;
    put_invoice(*database, row);
    InvoiceList list(*database);

    EXPECT_EQ(must(list.row(1, today))->stage, test.stage);
    const auto counts = must(list.stage_counts(std::nullopt, today));
    EXPECT_EQ(counts.at(static_cast<std::size_t>(test.stage)), 1);
    InvoiceQuery query;
    query.today = today;
    query.stage = test.stage;
    EXPECT_EQ(must(list.ids(query)).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Table, InvoiceStages,
    ::testing::Values(StageCase{"Unsent", InvoiceStage::awaiting_send, 100, 100, 5},
                      StageCase{"UnsentDueToday", InvoiceStage::awaiting_send, 100, 100, 0},
                      StageCase{"UnsentWithoutDueDate", InvoiceStage::awaiting_send, 100, 100, 999},
                      StageCase{"Sent", InvoiceStage::sent, 100, 100, 5, true},
                      StageCase{"PartlyPaid", InvoiceStage::partially_paid, 100, 40, 5, true},
                      StageCase{"PartlyPaidAndLate", InvoiceStage::overdue, 100, 40, -1, true},
                      StageCase{"Late", InvoiceStage::overdue, 100, 100, -1},
                      StageCase{"Paid", InvoiceStage::paid, 100, 0, -30, true},
                      StageCase{"ZeroTotal", InvoiceStage::paid, 0, 0, -30},
                      StageCase{"Overpaid", InvoiceStage::paid, 100, -5, -30},
                      StageCase{"Voided", InvoiceStage::voided, 0, 0, -30, true, true},
                      StageCase{"Deleted", InvoiceStage::deleted, 100, 100, -30, true, false, true},
                      StageCase{"DeletedAfterVoiding", InvoiceStage::deleted, 0, 0, 5, false, true, true}),
    [](const ::testing::TestParamInfo<StageCase>& test) { return test.param.name; });

class InvoiceLists : public ::testing::Test {
protected:
    std::vector<std::string> numbers(InvoiceQuery query)
    {
        query.today = today;
        std::vector<std::string> found;
        for (const std::int64_t id : must(list.ids(query))) {
            found.push_back(must(list.row(id, today))->invoice.number);
        }
        return found;
    }

    std::unique_ptr<Database> database = migrated_database();
    InvoiceList list{*database};
};

TEST_F(InvoiceLists, AreSortedByEveryColumnBothWays)
{
    InvoiceRow small = invoice("1", "999");
    small.customer_name = "beta";
    small.txn_date = Date::from_civil(2026, 11, 3);
    small.due_date = Date::from_civil(2026, 11, 4);  // overdue
    small.total_e4 = small.balance_e4 = 5;
    InvoiceRow middle = invoice("2", "1040");
    middle.customer_name = "Alpha";
    middle.total_e4 = 90;
    middle.balance_e4 = 80;
    InvoiceRow large = invoice("3", "1041");
    large.customer_name = "gamma";
    large.txn_date = Date::from_civil(2026, 11, 2);
    large.due_date = Date::from_civil(2026, 12, 24);
    large.total_e4 = 300;
    large.balance_e4 = 0;
    for (const InvoiceRow& row : {large, small, middle}) put_invoice(*database, row);

    using Expected = std::pair<InvoiceSort, std::vector<std::string>>;
    for (const auto& [sort, ascending] : {Expected{InvoiceSort::number, {"999", "1040", "1041"}},
                                          Expected{InvoiceSort::customer, {"1040", "999", "1041"}},
                                          Expected{InvoiceSort::txn_date, {"1040", "1041", "999"}},
                                          Expected{InvoiceSort::due_date, {"999", "1040", "1041"}},
                                          Expected{InvoiceSort::total, {"999", "1040", "1041"}},
                                          Expected{InvoiceSort::balance, {"1041", "999", "1040"}},
                                          Expected{InvoiceSort::stage, {"999", "1040", "1041"}}}) {
        InvoiceQuery query;
        query.sort = sort;
        query.order = SortOrder::ascending;
        EXPECT_EQ(numbers(query), ascending) << word_of(sort);
        query.order = SortOrder::descending;
        EXPECT_EQ(numbers(query), (std::vector(ascending.rbegin(), ascending.rend()))) << word_of(sort);
    }
}

TEST_F(InvoiceLists, AreFilteredByConnectionAndHideDeletedOnes)
{
    InvoiceRow other = invoice("1", "other");
    other.connection = ConnectionId("quickbooks-11111111");
    InvoiceRow deleted = invoice("2", "deleted");
    deleted.deleted = true;
    for (const InvoiceRow& row : {invoice("1", "mine"), other, deleted}) put_invoice(*database, row);

    InvoiceQuery query;
    EXPECT_EQ(numbers(query).size(), 2U);
    query.connection = quickbooks;
    EXPECT_EQ(numbers(query), (std::vector<std::string>{"mine"}));
    query.stage = InvoiceStage::deleted;
    EXPECT_EQ(numbers(query), (std::vector<std::string>{"deleted"}));
}

TEST_F(InvoiceLists, AreTotalledByCurrency)
{
    InvoiceRow euro = invoice("3", "euro");
    euro.currency = "EUR";
    InvoiceRow voided = invoice("4", "voided");
    voided.voided = true;
    for (const InvoiceRow& row : {invoice("1", "a"), invoice("2", "b"), euro, voided}) {
        put_invoice(*database, row);
    }
    InvoiceQuery query;
    query.today = today;

    const std::vector<CurrencyTotal> totals = must(list.totals(query));

    ASSERT_EQ(totals.size(), 2U);
    EXPECT_EQ(totals[0].currency, "EUR");
    EXPECT_EQ(totals[1].count, 3);
    EXPECT_EQ(totals[1].total_e4, 2'000'000);
}

TEST_F(InvoiceLists, SayHowTheyStandWithHubSpot)
{
    LinkRepository links(*database);
    put_invoice(*database, invoice("1", "a"), {line("1", "Bolt"), line("2", "Nut")});
    const auto row = [&] { return *must(list.row(1, today)); };
    EXPECT_EQ(row().state, SyncState::waiting);
    EXPECT_FALSE(row().hubspot_id);

    const std::int64_t link_id = must(links.add(link(ObjectType::invoices, "1", "501")));
    EXPECT_EQ(row().state, SyncState::in_sync);
    EXPECT_EQ(row().hubspot_id, HubSpotId("501"));
    must(links.mark_changed(link_id, noon));
    EXPECT_EQ(row().state, SyncState::waiting);
    must(links.clear_changed(link_id));

    FailureRow failure;
    failure.key = key_of(ObjectType::invoices, "1");
    failure.sentence = "The due date is missing.";
    must(FailureRepository(*database).raise(failure));
    EXPECT_EQ(row().state, SyncState::failing);
    EXPECT_EQ(row().problem, "The due date is missing.");

    must(links.add(link(ObjectType::line_items, "1:2", "601")));
    const SyncCounts lines = must(sync_counts(*database, ObjectType::line_items));
    EXPECT_EQ(lines, (SyncCounts{.total = 2, .in_sync = 1, .waiting = 1, .failing = 0, .excluded = 0}));
}

}  // namespace
}  // namespace app::store
