#include "features/storage/server_finding.h"

#include <gtest/gtest.h>

namespace app::features {
namespace {

using Kind = ServerFinding::Kind;

KnownDatabase known(const char* id, DatabaseState state, bool this_browser, std::int64_t at_ms = 1000)
{
    return {.id = id, .state = state, .reported_at = {at_ms}, .this_browser = this_browser};
}

const OwnDatabase empty{.id = "new", .found = {}, .is_empty = true};
const OwnDatabase filled{.id = "own", .found = {3, 100}, .is_empty = false};

TEST(ServerFinding, AFirstVisitIsOneWhenNobodyWasHere)
{
    EXPECT_EQ(compare_with_server(empty, {}).kind, Kind::nothing);
    EXPECT_EQ(compare_with_server(empty, {known("new", {}, true)}).kind, Kind::nothing);
}

TEST(ServerFinding, ADatabaseOfThisBrowserThatIsNotThereHasVanished)
{
    KnownDatabase lost = known("lost", {2, 900}, true);
    lost.newest_backup = "2-880";
    lost.newest_backup_state = {2, 880};

    const ServerFinding finding = compare_with_server(empty, {known("other", {9, 9}, false, 5000), lost});

    EXPECT_EQ(finding.kind, Kind::vanished);
    EXPECT_EQ(finding.database, "lost");
    EXPECT_EQ(finding.newest_backup, "2-880");
    EXPECT_EQ(finding.seen_at, Timestamp{1000});
}

TEST(ServerFinding, WithoutCookiesWhatIsKnownIsOffered)
{
    const ServerFinding finding =
        compare_with_server(empty, {known("old", {1, 5}, false, 10), known("newer", {1, 3}, false, 20)});
    EXPECT_EQ(finding.kind, Kind::elsewhere);
    EXPECT_EQ(finding.database, "newer");
}

TEST(ServerFinding, AnOlderStateIsFoundByEpochAndSequence)
{
    EXPECT_EQ(compare_with_server(filled, {known("own", {3, 100}, true)}).kind, Kind::nothing);
    EXPECT_EQ(compare_with_server(filled, {known("own", {3, 101}, true)}).kind, Kind::older);
    EXPECT_EQ(compare_with_server(filled, {known("own", {4, 1}, true)}).kind, Kind::older);
    EXPECT_EQ(compare_with_server(filled, {known("own", {2, 500}, true)}).kind, Kind::nothing);
    EXPECT_EQ(compare_with_server(filled, {known("own", {4, 1}, false)}).kind, Kind::nothing)
        << "a copy in another browser";
}

TEST(ServerFinding, AnOlderStateIsOfferedOnlyABackupThatIsNewer)
{
    KnownDatabase own = known("own", {3, 200}, true);
    own.newest_backup = "3-90";
    own.newest_backup_state = {3, 90};
    EXPECT_EQ(compare_with_server(filled, {own}).newest_backup, "");
    own.newest_backup = "3-150";
    own.newest_backup_state = {3, 150};
    EXPECT_EQ(compare_with_server(filled, {own}).newest_backup, "3-150");
}

TEST(ServerFinding, OtherDatabasesDoNotMatterToOneThatHoldsData)
{
    const std::vector<KnownDatabase> others = {known("lost", {2, 900}, true), known("other", {9, 9}, false)};
    EXPECT_EQ(compare_with_server(filled, others).kind, Kind::nothing);
    EXPECT_EQ(replaced_databases(filled, others), std::vector<std::string>{"lost"});
    EXPECT_TRUE(replaced_databases(empty, others).empty());
}

}  // namespace
}  // namespace app::features
