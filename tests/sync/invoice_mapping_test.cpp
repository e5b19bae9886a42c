#include "sync/invoice_mapping.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace app::sync {
namespace {

using clients::quickbooks::Invoice;
using clients::quickbooks::InvoiceLine;
using clients::quickbooks::LineType;
using clients::quickbooks::Reference;

const Date today = Date::from_civil(2026, 11, 22);

Invoice open_invoice()
{
    Invoice invoice;
    invoice.id = QuickBooksId("9");
    invoice.document_number = "1001";
    invoice.transaction_date = Date::from_civil(2026, 10, 1);
    invoice.due_date = Date::from_civil(2026, 12, 1);
    invoice.customer = {.id = QuickBooksId("7"), .name = "Ada"};
    invoice.currency = "USD";
    invoice.total = Decimal(3000, 2);
    invoice.balance = Decimal(3000, 2);
    invoice.total_tax = Decimal(250, 2);
    return invoice;
}

InvoiceLine sale(const std::string& id, Decimal amount)
{
    InvoiceLine line;
    line.id = id;
    line.type = LineType::sales_item;
    line.item = Reference{.id = QuickBooksId("3"), .name = "Rope"};
    line.amount = amount;
    return line;
}

TEST(InvoiceMapping, CarriesEveryField)
{
    Invoice invoice = open_invoice();
    invoice.customer_memo = "Thank you";

    EXPECT_EQ(invoice_fields(invoice, "9341:9", today, {}),
              (Fields{{"hs_amount_billed", "30"},
                      {"hs_balance_due", "30"},
                      {"hs_comments", "Thank you"},
                      {"hs_currency", "USD"},
                      {"hs_due_date", "2026-12-01T00:00:00.000Z"},
                      {"hs_invoice_billable", "false"},
                      {"hs_invoice_date", "2026-10-01T00:00:00.000Z"},
                      {"hs_number", "1001"},
                      {"qbo_balance", "30"},
                      {"qbo_customer", "Ada"},
                      {"qbo_invoice_id", "9341:9"},
                      {"qbo_number", "1001"},
                      {"qbo_stage", "Awaiting to be sent"},
                      {"qbo_tax", "2.5"},
                      {"qbo_total", "30"}}));
}

TEST(InvoiceMapping, LeavesOutWhatTheAccountDoesNotTake)
{
    const Fields fields = invoice_fields(open_invoice(), "9341:9", today,
                                         {.number = false, .amount_billed = false, .balance_due = false});

    EXPECT_FALSE(fields.contains("hs_number"));
    EXPECT_FALSE(fields.contains("hs_amount_billed"));
    EXPECT_FALSE(fields.contains("hs_balance_due"));
    EXPECT_EQ(fields.at("qbo_total"), "30");
}

TEST(InvoiceMapping, FindsEveryStage)
{
    Invoice invoice = open_invoice();
    EXPECT_EQ(invoice_stage_words(invoice, today), "Awaiting to be sent");
    invoice.email_status = "EmailSent";
    EXPECT_EQ(invoice_stage_words(invoice, today), "Sent to customer");
    invoice.balance = Decimal(1, 2);
    EXPECT_EQ(invoice_stage_words(invoice, today), "Partially paid");
    EXPECT_EQ(invoice_status(invoice), "open");
    EXPECT_EQ(invoice_stage_words(invoice, Date::from_civil(2026, 12, 1)), "Partially paid");
    EXPECT_EQ(invoice_stage_words(invoice, Date::from_civil(2026, 12, 2)), "Overdue");
    invoice.balance = Decimal();
    EXPECT_EQ(invoice_stage_words(invoice, Date::from_civil(2027, 1, 1)), "Paid in full");
    EXPECT_EQ(invoice_status(invoice), "paid");
    invoice.total = Decimal();
    invoice.private_note = "Voided";
    EXPECT_EQ(invoice_stage_words(invoice, today), "Voided");
    EXPECT_EQ(invoice_status(invoice), "voided");
}

TEST(InvoiceMapping, WithoutADueDateNothingIsOverdue)
{
    Invoice invoice = open_invoice();
    invoice.due_date.reset();

    EXPECT_EQ(invoice_stage_words(invoice, Date::from_civil(2030, 1, 1)), "Awaiting to be sent");
    EXPECT_FALSE(invoice_fields(invoice, "k", today, {}).contains("hs_due_date"));
}

TEST(WantedLines, AreTheSoldItemsAndTheChildrenOfBundles)
{
    Invoice invoice = open_invoice();
    InvoiceLine bundle;
    bundle.id = "4";
    bundle.type = LineType::group;
    bundle.children = {sale("5", Decimal(10, 0)), sale("", Decimal(1, 0))};
    InvoiceLine discount = sale("6", Decimal(-5, 0));
    discount.type = LineType::discount;
    InvoiceLine text = sale("7", Decimal());
    text.type = LineType::description;
    invoice.lines = {sale("1", Decimal(20, 0)), bundle, discount, text, sale("", Decimal(3, 0))};

    const std::vector<WantedLine> lines = wanted_lines(invoice);

    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].line_id, "1");
    EXPECT_EQ(lines[0].item_id, "3");
    EXPECT_EQ(lines[1].line_id, "4.5");
}

TEST(WantedLines, TakeThePriceOrTheAmountAlone)
{
    Invoice invoice = open_invoice();
    InvoiceLine counted = sale("1", Decimal(45, 1));
    counted.unit_price = Decimal(150, 2);
    counted.quantity = Decimal(3, 0);
    invoice.lines = {counted, sale("2", Decimal(1999, 2))};

    const std::vector<WantedLine> lines = wanted_lines(invoice);

    EXPECT_EQ(lines.at(0).fields, (Fields{{"hs_line_item_currency_code", "USD"},
                                          {"name", "Rope"},
                                          {"price", "1.5"},
                                          {"quantity", "3"}}));
    EXPECT_EQ(lines.at(1).fields.at("price"), "19.99");
    EXPECT_EQ(lines.at(1).fields.at("quantity"), "1");
}

TEST(WantedLines, NeverCarryANegativePrice)
{
    Invoice invoice = open_invoice();
    InvoiceLine deduction = sale("1", Decimal(-5, 0));
    deduction.unit_price = Decimal(-5, 0);
    deduction.quantity = Decimal(1, 0);
    invoice.lines = {deduction, sale("2", Decimal(-7, 0))};

    for (const WantedLine& line : wanted_lines(invoice)) EXPECT_EQ(line.fields.at("price"), "0");
}

TEST(WantedLines, AreNamedByItemThenDescription)
{
    Invoice invoice = open_invoice();
    InvoiceLine described = sale("1", Decimal());
    described.item.reset();
    described.description = "Ten hours";
    InvoiceLine bare = sale("2", Decimal());
    bare.item.reset();
    invoice.lines = {described, bare};

    const std::vector<WantedLine> lines = wanted_lines(invoice);

    EXPECT_EQ(lines.at(0).title, "Ten hours");
    EXPECT_EQ(lines.at(1).title, "Line");
    EXPECT_EQ(lines.at(1).item_id, "");
}

}  // namespace
}  // namespace app::sync
