#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/random.h"
#include "base/task.h"
#include "store/database.h"
#include "store/migrations.h"
#include "store/page_file.h"
#include "store/page_vfs.h"
#include "store/signal.h"
#include "store/tab_lock.h"
#include "store/tripwire.h"

// The database with its durability. Commits are in memory at once; the changed blocks follow to the
// page file on their own after `flush_delay_ms`, and persisted() waits for them. Many commits share one
// flush; one flush is in flight at a time.
namespace app::store {

// Whether what was committed would survive a crash now. For the status line.
enum class SaveState { saved, saving, not_saved };
struct SaveStatus {
    SaveState state = SaveState::saved;
    std::string reason;  // a sentence when not_saved
    bool operator==(const SaveStatus&) const = default;
};

class SaveObserver {
public:
    // Called from within the loop, on every change. Must not use the store.
    virtual void save_status_changed(const SaveStatus& status) = 0;

protected:
    ~SaveObserver() = default;
};

// What this page may do with the database.
enum class StoreAccess {
    writer,        // all
    other_tab,     // another tab writes: this one reads the last stored state
    newer_schema,  // a newer version of the program made the database: reading only, reload the page
};

// What the page file was found to be, compared with what the tripwire knows.
enum class StoreHistory {
    continued,  // the last state that was durable, or the first visit
    vanished,   // empty, although something had been stored
    older,      // an earlier state than the last durable one
};

struct StoreCounters {
    std::int64_t flushes = 0;  // that succeeded
    std::int64_t failed_flushes = 0;
    std::int64_t bytes = 0;   // stored by those flushes
    std::int64_t commit = 0;  // number of the last durable state
};

struct StoreOptions {
    Loop& loop;
    Random& random;
    std::unique_ptr<PageFile> pages;
    std::unique_ptr<TabLock> lock;                 // none: the only writer by construction (tests, headless)
    SaveObserver* observer = nullptr;              // outlives the store
    std::unique_ptr<Tripwire> tripwire = nullptr;  // none: whatever is found counts as continued
};

class Store final : private ImageListener {
public:
    static constexpr double flush_delay_ms = 100;
    static constexpr double retry_delay_first_ms = 500;
    static constexpr double retry_delay_max_ms = 30'000;

    // Loads the stored image, checks it, and brings its schema up to date. Fails with
    // ErrorKind::storage when the browser has no storage or the image is damaged; a damaged image
    // is never written to.
    static Task<std::unique_ptr<Store>> open(StoreOptions options);
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store() override = default;

    Database& database() { return *m_database; }
    StoreAccess access() const { return m_access; }
    StoreHistory history() const { return m_history; }
    // A sentence when access is not `writer`, else empty.
    std::string access_explanation() const;

    // Returns when everything committed before the call is durable. Fails with the flush's error
    // when that attempt failed (the blocks stay queued and are tried again without anybody
    // waiting), with `conflict` when another writer took over. Never inside a transaction.
    Task<> persisted();

    // Returns once the other tab has given up the lock; only with StoreAccess::other_tab.
    Task<> other_tab_closed();

    const SaveStatus& save_status() const { return m_status; }
    const StoreCounters& counters() const { return m_counters; }

private:
    class FlushWait;

    explicit Store(StoreOptions options);
    Result<void> take_image(const StoredImage& image);
    Result<void> open_database();
    Result<void> settle_access(MigrationOutcome outcome);
    void start_flushing();

    void image_changed() override;
    bool needs_flush() const;
    Task<> run_schedule();
    Task<> run_flushes();
    Task<> flush_once();
    std::shared_ptr<const BlockBatch> capture();
    void flush_succeeded(const BlockBatch& batch, std::uint64_t generation);
    void flush_failed(const BlockBatch& batch, std::uint64_t generation, const Error& error);
    void lose_file(const Error& error);
    void finish_waits(std::uint64_t generation, const Result<void>& result);
    void set_status(SaveStatus status);

    Loop& m_loop;
    std::unique_ptr<PageFile> m_pages;
    std::unique_ptr<TabLock> m_lock;
    SaveObserver* m_observer;
    std::unique_ptr<Tripwire> m_tripwire;
    StoreHistory m_history = StoreHistory::continued;
    StoreAccess m_access = StoreAccess::writer;
    std::string m_writer;  // this store's name in the manifest
    Manifest m_stored;
    std::unique_ptr<PageVfs> m_vfs;
    std::unique_ptr<Database> m_database;
    std::uint64_t m_durable_generation = 0;
    std::optional<Error> m_lost;  // another writer took over
    SaveStatus m_status;
    StoreCounters m_counters;
    double m_delay_ms = flush_delay_ms;
    std::vector<FlushWait*> m_waits;
    Signal m_changed;
    Signal m_flush_requested;
    // Last, so that they are cancelled before what they use is gone.
    Task<> m_schedule;
    Task<> m_flusher;
};

}  // namespace app::store
