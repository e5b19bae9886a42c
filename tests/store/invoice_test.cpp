#include "sample_rows.h"
#include "store/payment_repository.h"

namespace app::store {
namespace {

PaymentRow payment(std::string id, PaymentKind kind, Date date)
{
    PaymentRow row;
    row.connection = quickbooks;
    row.id = QuickBooksId(std::move(id));
    row.kind = kind;
    row.txn_date = date;
    row.currency = "USD";
    row.total_e4 = 500'000;
    return row;
}

class Invoices : public ::testing::Test {
protected:
    std::unique_ptr<Database> database = migrated_database();
    InvoiceRepository invoices{*database};
    PaymentRepository payments{*database};
};

TEST_F(Invoices, ComeBackWithTheirLinesInOrder)
{
    const InvoiceRow row = invoice("130", "1037");
    InvoiceLineRow discount = line("", "Discount");
    discount.kind = LineKind::discount;
    discount.item.reset();
    discount.quantity.reset();
    discount.unit_price.reset();
    discount.service_date = today;
    put_invoice(*database, row, {line("1", "Bolt"), discount, line("2", "Nut")});

    EXPECT_EQ(must(invoices.find(quickbooks, row.id))->columns(), row.columns());
    EXPECT_EQ(must(invoices.by_row_id(1))->columns(), row.columns());
    const std::vector<InvoiceLineRow> lines = must(invoices.lines(quickbooks, row.id));
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].columns(), discount.columns());
    EXPECT_EQ(lines[2].item_name, "Nut");
}

TEST_F(Invoices, AnotherPutReplacesLinesAndKeepsTheRowId)
{
    put_invoice(*database, invoice("130", "1037"), {line("1", "Bolt"), line("2", "Nut")});
    put_invoice(*database, invoice("131", "1038"));

    put_invoice(*database, invoice("130", "1037 A"), {line("2", "Washer")});

    EXPECT_EQ(must(invoices.by_row_id(1))->number, "1037 A");
    ASSERT_EQ(must(invoices.lines(quickbooks, QuickBooksId("130"))).size(), 1U);
    EXPECT_EQ(must(invoices.count(quickbooks)), 2);
}

TEST_F(Invoices, DeletedOnesAreKept)
{
    put_invoice(*database, invoice("130", "1037"), {line("1", "Bolt")});

    EXPECT_TRUE(must(invoices.mark_deleted(quickbooks, QuickBooksId("130"))));
    EXPECT_FALSE(must(invoices.mark_deleted(quickbooks, QuickBooksId("999"))));

    EXPECT_TRUE(must(invoices.find(quickbooks, QuickBooksId("130")))->deleted);
    EXPECT_EQ(must(invoices.lines(quickbooks, QuickBooksId("130"))).size(), 1U);
    EXPECT_EQ(must(invoices.count(quickbooks)), 0);
}

TEST_F(Invoices, ShowTheirPaymentsAndCreditsByDate)
{
    put_invoice(*database, invoice("130", "1037"));
    const QuickBooksId id("130");
    must(payments.put(payment("9", PaymentKind::payment, Date::from_civil(2026, 11, 20)),
                      {{id, 100}, {QuickBooksId("131"), 7}, {id, 11}}));
    must(payments.put(payment("9", PaymentKind::credit, Date::from_civil(2026, 11, 10)), {{id, 5}}));
    must(payments.put(payment("10", PaymentKind::payment, today), {{id, 1}}));
    EXPECT_TRUE(must(payments.mark_deleted(quickbooks, PaymentKind::payment, QuickBooksId("10"))));

    const std::vector<InvoicePaymentRow> rows = must(invoices.payments_of(quickbooks, id));

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].kind, PaymentKind::credit);
    EXPECT_EQ(rows[0].amount_e4, 5);
    EXPECT_EQ(rows[1].amount_e4, 111);
    EXPECT_EQ(must(payments.count(quickbooks)), 2);
}

TEST_F(Invoices, APaymentPutAgainReplacesItsAllocations)
{
    PaymentRow row = payment("9", PaymentKind::payment, today);
    must(payments.put(row, {{QuickBooksId("130"), 100}, {QuickBooksId("131"), 7}}));
    row.unapplied_e4 = 3;
    must(payments.put(row, {{QuickBooksId("131"), 8}}));

    EXPECT_EQ(must(payments.find(quickbooks, PaymentKind::payment, row.id))->columns(), row.columns());
    const auto allocations = must(payments.allocations(quickbooks, PaymentKind::payment, row.id));
    ASSERT_EQ(allocations.size(), 1U);
    EXPECT_EQ(allocations[0].amount_e4, 8);
    EXPECT_TRUE(must(invoices.payments_of(quickbooks, QuickBooksId("130"))).empty());
}

}  // namespace
}  // namespace app::store
