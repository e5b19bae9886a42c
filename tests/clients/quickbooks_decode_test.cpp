#include "clients/quickbooks/decode.h"

#include <gtest/gtest.h>

#include "clients/quickbooks/stage.h"

namespace app::clients::quickbooks {
namespace {

Json parsed(std::string_view text)
{
    const Result<Json> json = Json::parse(text);
    EXPECT_TRUE(json) << text;
    return json.value_or(Json());
}

TEST(DecodeCustomer, ReadsNamesAddressesAndBalance)
{
    const Result<Customer> customer =
        decode_customer(parsed(R"({"Id":"63","SyncToken":"4","DisplayName":"Łódź 商店 😀",
        "GivenName":"Ada","FamilyName":"Byron","CompanyName":"Analytical","PrimaryEmailAddr":{"Address":"ada@example.org, x@example.org"},
        "PrimaryPhone":{"FreeFormNumber":"(555) 555-1234"},"BillAddr":{"Id":"2","Line1":"4 Finch St.","Line3":"Suite 5","City":"Bayshore",
        "CountrySubDivisionCode":"CA","PostalCode":"94326","Lat":"INVALID"},"ParentRef":{"value":"12"},"Job":true,"Active":false,
        "CurrencyRef":{"value":"USD","name":"United States Dollar"},"Balance":-261.5,"Taxable":true})"));

    ASSERT_TRUE(customer);
    EXPECT_EQ(customer->display_name, "Łódź 商店 😀");
    EXPECT_EQ(customer->email, "ada@example.org, x@example.org");
    EXPECT_EQ(customer->billing_address->lines, (std::vector<std::string>{"4 Finch St.", "Suite 5"}));
    EXPECT_EQ(customer->billing_address->country, "");
    EXPECT_EQ(customer->parent->id.value, "12");
    EXPECT_TRUE(customer->is_job);
    EXPECT_FALSE(customer->active);
    EXPECT_EQ(customer->balance.to_text(), "-261.5");
    EXPECT_FALSE(customer->shipping_address);
}

TEST(DecodeCustomer, NamesRecordAndMemberWhenWrong)
{
    const Result<Customer> customer = decode_customer(parsed(R"({"Id":"63","Balance":"12"})"));

    ASSERT_FALSE(customer);
    EXPECT_EQ(customer.error().kind, ErrorKind::malformed);
    EXPECT_NE(customer.error().message.find("customer 63"), std::string::npos);
    EXPECT_NE(customer.error().message.find("Balance"), std::string::npos);
}

TEST(DecodeItem, TellsTypesAndAbsentPrices)
{
    const Result<Item> group = decode_item(parsed(R"({"Id":"5","Name":"Kit","Type":"Group"})"));
    const Result<Item> service = decode_item(parsed(
        R"({"Id":"6","Name":"Hours","Type":"Service","Sku":"H-1","UnitPrice":128.35,"IncomeAccountRef":{"value":"79","name":"Sales"},"Active":true})"));
    const Result<Item> unknown = decode_item(parsed(R"({"Id":"7","Name":"New","Type":"Subscription"})"));

    ASSERT_TRUE(group && service && unknown);
    EXPECT_EQ(group->type, ItemType::group);
    EXPECT_FALSE(group->unit_price);
    EXPECT_EQ(service->unit_price->to_text(), "128.35");
    EXPECT_EQ(unknown->type, ItemType::other);
    EXPECT_EQ(unknown->type_name, "Subscription");
}

constexpr std::string_view invoice_text =
    R"({"Id":"93","SyncToken":"1","DocNumber":"1042","TxnDate":"2026-01-15","DueDate":"2026-02-14",
  "MetaData":{"CreateTime":"2026-01-15T02:08:55-08:00","LastUpdatedTime":"2026-01-16T02:08:55-08:00"},
  "CurrencyRef":{"value":"USD"},"CustomerRef":{"value":"1","name":"Amy's"},"LinkedTxn":[{"TxnId":"101","TxnType":"Payment"}],
  "Line":[{"Id":"1","LineNum":1,"Description":"Work","Amount":372.5,"DetailType":"SalesItemLineDetail",
     "SalesItemLineDetail":{"ItemRef":{"value":"6","name":"Hours"},"UnitPrice":149,"Qty":2.5,"TaxCodeRef":{"value":"TAX"},"ServiceDate":"2026-01-10"}},
   {"Id":"2","LineNum":2,"Amount":0,"DetailType":"GroupLineDetail","GroupLineDetail":{"GroupItemRef":{"value":"5"},"Quantity":1,
     "Line":[{"Id":"3","Amount":49.5,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"8"}}}]}},
   {"Amount":422,"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}},
   {"Amount":21.1,"DetailType":"DiscountLineDetail","DiscountLineDetail":{"PercentBased":true,"DiscountPercent":5,"DiscountAccountRef":{"value":"86"}}}],
  "TxnTaxDetail":{"TotalTax":38.4,"TaxLine":[{"Amount":29.96,"DetailType":"TaxLineDetail","TaxLineDetail":{"TaxRateRef":{"value":"1"},"PercentBased":true,"TaxPercent":7.1,"NetAmountTaxable":422}}]},
  "TotalAmt":439.3,"Balance":239.3,"EmailStatus":"NeedToSend","DeliveryInfo":{"DeliveryType":"Email"},"PrintStatus":"PrintComplete",
  "BillEmail":{"Address":"a@example.org"},"CustomerMemo":{"value":"Thanks"},"domain":"QBO","sparse":false})";

TEST(DecodeInvoice, ReadsLinesTaxAndLinks)
{
    const Result<Invoice> invoice = decode_invoice(parsed(invoice_text));

    ASSERT_TRUE(invoice) << invoice.error().message;
    ASSERT_EQ(invoice->lines.size(), 4U);
    EXPECT_EQ(invoice->lines[0].quantity->to_text(), "2.5");
    EXPECT_EQ(invoice->lines[0].service_date->to_text(), "2026-01-10");
    EXPECT_EQ(invoice->lines[1].type, LineType::group);
    ASSERT_EQ(invoice->lines[1].children.size(), 1U);
    EXPECT_EQ(invoice->lines[1].children[0].item->id.value, "8");
    EXPECT_EQ(invoice->lines[2].type, LineType::subtotal);
    EXPECT_EQ(invoice->lines[3].discount_percent->to_text(), "5");
    EXPECT_EQ(invoice->total_tax.to_text(), "38.4");
    EXPECT_EQ(invoice->tax_lines.at(0).net_amount_taxable->to_text(), "422");
    EXPECT_EQ(invoice->linked.at(0).type, "Payment");
    EXPECT_EQ(invoice->due_date->to_text(), "2026-02-14");
    EXPECT_FALSE(invoice->delivered_at);
    EXPECT_EQ(invoice->customer_memo, "Thanks");
}

TEST(DecodeInvoice, RefusesWhatItCannotTrust)
{
    EXPECT_FALSE(decode_invoice(parsed(R"({"Id":"1","CustomerRef":{"value":"1"}})")));
    EXPECT_FALSE(decode_invoice(parsed(R"({"Id":"1","TxnDate":"2026-01-15"})")));
    EXPECT_FALSE(decode_invoice(
        parsed(R"({"Id":"1","TxnDate":"2026-01-15","CustomerRef":{"value":"1"},"TotalAmt":"5"})")));
    EXPECT_FALSE(decode_invoice(parsed(R"({"Id":"1","TxnDate":"15.01.2026","CustomerRef":{"value":"1"}})")));
    EXPECT_FALSE(
        decode_invoice(parsed(R"({"Id":"1","TxnDate":"2026-01-15","CustomerRef":{"value":"1"},"Line":{}})")));
}

Invoice invoice_with(std::string_view total, std::string_view balance)
{
    Invoice invoice;
    invoice.total = Decimal::parse(total).value_or(Decimal());
    invoice.balance = Decimal::parse(balance).value_or(Decimal());
    invoice.due_date = Date::from_civil(2026, 2, 14);
    return invoice;
}

TEST(InvoiceFacts, TellsPaidPartlyPaidAndOpenApart)
{
    EXPECT_TRUE(invoice_facts(invoice_with("100", "0")).paid);
    EXPECT_TRUE(invoice_facts(invoice_with("100", "40")).partially_paid);
    EXPECT_FALSE(invoice_facts(invoice_with("100", "100")).partially_paid);
    EXPECT_FALSE(invoice_facts(invoice_with("0", "0")).paid);
}

TEST(InvoiceFacts, VoidedNeedsNoteAndZeroLines)
{
    Invoice invoice = invoice_with("0", "0");
    EXPECT_FALSE(invoice_facts(invoice).voided);
    invoice.private_note = "Voided - old note";
    invoice.lines.push_back({.amount = Decimal()});
    EXPECT_TRUE(invoice_facts(invoice).voided);
    invoice.lines.push_back({.amount = Decimal(5, 0)});
    EXPECT_FALSE(invoice_facts(invoice).voided);
}

TEST(InvoiceFacts, QueuedIsNotSent)
{
    const Result<Invoice> queued = decode_invoice(parsed(invoice_text));
    ASSERT_TRUE(queued);

    EXPECT_FALSE(invoice_facts(*queued).emailed);
    EXPECT_TRUE(invoice_facts(*queued).to_be_sent);
    EXPECT_TRUE(invoice_facts(*queued).printed);
    Invoice sent = *queued;
    sent.delivered_at = Timestamp{1};
    EXPECT_TRUE(invoice_facts(sent).emailed);
}

TEST(InvoiceFacts, OverdueBeginsTheDayAfter)
{
    const Invoice invoice = invoice_with("100", "40");
    EXPECT_FALSE(is_overdue(invoice, Date::from_civil(2026, 2, 14)));
    EXPECT_TRUE(is_overdue(invoice, Date::from_civil(2026, 2, 15)));
    EXPECT_FALSE(is_overdue(invoice_with("100", "0"), Date::from_civil(2026, 2, 15)));
}

TEST(DecodePayment, ACreditLinkIsNotVoided)
{
    const Result<Payment> credit =
        decode_payment(parsed(R"({"Id":"74","TxnDate":"2026-04-08","CustomerRef":{"value":"8"},"TotalAmt":0,
        "PrivateNote":"Created by QB Online to link credits to charges.","Line":[{"Amount":100,"LinkedTxn":[{"TxnId":"96","TxnType":"Invoice"}]},
        {"Amount":100,"LinkedTxn":[{"TxnId":"73","TxnType":"CreditMemo"}]}]})"));
    const Result<Payment> voided = decode_payment(parsed(
        R"({"Id":"75","TxnDate":"2026-04-08","CustomerRef":{"value":"8"},"TotalAmt":0,"UnappliedAmt":0,"Line":[],"PrivateNote":"Voided"})"));

    ASSERT_TRUE(credit && voided);
    EXPECT_EQ(credit->lines.at(1).linked.at(0).type, "CreditMemo");
    EXPECT_FALSE(is_voided(*credit));
    EXPECT_TRUE(is_voided(*voided));
}

TEST(DecodeCompany, ReadsSubscriptionAndTaxModel)
{
    const Result<CompanyInfo> company = decode_company_info(
        parsed(R"({"CompanyName":"Brightwater","Country":"US","DefaultTimeZone":"America/Denver",
        "NameValue":[{"Name":"OfferingSku","Value":"QuickBooks Online Plus"},{"Name":"SubscriptionStatus","Value":"TRIALOPTIN"}]})"));
    const Result<Preferences> preferences =
        decode_preferences(parsed(R"({"SalesFormsPrefs":{"CustomTxnNumbers":true,"AllowDiscount":true},
        "CurrencyPrefs":{"HomeCurrency":{"value":"USD"},"MultiCurrencyEnabled":false},"TaxPrefs":{"UsingSalesTax":true,"PartnerTaxEnabled":true},
        "AccountingInfoPrefs":{"BookCloseDate":"2025-12-31"}})"));

    ASSERT_TRUE(company && preferences);
    EXPECT_EQ(company->subscription, Subscription::trial);
    EXPECT_EQ(company->offering, "QuickBooks Online Plus");
    EXPECT_EQ(preferences->home_currency, "USD");
    EXPECT_TRUE(preferences->custom_transaction_numbers);
    EXPECT_EQ(preferences->book_close_date->to_text(), "2025-12-31");
    EXPECT_EQ(tax_model(*company, *preferences), TaxModel::automated_us);
    EXPECT_TRUE(decode_preferences(parsed("{}")));
}

TEST(DecodeRecord, ReadsStubsAndRefusesTimelessRecords)
{
    const Result<Record> stub = decode_record(
        Entity::invoice,
        parsed(
            R"({"domain":"QBO","status":"Deleted","Id":"979","MetaData":{"LastUpdatedTime":"2015-12-23T12:55:50-08:00"}})"),
        "raw");

    ASSERT_TRUE(stub);
    EXPECT_TRUE(stub->deleted);
    EXPECT_EQ(stub->raw, "raw");
    EXPECT_FALSE(decode_record(Entity::invoice, parsed(R"({"Id":"1"})"), ""));
}

}  // namespace
}  // namespace app::clients::quickbooks
