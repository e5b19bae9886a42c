#include "features/storage_fixture.h"

namespace app::features {
namespace {

TEST_F(StorageTest, ShowsWhatIsStored)
{
    EXPECT_GT(view().size_bytes, 100'000);
    EXPECT_EQ(view().is_persistent, false);
    EXPECT_EQ(view().quota_bytes, 1'000'000'000);
    EXPECT_TRUE(view().may_change && view().has_files && view().can_erase);
    EXPECT_EQ(view().last_backup_at, std::nullopt);

    panel->ask_to_persist();
    settle();
    EXPECT_EQ(view().is_persistent, true);
}

TEST_F(StorageTest, ChecksDatabaseAndCopies)
{
    panel->verify();
    settle();
    EXPECT_TRUE(view().done.contains("in order")) << view().problem;

    damage = "A block of the second copy is damaged.";
    panel->verify();
    settle();
    EXPECT_EQ(view().problem, damage);
    EXPECT_EQ(view().done, "");
    EXPECT_EQ(view().work, StorageView::Work::none);
}

TEST_F(StorageTest, ExportsAndRestoresInClear)
{
    add_customer("1");
    panel->export_backup({});
    settle();
    ASSERT_TRUE(files.saved.finished) << view().problem;
    EXPECT_TRUE(files.saved.name.ends_with(".sqlite")) << files.saved.name;
    EXPECT_TRUE(view().last_backup_at.has_value());
    add_customer("2");

    files.to_choose = files.saved.bytes;
    panel->choose_backup();
    settle();
    ASSERT_TRUE(view().chosen.has_value()) << view().problem;
    EXPECT_FALSE(view().chosen->asks_passphrase);
    EXPECT_EQ(view().chosen->made_at, view().last_backup_at);
    EXPECT_EQ(customers(), 2) << "nothing yet";

    panel->restore();
    settle();
    EXPECT_EQ(customers(), 1) << view().problem;
    EXPECT_EQ(platform.reloads, 1);
    close();
    open();
    EXPECT_EQ(customers(), 1) << "it is durable";
}

TEST_F(StorageTest, AsksForThePassphraseUntilItFits)
{
    panel->export_backup(Secret("open sesame"));
    settle();
    EXPECT_TRUE(files.saved.name.ends_with(".backup")) << files.saved.name;
    files.to_choose = files.saved.bytes;
    panel->choose_backup();
    settle();
    ASSERT_TRUE(view().chosen.has_value());
    EXPECT_TRUE(view().chosen->asks_passphrase);
    panel->restore();
    settle();
    EXPECT_EQ(platform.reloads, 0) << "it is not open";

    panel->open_chosen(Secret("open barley"));
    settle();
    EXPECT_TRUE(view().chosen->problem.contains("not the passphrase")) << view().chosen->problem;
    EXPECT_TRUE(view().chosen->asks_passphrase);

    panel->open_chosen(Secret("open sesame"));
    settle();
    EXPECT_EQ(view().chosen->problem, "");
    EXPECT_TRUE(view().chosen->made_at.has_value());
    panel->restore();
    settle();
    EXPECT_EQ(platform.reloads, 1) << view().problem;
}

TEST_F(StorageTest, SaysWhatAFileIsNot)
{
    files.to_choose = store::Bytes(100, std::byte{0x20});
    panel->choose_backup();
    settle();

    EXPECT_TRUE(view().problem.contains("no backup of this program")) << view().problem;
    EXPECT_EQ(view().work, StorageView::Work::none);
    EXPECT_EQ(view().chosen, std::nullopt);
}

TEST_F(StorageTest, ChoosingNoneIsNoProblem)
{
    panel->choose_backup();
    settle();

    EXPECT_EQ(view().problem, "");
    EXPECT_EQ(view().work, StorageView::Work::none);
}

TEST_F(StorageTest, NeitherRestoresNorErasesDuringASync)
{
    panel->export_backup({});
    settle();
    files.to_choose = files.saved.bytes;
    panel->choose_backup();
    settle();
    ASSERT_TRUE(view().chosen.has_value());

    syncing = true;
    panel->restore();
    panel->erase();
    settle();
    EXPECT_EQ(platform.reloads, 0);
    EXPECT_EQ(erased, 0);
    EXPECT_FALSE(view().may_change);
}

TEST_F(StorageTest, EncryptsWhatIsStoredAndStartsAnew)
{
    add_customer("7");
    ASSERT_TRUE(view().can_encrypt);
    syncing = true;
    panel->change_encryption(Secret("open sesame"));
    settle();
    EXPECT_EQ(platform.reloads, 0) << "not during a sync";

    syncing = false;
    panel->change_encryption(Secret("open sesame"));
    pass(60'000);
    EXPECT_EQ(view().problem, "");
    EXPECT_EQ(platform.reloads, 1);

    close();
    passphrase = "open sesame";
    open();
    EXPECT_TRUE(is_locked);
    EXPECT_TRUE(view().is_encrypted);
    EXPECT_EQ(customers(), 1);
}

TEST_F(StorageTest, ErasesAndStartsAnew)
{
    panel->erase();
    settle();

    EXPECT_EQ(erased, 1);
    EXPECT_EQ(platform.reloads, 1);
}

}  // namespace
}  // namespace app::features
