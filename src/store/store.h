#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/random.h"
#include "base/task.h"
#include "store/checkpointer.h"
#include "store/database.h"
#include "store/migrations.h"
#include "store/page_file.h"
#include "store/page_vfs.h"
#include "store/second_copy.h"
#include "store/signal.h"
#include "store/tab_feed.h"
#include "store/tab_lock.h"
#include "store/tripwire.h"

// The database with its durability. Commits are in memory at once; what they changed follows to the log of each copy on
// its own after `flush_delay_ms`, as one record, and persisted() hurries and waits for it. Many commits share one record.
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

// What persisted() waits for.
enum class Durability {
    any_copy,  // on the disk in one copy; the others follow within Store::flush_delay_ms
    every_copy,  // in each copy that works: for what must not be forgotten even when the browser loses one, because
                 // something outside of this page follows from it
};

// What this page may do with the database.
enum class StoreAccess {
    writer,        // all
    other_tab,     // another tab writes: this one reads the last stored state
    newer_schema,  // a newer version of the program made the database: reading only, reload the page
    damaged,       // what is stored is damaged and no copy is whole: reading what can be read
};

// What the page file was found to be, compared with what the tripwire and the second copy know.
enum class StoreHistory {
    continued,  // the last state that was durable, or the first visit
    restored,   // it was not, but the second copy had it
    vanished,   // empty, although something had been stored
    older,      // an earlier state than the last durable one
};

// The second copy, for the person.
enum class SecondCopyState {
    none,      // this browser has no second place
    building,  // not whole yet
    current,   // has everything that is durable
    failing,   // takes nothing at present; the first copy alone counts
};

struct StoreCounters {
    std::int64_t flushes = 0;  // that succeeded
    std::int64_t failed_flushes = 0;
    std::int64_t bytes = 0;     // of the records of those flushes
    std::int64_t sequence = 0;  // number of the last durable record
};

struct StoreOptions {
    Loop& loop;
    Random& random;
    std::unique_ptr<PageFile> pages;
    std::unique_ptr<PageFile> second_pages = nullptr;  // another failure domain; none: one copy
    std::unique_ptr<TabLock> lock;                 // none: the only writer by construction (tests, headless)
    SaveObserver* observer = nullptr;              // outlives the store
    std::unique_ptr<Tripwire> tripwire = nullptr;  // none: whatever is found counts as continued
    std::unique_ptr<TabFeed> feed = nullptr;       // none: no other tab can follow
};

class Store final : private ImageListener, private SecondCopyListener, private TabFeedListener {
public:
    static constexpr double flush_delay_ms = 50;
    static constexpr double retry_delay_first_ms = 500;
    static constexpr double retry_delay_max_ms = 30'000;

    // Finds the newest whole state among the copies and opens it, before all of it is loaded; brings the schema up to
    // date. Fails with ErrorKind::storage when the browser has no storage. Damage is no failure: see access().
    static Task<std::unique_ptr<Store>> open(StoreOptions options);
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store() override = default;

    // Until loaded() has returned, changes are refused and a query may fail because a part is not there yet: ask
    // through read().
    Database& database() { return *m_database; }
    StoreAccess access() const { return m_access; }
    StoreHistory history() const { return m_history; }
    // What was found in each copy, for the log.
    const std::string& found() const { return m_found; }
    // A sentence when access is not `writer`, else empty.
    std::string access_explanation() const;
    const std::string& database_id() const { return m_database_id; }

    // Returns once everything is in memory and, for a writer, changes are allowed. For one waiter.
    Task<> loaded();
    bool is_loaded() const { return m_is_loaded; }
    // 0 to 1, for the person.
    double loaded_part() const;
    // Calls `ask`, which only reads and can be repeated, until no part that it needs is missing.
    template <class T>
    Task<T> read(std::function<Result<T>()> ask);

    // Returns when everything committed before the call is durable. Fails with the flush's error when two attempts have
    // failed (the record stays queued and is tried again without anybody waiting), with `conflict` when another writer
    // took over. Never inside a transaction.
    Task<> persisted(Durability durability);

    // Returns once the other tab has given up the lock; only with StoreAccess::other_tab.
    Task<> other_tab_closed();
    // Returns once the image shows a later state that the other tab has stored: true. False when it cannot: the page
    // must be loaded anew. Only with StoreAccess::other_tab.
    Task<bool> followed();

    // Makes what is in memory the stored state, in place of what was damaged, and this tab its writer; only with
    // StoreAccess::damaged. What could not be read is lost then: export first, restore a backup after.
    Task<> write_over_damage();
    // Reads again what is stored, in both copies. Fails with ErrorKind::storage, naming the part, when one is damaged.
    Task<> verify();
    // Removes the database from this browser, in both copies. The page must be loaded anew after it.
    Task<> erase();

    // Makes everything durable in both copies and then writes no more, for good: the page files are the caller's until
    // the page is loaded anew. Fails, and goes on, when the two are not whole at present.
    Task<> retire();
    // Blocks that the base may hold.
    std::uint32_t block_count() const { return m_vfs->image().block_count(); }

    const SaveStatus& save_status() const { return m_status; }
    const StoreCounters& counters() const { return m_counters; }
    // Counts the writers of this database; a higher one is newer whatever its sequence. Durable once persisted().
    std::int64_t epoch() const { return m_head.epoch; }
    // What was stored when this page began to write.
    std::int64_t found_epoch() const { return m_found_head.epoch; }
    std::int64_t found_sequence() const { return m_found_head.sequence; }
    SecondCopyState second_copy_state() const;

private:
    class FlushWait;
    // Taken from the image, not yet in the first copy.
    struct Unsent {
        std::shared_ptr<const LogAppend> record;
        std::uint64_t generation;  // of the image then
    };

    explicit Store(StoreOptions options);

    // store_open.cpp
    Task<> open_to_write();
    Task<> open_beside_a_writer();
    Task<> find_state();
    Task<> load_second();
    Task<> limit_second();
    Task<> second_is_loaded();
    void choose_source();
    std::optional<Error> damage_of_nothing() const;
    std::string describe_found() const;
    DatabaseMark known_of(const ImageCopy& copy) const;
    Task<> open_image();
    Task<> open_database();
    Task<> load_blocks(std::vector<std::uint32_t> blocks);
    Task<Bytes> replacement_for(std::uint32_t block, Error damage);
    Task<> load_all();
    Task<> finish_opening();
    Task<> bring_together();
    Task<> join_copies();
    Task<bool> append_missing(ImageCopy& behind, const ImageCopy& source);
    Task<> adopt_from_second();

    // store_follow.cpp
    void other_tab_stored() override;
    Task<bool> catch_up();
    bool can_follow() const;
    Task<std::vector<BaseBlock>> read_renewed();

    // store_flush.cpp
    void become_writer();
    void image_changed() override;
    bool needs_flush() const;
    Task<> run_schedule();
    Task<> run_flushes();
    Task<> flush_once();
    Task<> send_unsent();
    void capture();
    void make_opening();
    void add_record(std::span<const LineRange> changes);
    void flush_succeeded();
    void flush_failed(const Error& error);
    void lose_file(const Error& error);
    void stop_writing();
    Task<> come_to_rest();
    void set_status(SaveStatus status);

    // store_durability.cpp
    bool is_durable(std::uint64_t generation, Durability durability) const;
    bool may_run_ahead() const;
    void hurry(Durability durability);
    void second_copy_takes_records() override;
    bool first_copy_has(std::uint64_t generation) const override;
    void second_copy_moved() override;
    void note_durable(std::int64_t sequence);
    void finish_waits();
    void fail_waits(const Error& error);

    Loop& m_loop;
    Random& m_random;
    std::unique_ptr<TabLock> m_lock;
    SaveObserver* m_observer;
    std::unique_ptr<Tripwire> m_tripwire;
    std::unique_ptr<TabFeed> m_feed;
    StoreHistory m_history = StoreHistory::continued;
    std::string m_found;
    StoreAccess m_access = StoreAccess::writer;
    std::string m_database_id;

    std::unique_ptr<PageVfs> m_vfs;
    std::unique_ptr<Database> m_database;
    ImageCopy m_first;
    std::unique_ptr<ImageCopy> m_second;
    ImageCopy* m_source = nullptr;  // the copy that the image was read from
    std::unique_ptr<BlockReader> m_reader;
    DatabaseMark m_known;           // what the tripwire says
    std::optional<Error> m_damage;  // a part could not be read from any copy
    bool m_is_loaded = false;
    std::optional<Error> m_loading_failure;
    bool m_second_is_loaded = false;
    std::optional<Error> m_second_failure;

    RecordHead m_found_head;  // of the last record that was there when this page began to write
    RecordHead m_head;        // of the last record that was taken from the image
    std::uint32_t m_head_checksum = 0;
    std::uint64_t m_captured_generation = 0;
    std::int64_t m_found_sequence = 0;  // of the first copy when this tab became its writer
    std::deque<Unsent> m_unsent;
    std::size_t m_unsent_bytes = 0;
    std::uint64_t m_first_generation = 0;  // durable in the first copy
    bool m_has_taken_over = false;         // the first copy's manifest names this writer
    std::optional<Error> m_lost;           // another writer took over
    SaveStatus m_status;
    StoreCounters m_counters;
    double m_delay_ms = flush_delay_ms;
    std::vector<FlushWait*> m_waits;
    Signal m_changed;
    Signal m_flush_requested;
    Signal m_announced;
    Signal m_loaded;
    Signal m_second_loaded;
    std::optional<Checkpointer> m_checkpointer;  // of the first copy
    std::optional<SecondCopy> m_second_copy;
    // Last, so that they are cancelled before what they use is gone.
    Task<> m_second_loading;
    Task<> m_second_limit;
    Task<> m_loading;
    Task<> m_schedule;
    Task<> m_flusher;
};

template <class T>
Task<T> Store::read(std::function<Result<T>()> ask)
{
    while (true) {
        m_vfs->image().take_missed_block();
        Result<T> answer = ask();
        const std::optional<std::uint32_t> missed = m_vfs->image().take_missed_block();
        if (answer || !missed) co_return co_await std::move(answer);
        co_await load_blocks({*missed});
    }
}

}  // namespace app::store
