#include "sample_rows.h"
#include "store/activity_repository.h"

namespace app::store {
namespace {

class Activities : public ::testing::Test {
protected:
    std::int64_t append(ActivityKind kind, std::string record, std::string summary)
    {
        ActivityRow row;
        row.at = noon;
        row.cause = "sync";
        row.run = RunId("run-1");
        row.kind = kind;
        row.object = ObjectType::contacts;
        row.connection = quickbooks;
        row.record_id = std::move(record);
        row.summary = std::move(summary);
        return must(activities.append(row));
    }
    std::size_t found(const ActivityFilter& filter)
    {
        const std::vector<ActivityRow> rows = must(activities.list(filter, std::nullopt, 100));
        EXPECT_EQ(must(activities.count(filter)), static_cast<std::int64_t>(rows.size()));
        return rows.size();
    }

    std::unique_ptr<Database> database = migrated_database();
    ActivityRepository activities{*database};
};

TEST_F(Activities, TellTheNewestEventsWithoutSingleWrites)
{
    append(ActivityKind::connection, "", "Connected.");
    append(ActivityKind::write, "17", "Created.");
    append(ActivityKind::settled, "", "Sync finished.");
    append(ActivityKind::write, "18", "Created.");

    const std::vector<ActivityRow> events = must(activities.recent_events(2));

    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].summary, "Sync finished.");
    EXPECT_EQ(events[1].summary, "Connected.");
}

TEST_F(Activities, CannotBeChangedOrRemoved)
{
    append(ActivityKind::write, "17", "Created.");

    const Result<void> changed = database->execute("UPDATE activity SET summary = 'x'");
    const Result<void> removed = database->execute("DELETE FROM activity");

    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().message, "activity is append-only");
    EXPECT_FALSE(removed);
    EXPECT_EQ(found({}), 1U);
}

TEST_F(Activities, ComeInPagesNewestFirst)
{
    for (int i = 0; i < 25; ++i) append(ActivityKind::read, "17", "Entry " + std::to_string(i));

    std::optional<std::int64_t> before;
    std::vector<std::string> seen;
    while (true) {
        const std::vector<ActivityRow> page = must(activities.list({}, before, 10));
        if (page.empty()) break;
        for (const ActivityRow& row : page) seen.push_back(row.summary);
        before = page.back().row_id;
    }

    ASSERT_EQ(seen.size(), 25U);
    EXPECT_EQ(seen.front(), "Entry 24");
    EXPECT_EQ(seen.back(), "Entry 0");
}

TEST_F(Activities, AreFilteredByEverythingThatIsGiven)
{
    append(ActivityKind::write, "17", "Created Meyer.");
    append(ActivityKind::failure, "17", "The e-mail is 100% wrong_");
    append(ActivityKind::write, "18", "Created Zażółć.");
    ActivityRow plain;
    plain.kind = ActivityKind::connection;
    plain.summary = "Connected.";
    must(activities.append(plain));

    EXPECT_EQ(found({}), 4U);
    EXPECT_EQ(found({.kind = ActivityKind::write, .run = {}, .record = {}, .object = {}, .text = {}}), 2U);
    EXPECT_EQ(found({.kind = {}, .run = RunId("run-1"), .record = {}, .object = {}, .text = {}}), 3U);
    EXPECT_EQ(found({.kind = ActivityKind::write,
                     .run = {},
                     .record = key_of(ObjectType::contacts, "17"),
                     .object = {},
                     .text = {}}),
              1U);
    EXPECT_EQ(found({.kind = {}, .run = {}, .record = {}, .object = ObjectType::products, .text = {}}), 0U);
    EXPECT_EQ(found({.kind = {}, .run = {}, .record = {}, .object = {}, .text = "meyer"}), 1U);
    EXPECT_EQ(found({.kind = {}, .run = {}, .record = {}, .object = {}, .text = "100% wrong_"}), 1U);
    EXPECT_EQ(found({.kind = {}, .run = {}, .record = {}, .object = {}, .text = "%"}), 1U);
    EXPECT_EQ(found({.kind = {}, .run = {}, .record = {}, .object = {}, .text = "' OR 1=1 --"}), 0U);
}

}  // namespace
}  // namespace app::store
