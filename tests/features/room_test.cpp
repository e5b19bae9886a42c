#include "features/sync/room.h"

#include "features_world.h"
#include "storage_fixture.h"

namespace app::features {
namespace {

TEST(Room, IsComparedWithWhatTheRecordsNeed)
{
    const std::int64_t needed = bytes_needed(1000);
    EXPECT_EQ(room_for(1000, needed - 1), Room::too_little);
    EXPECT_EQ(room_for(1000, needed), Room::tight);
    EXPECT_EQ(room_for(1000, 2 * needed - 1), Room::tight);
    EXPECT_EQ(room_for(1000, 2 * needed), Room::enough);
    EXPECT_EQ(room_for(0, 0), Room::enough);
}

TEST(Room, SaysHowMuchIsMissingAndWhatToDo)
{
    const std::string refusal = room_sentence(Room::too_little, 10'000, 38'000'000);
    EXPECT_TRUE(refusal.contains("10000 records need about 241 MB")) << refusal;
    EXPECT_TRUE(refusal.contains("allows 38 MB more")) << refusal;
    EXPECT_TRUE(refusal.contains("Free room")) << refusal;
    EXPECT_TRUE(room_sentence(Room::tight, 10'000, 300'000'000).contains("enough now"));
    EXPECT_TRUE(room_sentence(Room::too_little, 10'000, -5).contains("allows 0 MB more"));
}

class RoomTest : public FeaturesWorld {
protected:
    FakeStoragePlatform& files()
    {
        page().services.storage = &m_files;
        return m_files;
    }

private:
    Loop m_loop{clock};
    StorageServer m_server{m_loop, clock};
    FakeStoragePlatform m_files{m_server};
};

TEST_F(RoomTest, AFirstSyncThatDoesNotFitIsRefusedBeforeAnythingIsRead)
{
    fill_company();
    open();
    files().current = {.quota_bytes = 1'000'000, .usage_bytes = 990'000};
    allow_writing_and_sync();

    EXPECT_EQ(status().kind, SyncStatusView::Kind::failed);
    EXPECT_TRUE(status().text.contains("MB more")) << status().text;
    EXPECT_TRUE(hubspot.live("contacts").size() == 1U) << "nothing was written";

    files().current = {.quota_bytes = 1'000'000'000, .usage_bytes = 990'000};
    send(command::SyncNow{});  // the plan, which nobody has seen yet
    settle();
    send(command::SyncNow{});
    settle();
    EXPECT_EQ(status().kind, SyncStatusView::Kind::up_to_date) << status().text;
    EXPECT_TRUE(frame().banners.empty());
}

TEST_F(RoomTest, BooksThatHardlyFitAreReadWithAWarning)
{
    fill_company();
    open();
    const std::int64_t needed = bytes_needed(5);
    files().current = {.quota_bytes = needed + 1000, .usage_bytes = 0};
    allow_writing_and_sync();

    EXPECT_EQ(status().kind, SyncStatusView::Kind::up_to_date) << status().text;
    ASSERT_FALSE(frame().banners.empty());
    EXPECT_TRUE(frame().banners.front().text.contains("enough now")) << frame().banners.front().text;
}

}  // namespace
}  // namespace app::features
