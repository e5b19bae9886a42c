#include "store/storage_encryption.h"

#include <algorithm>

#include "contract/cipher_contract.h"
#include "store_fixture.h"
#include "support/remembered_ciphers.h"

namespace app::store {
namespace {

using testing::bytes_of_text;

constexpr std::string_view marker = "Ocean View Restaurant";
constexpr int rows = 60;  // more than one block

testing::RememberedCiphers& ciphers()
{
    static testing::RememberedCiphers ciphers;
    return ciphers;
}

bool holds(const Bytes& bytes)
{
    return std::ranges::contains_subrange(bytes, bytes_of_text(marker));
}

bool holds(const MemoryDisk& disk)
{
    return holds(disk.manifest) ||
           std::ranges::any_of(disk.records, [](const auto& record) { return holds(record.second); }) ||
           std::ranges::any_of(disk.blocks, [](const auto& block) { return holds(block.second); });
}

// A page in a browser that survives it: opened with a passphrase where one is asked.
class Page {
public:
    explicit Page(Browser& browser) : m_browser(browser)
    {
        std::unique_ptr<MemoryPages> second_pages;
        if (browser.second_disk) {
            second_pages = std::make_unique<MemoryPages>(browser.loop, browser.second_disk, browser.delay_ms);
        }
        second = second_pages.get();
        encryption = std::make_unique<StorageEncryption>(
            browser.loop, ciphers(), browser.random,
            std::make_unique<MemoryPages>(browser.loop, browser.disk, browser.delay_ms),
            std::move(second_pages));
    }

    bool is_locked() const { return must(run(encryption->is_locked())); }
    Result<void> unlock(std::string_view passphrase) const
    {
        return run(encryption->unlock(Secret(std::string(passphrase))));
    }
    void open()
    {
        Loop& loop = m_browser.loop;
        store = must(run(Store::open({.loop = loop,
                                      .random = m_browser.random,
                                      .pages = encryption->take_first(),
                                      .second_pages = encryption->take_second(),
                                      .lock = std::make_unique<MemoryTabLock>(loop, m_browser.lock),
                                      .tripwire = std::make_unique<MemoryTripwire>(m_browser.known)})));
        must(run(store->loaded()));
    }
    Result<void> change(std::string_view passphrase) const
    {
        return run(encryption->change(*store, Secret(std::string(passphrase))));
    }
    template <class T>
    Result<T> run(Task<T> task) const
    {
        return testing::run_task(m_browser.loop, m_browser.clock, std::move(task));
    }

    std::unique_ptr<StorageEncryption> encryption;
    std::unique_ptr<Store> store;
    MemoryPages* second = nullptr;

private:
    Browser& m_browser;
};

class StorageEncryptionTest : public ::testing::Test {
protected:
    StorageEncryptionTest() { begin_anew(); }

    void begin_anew()
    {
        m_browser = std::make_unique<Browser>();
        browser().second_disk = std::make_shared<MemoryDisk>();
    }
    Browser& browser() const { return *m_browser; }

    // A page that writes, of a database with something in its base and in its log.
    Page filled()
    {
        Page page(browser());
        EXPECT_FALSE(page.is_locked());
        page.open();
        for (int row = 0; row < rows; ++row) {
            must(page.store->database().execute(
                "INSERT INTO setting VALUES ('row ' || ?1, ?2 || hex(randomblob(6000)))", std::int64_t{row},
                marker));
        }
        must(browser().persist(*page.store));
        browser().idle(60'000);
        must(page.store->database().execute("INSERT INTO setting VALUES ('last', ?1)", marker));
        must(browser().persist(*page.store));
        browser().idle(60'000);
        return page;
    }
    // Starts anew with this passphrase, or none.
    Page reopened(std::string_view passphrase)
    {
        Page page(browser());
        EXPECT_EQ(page.is_locked(), !passphrase.empty());
        if (!passphrase.empty()) must(page.unlock(passphrase));
        page.open();
        return page;
    }
    void expect_all(const Page& page)
    {
        ASSERT_EQ(page.store->access(), StoreAccess::writer) << page.store->access_explanation();
        EXPECT_EQ(must(page.store->database().number(
                      "SELECT count(*) FROM setting WHERE instr(value, ?1) = 1", marker)),
                  rows + 1);
        must(page.store->database().execute("INSERT OR REPLACE INTO setting VALUES ('after', 'x')"));
        must(browser().persist(*page.store));
    }
    void form(std::string_view from)
    {
        Page page = filled();
        if (!from.empty()) must(page.change(from));
    }
    void expect_safe_when_killed_anywhere(std::string_view from, std::string_view to);

    std::unique_ptr<Browser> m_browser;
};

TEST_F(StorageEncryptionTest, EncryptsBothCopiesAndOpensWithThePassphraseOnly)
{
    {
        const Page page = filled();
        ASSERT_TRUE(holds(*browser().disk) && holds(*browser().second_disk));
        must(page.change("open sesame"));
        EXPECT_TRUE(page.encryption->is_encrypted());
    }
    EXPECT_FALSE(holds(*browser().disk));
    EXPECT_FALSE(holds(*browser().second_disk));
    {
        const Page page(browser());
        EXPECT_TRUE(page.is_locked());
        const Result<void> unlocked = page.unlock("open barley");
        ASSERT_FALSE(unlocked);
        EXPECT_EQ(unlocked.error().kind, ErrorKind::rejected);
    }
    const Page page = reopened("open sesame");
    EXPECT_EQ(page.store->history(), StoreHistory::continued);
    expect_all(page);
    browser().idle(60'000);
    EXPECT_FALSE(holds(*browser().disk) || holds(*browser().second_disk));
}

TEST_F(StorageEncryptionTest, AnotherPassphraseTakesThePlaceOfTheFirst)
{
    form("open sesame");
    must(reopened("open sesame").change("open barley"));
    EXPECT_FALSE(Page(browser()).unlock("open sesame"));
    expect_all(reopened("open barley"));
}

TEST_F(StorageEncryptionTest, IsStoredInClearAgain)
{
    form("open sesame");
    must(reopened("open sesame").change(""));
    expect_all(reopened(""));
    EXPECT_TRUE(holds(*browser().disk) && holds(*browser().second_disk));
}

TEST_F(StorageEncryptionTest, AFirstCopyThatVanishedComesBackEncrypted)
{
    form("open sesame");
    *browser().disk = {};
    {
        const Page page = reopened("open sesame");
        EXPECT_EQ(page.store->history(), StoreHistory::restored);
        expect_all(page);
        browser().idle(60'000);
    }
    EXPECT_TRUE(is_encrypted(browser().disk->manifest));
    EXPECT_FALSE(holds(*browser().disk));
}

TEST_F(StorageEncryptionTest, OneCopyAloneIsNotChanged)
{
    browser().second_disk.reset();
    const Page page = filled();
    EXPECT_FALSE(page.encryption->can_change());
    EXPECT_FALSE(page.change("open sesame"));
    expect_all(page);
}

TEST_F(StorageEncryptionTest, AWriterGoesOnWhenTheCopiesAreNotWhole)
{
    const Page page = filled();
    page.second->set_faults(MemoryFaults{.kind = MemoryFaults::Kind::fails_from_then});
    must(page.store->database().execute("INSERT INTO setting VALUES ('more', 'x')"));
    ASSERT_FALSE(page.change("open sesame"));
    EXPECT_FALSE(page.encryption->is_encrypted());
    expect_all(page);
}

TEST_F(StorageEncryptionTest, ASecondCopyThatDoesNotAnswerKeepsNobodyOut)
{
    browser().delay_ms = 0;
    auto second = std::make_unique<MemoryPages>(browser().loop, browser().second_disk, 1e9);
    StorageEncryption encryption(browser().loop, ciphers(), browser().random,
                                 std::make_unique<MemoryPages>(browser().loop, browser().disk),
                                 std::move(second));
    EXPECT_FALSE(must(testing::run_task(browser().loop, browser().clock, encryption.is_locked())));
    EXPECT_LT(browser().clock.elapsed_ms(), 1e6);
}

TEST_F(StorageEncryptionTest, GivenUpDataAreGoneAndThePlaceIsUsable)
{
    form("open sesame");
    Page page(browser());
    ASSERT_TRUE(page.is_locked());
    must(page.run(page.encryption->give_up()));
    page.open();
    EXPECT_EQ(page.store->access(), StoreAccess::writer);
    must(page.store->database().execute("INSERT INTO setting VALUES ('after', 'x')"));
    must(browser().persist(*page.store));
    EXPECT_FALSE(is_encrypted(browser().disk->manifest));
}

// Ends the page after each step of a change, one after the other.
void StorageEncryptionTest::expect_safe_when_killed_anywhere(std::string_view from, std::string_view to)
{
    int steps = 0;
    for (bool is_done = false; !is_done; ++steps) {
        begin_anew();
        form(from);
        {
            const Page page = reopened(from);
            browser().idle(60'000);
            Task<> change = page.encryption->change(*page.store, Secret(std::string(to)));
            change.start();
            for (int step = 0; step < steps && !change.done(); ++step) {
                while (browser().loop.run_ready(1000)) {}
                if (const auto due = browser().loop.next_due()) browser().clock.advance_to(*due);
            }
            while (browser().loop.run_ready(1000)) {}
            is_done = change.done();
        }
        SCOPED_TRACE("killed after step " + std::to_string(steps));
        Page page(browser());
        const bool is_locked = page.is_locked();
        const std::string_view now = !is_locked ? "" : page.unlock(to) ? to : from;
        if (is_locked) must(page.unlock(now));
        EXPECT_TRUE(is_locked || from.empty() || to.empty());
        page.open();
        expect_all(page);
        browser().idle(200'000);
        EXPECT_EQ(page.store->second_copy_state(), SecondCopyState::current);
        EXPECT_EQ(holds(*browser().disk), now.empty());
        EXPECT_EQ(holds(*browser().second_disk), now.empty());
    }
    EXPECT_GT(steps, 15);
}

TEST_F(StorageEncryptionTest, EncryptingMayEndAnywhere)
{
    expect_safe_when_killed_anywhere("", "open sesame");
}

TEST_F(StorageEncryptionTest, DecryptingMayEndAnywhere)
{
    expect_safe_when_killed_anywhere("open sesame", "");
}

TEST_F(StorageEncryptionTest, ChangingThePassphraseMayEndAnywhere)
{
    expect_safe_when_killed_anywhere("open sesame", "open barley");
}

}  // namespace
}  // namespace app::store
