#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "features/storage/storage.h"
#include "store/memory_pages.h"
#include "store/storage_encryption.h"
#include "support/answer.h"
#include "support/fake_clock.h"
#include "support/fake_server_storage.h"
#include "support/open_store.h"
#include "support/openssl_cipher.h"
#include "support/run_task.h"
#include "support/seeded_random.h"
#include "support/two_time_zones.h"

// The storage panel over a database in memory, with a browser's files and the application's server as fakes.
namespace app::features {

using namespace app::testing;

class QuietPlatform final : public Platform {
public:
    void navigate(const std::string&) override {}
    void open_link(const std::string&) override {}
    void copy_text(const std::string&) override {}
    void reload() override { ++reloads; }
    bool online() const override { return has_network; }
    void request_frame() override {}

    int reloads = 0;
    bool has_network = true;
};

// The application's own server, when it is reached.
class StorageServer final : public net::Transport {
public:
    StorageServer(Loop& loop, const Clock& clock) : storage(clock), m_loop(loop) {}

    Task<net::Response> send(net::Request request) override
    {
        co_await m_loop.sleep(1);
        if (!reachable) co_await Result<void>(failed(ErrorKind::offline, "the server was not reached"));
        co_return storage.handle(request);
    }

    FakeServerStorage storage;
    bool reachable = true;

private:
    Loop& m_loop;
};

// A page whose files go into a folder in memory.
class FakeStoragePlatform final : public StoragePlatform {
public:
    explicit FakeStoragePlatform(net::Transport& server) : m_server(server) {}

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

    class ToServer final : public FileUpload {
    public:
        explicit ToServer(net::Transport& server) : m_server(server) {}
        Task<> write(store::Bytes bytes) override
        {
            for (const std::byte byte : bytes) m_body += static_cast<char>(byte);
            co_return;
        }
        Task<net::Response> send(net::Request request) override
        {
            request.body = std::move(m_body);
            return m_server.send(std::move(request));
        }

    private:
        net::Transport& m_server;
        std::string m_body;
    };

    std::unique_ptr<FileUpload> begin_upload() override { return std::make_unique<ToServer>(m_server); }
    Task<FetchedFile> fetch_file(std::string path) override
    {
        FetchedFile fetched{.response = co_await m_server.send({.path = std::move(path)}), .bytes = {}};
        if (!fetched.response.ok()) co_return fetched;
        store::Bytes bytes;
        for (const char byte : fetched.response.body) bytes.push_back(static_cast<std::byte>(byte));
        fetched.bytes = std::make_unique<Upload>(std::move(bytes));
        co_return fetched;
    }

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
    net::Transport& m_server;
    OpensslCiphers m_ciphers;
};

class StorageTest : public ::testing::Test {
protected:
    StorageTest() { open(); }
    ~StorageTest() override { close(); }

    // A page over what is stored; it goes without a word.
    void open()
    {
        encryption.emplace(loop, files.ciphers(), random, std::make_unique<store::MemoryPages>(loop, disk),
                           std::make_unique<store::MemoryPages>(loop, second_disk));
        services.encryption = &*encryption;
        is_locked = *run_task(loop, clock, encryption->is_locked());
        if (is_locked) ASSERT_TRUE(run_task(loop, clock, encryption->unlock(Secret(passphrase))));
        auto opened = run_task(loop, clock,
                               open_store({.loop = loop,
                                           .random = random,
                                           .pages = encryption->take_first(),
                                           .second_pages = encryption->take_second(),
                                           .lock = nullptr}));
        ASSERT_TRUE(opened.has_value()) << opened.error().message;
        store = *std::move(opened);
        ledger.emplace(*store);
        panel.emplace(services, *ledger, &files,
                      StorageActions{.is_syncing = [this] { return syncing; },
                                     .has_server = [this] { return server.reachable; },
                                     .verify_copies = [this] { return verify(); },
                                     .erase = [this] { return erase(); }});
        panel->start();
        panel->refresh();
        settle();
    }
    void close()
    {
        panel.reset();
        ledger.reset();
        store.reset();
        encryption.reset();
    }
    // Lets the page work for a second.
    void settle() { pass(1000); }
    void pass(double duration_ms)
    {
        const double end = clock.elapsed_ms() + duration_ms;
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
    StorageServer server{loop, clock};
    Log log{clock, [](const LogLine&) {}};
    QuietPlatform platform;
    FakeStoragePlatform files{server};
    Services services{.loop = loop,
                      .clock = clock,
                      .random = random,
                      .zones = zones,
                      .transport = server,
                      .log = log,
                      .platform = platform};
    std::shared_ptr<store::MemoryDisk> disk = std::make_shared<store::MemoryDisk>();
    std::shared_ptr<store::MemoryDisk> second_disk = std::make_shared<store::MemoryDisk>();
    std::string passphrase;  // for the next opening
    bool is_locked = false;  // was, at the last one
    bool syncing = false;
    std::string damage;
    int erased = 0;
    std::optional<store::StorageEncryption> encryption;
    std::unique_ptr<store::Store> store;
    std::optional<sync::Ledger> ledger;
    std::optional<Storage> panel;
};

}  // namespace app::features
