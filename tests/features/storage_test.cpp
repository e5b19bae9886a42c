#include "features/storage/storage.h"

#include <gtest/gtest.h>

#include "store/memory_pages.h"
#include "support/fake_clock.h"
#include "support/open_store.h"
#include "support/openssl_cipher.h"
#include "support/run_task.h"
#include "support/seeded_random.h"
#include "support/two_time_zones.h"

namespace app::features {
namespace {

using namespace app::testing;

class QuietPlatform final : public Platform {
public:
    void navigate(const std::string&) override {}
    void open_link(const std::string&) override {}
    void copy_text(const std::string&) override {}
    void reload() override { ++reloads; }
    bool online() const override { return false; }
    void request_frame() override {}

    int reloads = 0;
};

class NoNetwork final : public net::Transport {
public:
    Task<net::Response> send(net::Request) override
    {
        co_return co_await Result<net::Response>(failed(ErrorKind::offline, "there is no network"));
    }
};

// A page whose files go into a folder in memory.
class FakeStoragePlatform final : public StoragePlatform {
public:
    struct Saved {
        std::string name;
        store::Bytes bytes;
        bool finished = false;
    };

    class Download final : public FileDownload {
    public:
        explicit Download(Saved& saved) : m_saved(saved) {}
        Task<> write(store::Bytes bytes) override
        {
            m_saved.bytes.insert(m_saved.bytes.end(), bytes.begin(), bytes.end());
            co_return;
        }
        Task<> finish() override
        {
            m_saved.finished = true;
            co_return;
        }

    private:
        Saved& m_saved;
    };

    class Upload final : public store::ByteSource {
    public:
        explicit Upload(store::Bytes bytes) : m_bytes(std::move(bytes)) {}
        std::int64_t size() const override { return static_cast<std::int64_t>(m_bytes.size()); }
        Task<store::Bytes> read(std::int64_t offset, std::size_t size) override
        {
            const auto begin = m_bytes.begin() + offset;
            co_return store::Bytes(begin, begin + static_cast<std::ptrdiff_t>(size));
        }

    private:
        store::Bytes m_bytes;
    };

    Task<ChosenFile> choose_file() override
    {
        if (!to_choose) co_await Result<void>(failed(ErrorKind::cancelled, "No file was chosen."));
        co_return ChosenFile{.name = "chosen", .bytes = std::make_unique<Upload>(*to_choose)};
    }
    std::unique_ptr<FileDownload> begin_download(std::string name) override
    {
        saved = {.name = std::move(name), .bytes = {}};
        return std::make_unique<Download>(saved);
    }
    Task<StorageEstimate> estimate() override { co_return current; }
    Task<StorageEstimate> ask_to_persist() override
    {
        current.is_persistent = true;
        co_return current;
    }
    store::Ciphers& ciphers() override { return m_ciphers; }

    Saved saved;
    std::optional<store::Bytes> to_choose;
    StorageEstimate current{.quota_bytes = 1'000'000'000};

private:
    OpensslCiphers m_ciphers;
};

class StorageTest : public ::testing::Test {
protected:
    StorageTest() { open(); }
    ~StorageTest() override { close(); }

    // A page over what is stored; it goes without a word.
    void open()
    {
        auto opened = run_task(loop, clock,
                               open_store({.loop = loop,
                                           .random = random,
                                           .pages = std::make_unique<store::MemoryPages>(loop, disk),
                                           .lock = nullptr}));
        ASSERT_TRUE(opened.has_value()) << opened.error().message;
        store = *std::move(opened);
        ledger.emplace(*store);
        panel.emplace(services, *ledger, &files,
                      StorageActions{.is_syncing = [this] { return syncing; },
                                     .verify_copies = [this] { return verify(); },
                                     .erase = [this] { return erase(); }});
        panel->refresh();
        settle();
    }
    void close()
    {
        panel.reset();
        ledger.reset();
        store.reset();
    }
    // Lets the page work for a second.
    void settle()
    {
        const double end = clock.elapsed_ms() + 1000;
        while (clock.elapsed_ms() < end) {
            while (loop.run_ready(1000)) {}
            const auto due = loop.next_due();
            clock.advance_to(due ? *due : MonotonicTime{end});
        }
    }
    Task<> verify()
    {
        if (!damage.empty()) co_await Result<void>(failed(ErrorKind::storage, damage));
    }
    Task<> erase()
    {
        ++erased;
        co_return;
    }
    const StorageView& view() { return panel->view(); }
    std::int64_t customers()
    {
        const auto count = store->database().number("SELECT count(*) FROM customer");
        return count ? *count : -1;
    }
    void add_customer(const std::string& id)
    {
        store::CustomerRow row;
        row.connection = ConnectionId("quickbooks-1");
        row.id = QuickBooksId(id);
        ASSERT_TRUE(ledger->customers.put(row).has_value());
    }

    FakeClock clock;
    Loop loop{clock};
    SeededRandom random{1};
    TwoTimeZones zones;
    NoNetwork network;
    Log log{clock, [](const LogLine&) {}};
    QuietPlatform platform;
    FakeStoragePlatform files;
    Services services{.loop = loop,
                      .clock = clock,
                      .random = random,
                      .zones = zones,
                      .transport = network,
                      .log = log,
                      .platform = platform};
    std::shared_ptr<store::MemoryDisk> disk = std::make_shared<store::MemoryDisk>();
    bool syncing = false;
    std::string damage;
    int erased = 0;
    std::unique_ptr<store::Store> store;
    std::optional<sync::Ledger> ledger;
    std::optional<Storage> panel;
};

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

TEST_F(StorageTest, ErasesAndStartsAnew)
{
    panel->erase();
    settle();

    EXPECT_EQ(erased, 1);
    EXPECT_EQ(platform.reloads, 1);
}

}  // namespace
}  // namespace app::features
