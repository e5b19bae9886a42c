#include "sync/write.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace app::sync {
namespace {

using clients::hubspot::ObjectType;
using store::IntentAction;

WriteItem ada()
{
    return {.key = {.object = store::ObjectType::contacts,
                    .connection = ConnectionId("quickbooks-1"),
                    .id = QuickBooksId("7")},
            .title = "Ada \"the first\"",
            .hubspot_id = "501",
            .how = "email",
            .sent = {{"lastname", "Ada"}, {"qbo_customer_id", "9341:7"}},
            .agreed = {{"lastname", "Ada"}, {"qbo_customer_id", "9341:7"}, {contact_association, "501"}}};
}

TEST(Write, PayloadComesBackAsItWas)
{
    store::IntentItemRow row;
    row.key = ada().key;
    row.payload = payload_of(ada());

    const Result<WriteItem> back = item_from(row);

    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->key, ada().key);
    EXPECT_EQ(back->title, ada().title);
    EXPECT_EQ(back->hubspot_id, ada().hubspot_id);
    EXPECT_EQ(back->how, ada().how);
    EXPECT_EQ(back->sent, ada().sent);
    EXPECT_EQ(back->agreed, ada().agreed);
}

TEST(Write, SameItemsGiveTheSameBytes)
{
    for (const IntentAction action :
         {IntentAction::create, IntentAction::update, IntentAction::upsert, IntentAction::associate}) {
        const Write write{.type = ObjectType::contact, .action = action, .items = {ada()}};
        EXPECT_EQ(body_of(write), body_of(write));
        EXPECT_TRUE(Json::parse(body_of(write)).has_value());
    }
}

TEST(Write, AssociationsNeverGoOutAsProperties)
{
    EXPECT_EQ(without_associations(ada().agreed), ada().sent);
}

TEST(Write, LinesAreAssociatedFromTheirInvoice)
{
    WriteItem line = ada();
    line.agreed = {{invoice_association, "900"}};
    const Write write{.type = ObjectType::line_item,
                      .action = IntentAction::associate,
                      .to = ObjectType::line_item,
                      .items = {line}};

    EXPECT_EQ(path_of(write), "crm/associations/2026-03/invoices/line_items/batch/create");
    EXPECT_TRUE(body_of(write).contains(R"("from":{"id":"900"},"to":{"id":"501"})"));
}

TEST(Write, TakesAnInvoiceOffItsEarlierContact)
{
    WriteItem invoice = ada();
    invoice.sent = {{contact_association, "7"}};
    invoice.agreed = {{contact_association, ""}};
    const Write write{.type = ObjectType::invoice,
                      .action = IntentAction::dissociate,
                      .to = ObjectType::contact,
                      .items = {invoice}};

    EXPECT_EQ(path_of(write), "crm/associations/2026-03/invoices/contacts/batch/archive");
    EXPECT_EQ(body_of(write), R"({"inputs":[{"from":{"id":"501"},"to":[{"id":"7"}]}]})");
}

TEST(Write, PathsNameTypeAndAction)
{
    Write write{.type = ObjectType::product, .action = IntentAction::upsert, .items = {ada()}};
    EXPECT_EQ(path_of(write), "crm/objects/2026-03/products/batch/upsert");
    write.action = IntentAction::archive;
    EXPECT_EQ(path_of(write), "crm/objects/2026-03/products/501");
}

}  // namespace
}  // namespace app::sync
