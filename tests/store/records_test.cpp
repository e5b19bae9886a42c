#include "sample_rows.h"
#include "store/capability_repository.h"
#include "store/cursor_repository.h"
#include "store/match_candidate_repository.h"
#include "store/mirror_repository.h"
#include "store/settings_repository.h"

namespace app::store {
namespace {

class Records : public ::testing::Test {
protected:
    std::unique_ptr<Database> database = migrated_database();
};

MirrorRow mirrored(std::string version, std::string payload)
{
    MirrorRow row;
    row.connection = quickbooks;
    row.entity = "Customer";
    row.record_id = "17";
    row.version = std::move(version);
    row.payload = std::move(payload);
    row.seen_at = noon;
    return row;
}

TEST_F(Records, TheMirrorTellsWhatIsNew)
{
    MirrorRepository mirror(*database);

    EXPECT_EQ(must(mirror.put(mirrored("0", "{}"))), PutOutcome::added);
    EXPECT_EQ(must(mirror.put(mirrored("0", "{}"))), PutOutcome::same);
    EXPECT_EQ(must(mirror.put(mirrored("0", R"({"Balance":1})"))), PutOutcome::changed);
    EXPECT_EQ(must(mirror.put(mirrored("1", R"({"Balance":1})"))), PutOutcome::changed);
    MirrorRow inactive = mirrored("1", R"({"Balance":1})");
    inactive.state = MirrorState::inactive;
    EXPECT_EQ(must(mirror.put(inactive)), PutOutcome::changed);
}

TEST_F(Records, TheMirrorKeepsWhatWasDeleted)
{
    MirrorRepository mirror(*database);
    must(mirror.put(mirrored("0", R"({"Id":"17"})")));
    EXPECT_EQ(must(mirror.count(quickbooks, "Customer")), 1);

    EXPECT_TRUE(must(mirror.set_state(quickbooks, "Customer", "17", MirrorState::deleted, Timestamp{9})));

    const auto row = must(mirror.find(quickbooks, "Customer", "17"));
    ASSERT_TRUE(row);
    EXPECT_EQ(row->state, MirrorState::deleted);
    EXPECT_EQ(row->payload, R"({"Id":"17"})");
    EXPECT_EQ(row->seen_at, Timestamp{9});
    EXPECT_EQ(must(mirror.count(quickbooks, "Customer")), 0);
    EXPECT_FALSE(must(mirror.set_state(quickbooks, "Item", "17", MirrorState::deleted, noon)));
}

TEST_F(Records, CustomersKeepTheirRowIdWhenTheyChange)
{
    CustomerRepository customers(*database);
    CustomerRow row = customer("17", "Meyer");
    row.parent = QuickBooksId("4");
    row.modified_at = noon;
    row.balance_e4 = -5;
    must(customers.put(row));
    must(customers.put(customer("18", "Other")));

    row.display_name = std::string(10'000, 'x') + "'; DROP TABLE customer; -- <img onerror> 😀\x01";
    must(customers.put(row));

    const auto found = must(customers.by_row_id(1));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->columns(), row.columns());
    EXPECT_EQ(must(customers.find(quickbooks, QuickBooksId("17")))->columns(), row.columns());
    EXPECT_EQ(must(customers.count(quickbooks)), 2);
    EXPECT_FALSE(must(customers.find(hubspot, QuickBooksId("17"))));
}

TEST_F(Records, ItemsComeBackAsTheyWere)
{
    ItemRepository items(*database);
    ItemRow row = item("3", "Bolt");
    row.unit_price = Decimal(123'456'789, 6);
    row.taxable = true;
    must(items.put(row));
    row.active = false;
    row.unit_price.reset();
    must(items.put(row));

    EXPECT_EQ(must(items.find(quickbooks, QuickBooksId("3")))->columns(), row.columns());
    EXPECT_EQ(must(items.count(quickbooks)), 0);
}

TEST_F(Records, ContactsAreFoundByEMailWithoutCase)
{
    ContactRepository contacts(*database);
    must(contacts.put(contact("10", "Anna@Meyer.Example")));
    must(contacts.put(contact("9", "anna@meyer.example")));
    must(contacts.put(contact("11", "")));
    ContactRow archived = contact("12", "anna@meyer.example");
    archived.archived = true;
    must(contacts.put(archived));

    const std::vector<ContactRow> found = must(contacts.by_email(hubspot, "ANNA@meyer.example"));

    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id.value, "9");
    EXPECT_EQ(found[1].id.value, "10");
    EXPECT_TRUE(must(contacts.by_email(hubspot, "")).empty());
    EXPECT_EQ(must(contacts.count(hubspot)), 3);
}

TEST_F(Records, ProductsAreFoundBySkuAndByName)
{
    ProductRepository products(*database);
    ProductRow row = product("1", "Bolt M8");
    row.sku = "B-8";
    row.price = Decimal(12, 2);
    must(products.put(row));
    must(products.put(product("2", "Nut")));

    ASSERT_EQ(must(products.by_sku(hubspot, "b-8")).size(), 1U);
    EXPECT_EQ(must(products.by_sku(hubspot, "b-8"))[0].columns(), row.columns());
    EXPECT_EQ(must(products.by_name(hubspot, "NUT")).size(), 1U);
    EXPECT_TRUE(must(products.by_sku(hubspot, "")).empty());
    EXPECT_TRUE(must(products.by_name(quickbooks, "Nut")).empty());
}

TEST_F(Records, CursorsMoveOnAndCanBeForgotten)
{
    CursorRepository cursors(*database);
    EXPECT_FALSE(must(cursors.get(quickbooks, "cdc")));
    must(cursors.set(quickbooks, "cdc", "2026-11-22T00:00:00Z", noon));
    must(cursors.set(quickbooks, "cdc", "2026-11-23T00:00:00Z", Timestamp{5}));

    EXPECT_EQ(must(cursors.get(quickbooks, "cdc")), "2026-11-23T00:00:00Z");
    EXPECT_EQ(must(cursors.updated_at(quickbooks, "cdc")), Timestamp{5});
    EXPECT_FALSE(must(cursors.get(hubspot, "cdc")));
    must(cursors.remove(quickbooks, "cdc"));
    EXPECT_FALSE(must(cursors.get(quickbooks, "cdc")));
}

TEST_F(Records, ObjectSettingsStartSwitchedOffAndUnarmed)
{
    SettingsRepository settings(*database);
    ObjectSetting setting = must(settings.object_setting(ObjectType::invoices));
    EXPECT_EQ(setting.object, ObjectType::invoices);
    EXPECT_FALSE(setting.enabled);
    EXPECT_FALSE(setting.writing_armed);

    setting.enabled = setting.writing_armed = true;
    setting.armed_at = noon;
    must(settings.save_object_setting(setting));

    EXPECT_EQ(must(settings.object_setting(ObjectType::invoices)).columns(), setting.columns());
    EXPECT_FALSE(must(settings.object_setting(ObjectType::contacts)).enabled);
}

TEST_F(Records, PlainSettingsAreTextByName)
{
    SettingsRepository settings(*database);
    must(settings.set("theme", "dark"));
    must(settings.set("theme", ""));

    EXPECT_EQ(must(settings.get("theme")), "");
    must(settings.remove("theme"));
    EXPECT_FALSE(must(settings.get("theme")));
}

TEST_F(Records, CapabilitiesBelongToOneAccount)
{
    CapabilityRepository capabilities(*database);
    must(capabilities.set(hubspot, "unique_property.contacts", {"no", Timestamp{1}}));
    must(capabilities.set(hubspot, "unique_property.contacts", {"yes", noon}));
    must(capabilities.set(quickbooks, "other", {"x", noon}));

    EXPECT_EQ(must(capabilities.get(hubspot, "unique_property.contacts"))->value, "yes");
    EXPECT_EQ(must(capabilities.all(hubspot)).size(), 1U);
    must(capabilities.forget(hubspot));
    EXPECT_TRUE(must(capabilities.all(hubspot)).empty());
    EXPECT_TRUE(must(capabilities.get(quickbooks, "other")));
}

TEST_F(Records, ADecisionAboutAProposalStays)
{
    MatchCandidateRepository candidates(*database);
    const RecordKey key = key_of(ObjectType::contacts, "17");
    MatchCandidateRow row;
    row.quickbooks = key;
    row.hubspot_id = HubSpotId("201");
    row.score = 60;
    must(candidates.put(row));
    row.hubspot_id = HubSpotId("202");
    row.score = 80;
    must(candidates.put(row));
    EXPECT_EQ(must(candidates.count_open(ObjectType::contacts)), 2);
    EXPECT_EQ(must(candidates.open(ObjectType::contacts, 10))[0].hubspot_id.value, "202");

    must(candidates.set_state(key, HubSpotId("202"), CandidateState::refused));
    must(candidates.put(row));

    EXPECT_EQ(must(candidates.count_open(ObjectType::contacts)), 1);
    EXPECT_EQ(must(candidates.of(key))[0].state, CandidateState::refused);
    EXPECT_FALSE(candidates.set_state(key, HubSpotId("203"), CandidateState::accepted));
}

}  // namespace
}  // namespace app::store
