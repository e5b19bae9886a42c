#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "base/assert.h"
#include "store/store.h"

// How a store comes to life. What is needed for the first answer is read first; the rest follows while answers are
// given; only then, with everything in memory and the copies brought together, may this tab write.
namespace app::store {

namespace {

constexpr std::size_t blocks_at_once = 4;
constexpr std::size_t joined_bytes_max = 1024 * std::size_t{1024};
constexpr int reading_attempts_max = 5;
constexpr double between_attempts_ms = 500;
constexpr double stored_copy_limit_ms = 30'000;
constexpr std::string_view loading_sentence =
    "The data are still being loaded. Nothing can be changed until they are there.";

// The last record that both copies have; nothing when they have nothing in common.
std::optional<std::int64_t> last_common(const StoredState& left, const StoredState& right)
{
    for (std::int64_t sequence = std::min(left.sequence, right.sequence); sequence >= 0; --sequence) {
        const auto in_left = left.checksum_of(sequence);
        const auto in_right = right.checksum_of(sequence);
        if (!in_left || !in_right) return std::nullopt;
        if (*in_left == *in_right) return sequence;
    }
    return std::nullopt;
}

// How far a copy that is in order has come; nothing for others. What a later writer stored counts more than the longer
// history of an earlier one, which went on although it had been fenced off from the other copy.
struct Reach {
    std::int64_t epoch = -1;
    std::int64_t sequence = -1;
    bool exists() const { return sequence >= 0; }
    auto operator<=>(const Reach&) const = default;
};

Reach reach_of(const ImageCopy& copy)
{
    if (copy.condition() != ImageCopy::Condition::whole) return {};
    return {.epoch = copy.state().epoch, .sequence = copy.sequence()};
}

bool is_same_database(const ImageCopy& left, const ImageCopy& right)
{
    const bool either_is_unnamed = left.database_id().empty() || right.database_id().empty();
    return either_is_unnamed || left.database_id() == right.database_id();
}

// By the last records of the first copy and of the one that is taken; -1: there is none.
StoreHistory history_of(std::int64_t first, std::int64_t found, const DatabaseMark& known)
{
    if (known.sequence > 0 && found < known.sequence)
        return found < 0 ? StoreHistory::vanished : StoreHistory::older;
    const bool lost_first = first < 0 && found >= 0;
    return lost_first || std::max<std::int64_t>(first, 0) < known.first ? StoreHistory::restored
                                                                        : StoreHistory::continued;
}

std::span<const std::byte, block_size> empty_block()
{
    static const std::array<std::byte, block_size> zeros{};
    return zeros;
}

RecordHead head_of(const StoredState& state)
{
    return {.sequence = state.sequence,
            .epoch = state.epoch,
            .writer = state.writer,
            .file_size = state.file_size,
            .schema = state.schema};
}

}  // namespace

Task<std::unique_ptr<Store>> Store::open(StoreOptions options)
{
    auto store = std::unique_ptr<Store>(new Store(std::move(options)));
    if (store->m_lock) {
        const TabLockState lock = co_await store->m_lock->try_acquire();
        if (lock != TabLockState::held) store->m_access = StoreAccess::other_tab;
    }
    if (store->m_access == StoreAccess::other_tab) co_await store->open_beside_a_writer();
    else co_await store->open_to_write();
    store->m_loading = store->finish_opening();
    store->m_loading.start();
    co_return store;
}

Task<> Store::open_to_write()
{
    co_await find_state();
    co_await open_image();
    co_await open_database();
}

// The writer may renew the base between our reading the manifest and a block, which then looks damaged: what is stored
// is read again.
Task<> Store::open_beside_a_writer()
{
    for (int attempt = 1;; ++attempt) {
        m_damage.reset();
        m_source = nullptr;
        co_await m_first.load();
        choose_source();
        co_await open_image();
        co_await load_all();
        if (!m_damage || attempt == reading_attempts_max) break;
    }
    co_await open_database();
}

// The second copy is read beside, and waited for only when the first one is not what it should be.
Task<> Store::find_state()
{
    if (m_tripwire) m_known = m_tripwire->last();
    if (m_second) {
        m_second_loading = load_second();
        m_second_loading.start();
    }
    co_await m_first.load();
    if (m_second) {
        m_second_limit = limit_second();
        m_second_limit.start();
    }
    const bool is_whole = m_first.condition() == ImageCopy::Condition::whole;
    const bool is_current = is_whole && m_first.sequence() >= known_of(m_first).sequence;
    if (!is_current) co_await second_is_loaded();
    choose_source();
}

// What the tripwire knows of this copy's database.
DatabaseMark Store::known_of(const ImageCopy& copy) const
{
    const bool is_other = !copy.database_id().empty() && copy.database_id() != m_known.database_id;
    return is_other ? DatabaseMark{} : m_known;
}

// When something is known to have been stored, it may be the only copy that is left: a file that a page which just ended
// still holds is free a moment later.
Task<> Store::load_second()
{
    const int attempts = m_known.sequence > 0 ? reading_attempts_max : 1;
    for (int attempt = 1; attempt <= attempts; ++attempt) {
        if (attempt > 1) co_await m_loop.sleep(between_attempts_ms);
        const Result<void> loaded = co_await outcome(m_second->load());
        m_second_failure.reset();
        if (loaded) break;
        m_second_failure = loaded.error();
    }
    m_second_is_loaded = true;
    m_second_loaded.set();
}

// On a first visit a second copy that does not answer keeps nobody waiting. Later it may have what the first one did not get in
// time, or be the only one that is left: a browser that was killed while much else runs has been seen to need longer.
Task<> Store::limit_second()
{
    co_await m_loop.sleep(SecondCopy::answer_limit_ms);
    const bool is_first_visit = m_known.sequence == 0 && m_first.is_untouched();
    if (!is_first_visit && !m_second_is_loaded) {
        co_await m_loop.sleep(stored_copy_limit_ms - SecondCopy::answer_limit_ms);
    }
    if (m_second_is_loaded) co_return;
    m_second_loading = {};
    m_second_failure = Error{ErrorKind::storage, "The second copy does not answer.", {}};
    m_second_is_loaded = true;
    m_second_loaded.set();
}

Task<> Store::second_is_loaded()
{
    if (m_second && !m_second_is_loaded) co_await m_second_loaded.wait();
}

void Store::choose_source()
{
    const bool knows_second = m_second && m_second_is_loaded && !m_second_failure;
    const Reach first = reach_of(m_first);
    Reach second = knows_second ? reach_of(*m_second) : Reach{};
    // A copy of another database, left from before this browser was erased, is none.
    const bool is_related = !first.exists() || !second.exists() || is_same_database(m_first, *m_second);
    if (!is_related) second = {};
    if (second > first) {
        m_source = m_second.get();
    } else if (m_first.has_state()) {
        m_source = &m_first;
    } else if (knows_second && is_related && m_second->has_state()) {
        m_source = m_second.get();  // an earlier state, before its damage
    }
    if (!first.exists() && !second.exists()) m_damage = damage_of_nothing();
    const ImageCopy& found = second > first ? *m_second : m_first;
    m_history = history_of(first.sequence, std::max(first, second).sequence, known_of(found));
    m_found = describe_found();
}

std::string Store::describe_found() const
{
    std::string second = "none";
    if (m_second_failure)
        second = "not readable: " + m_second_failure->message + " " + m_second_failure->detail;
    else if (m_second) second = m_second_is_loaded ? m_second->description() : "not looked at yet";
    return std::format("first copy: {}; second copy: {}; known: record {}, {} in the first",
                       m_first.description(), second, m_known.sequence, m_known.first);
}

// Why nothing was found, unless nothing is there. A second copy that cannot be read at present may have everything: it
// must not be written over before a person has decided that.
std::optional<Error> Store::damage_of_nothing() const
{
    if (m_first.failure()) return m_first.failure();
    if (!m_second || m_known.sequence == 0) return std::nullopt;
    if (m_second_failure) return m_second_failure;
    return m_second_is_loaded ? m_second->failure() : std::nullopt;
}

Task<> Store::open_image()
{
    m_database.reset();
    m_vfs = co_await PageVfs::create("pages-" + make_uuid(m_random));
    m_reader.reset();
    m_head = {};
    m_head_checksum = 0;
    if (m_source) {
        m_reader = m_source->reader();
        m_database_id = m_source->database_id();
        m_head = head_of(m_source->state());
        m_head_checksum = m_source->state().checksum;
        m_vfs->image().begin_loading(m_reader->file_size());
    }
    m_counters.sequence = m_head.sequence;
    if (m_database_id.empty()) m_database_id = make_uuid(m_random);
}

Task<> Store::open_database()
{
    m_database =
        co_await read<std::unique_ptr<Database>>([this] { return Database::open("main", m_vfs->name()); });
    const bool is_old = co_await read<bool>([this] { return needs_migration(*m_database); });
    if (is_old) co_await load_all();
    const Result<MigrationOutcome> migrated =
        co_await outcome(read<MigrationOutcome>([this] { return migrate(*m_database); }));
    if (migrated && *migrated == MigrationOutcome::newer && m_access == StoreAccess::writer) {
        m_access = StoreAccess::newer_schema;
    }
    if (!migrated) m_damage = migrated.error();
    if (m_damage && m_access == StoreAccess::writer) m_access = StoreAccess::damaged;
    // A tab that only reads may have brought the schema up to date in its own image: nobody stores that.
    const bool may_write = m_access == StoreAccess::writer;
    co_await m_database->refuse_changes(may_write ? std::string(loading_sentence) : access_explanation());
}

Task<> Store::load_blocks(std::vector<std::uint32_t> blocks)
{
    PageImage& image = m_vfs->image();
    std::erase_if(blocks, [&](std::uint32_t block) { return !image.is_absent(block); });
    const std::vector<Result<Bytes>> stored = co_await m_reader->read(blocks);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (!image.is_absent(blocks[i])) continue;  // came meanwhile
        Result<Bytes> block = stored[i];
        if (!block) block = co_await outcome(replacement_for(blocks[i], block.error()));
        if (!block) m_damage = block.error();
        image.fill_block(blocks[i], block ? std::span<const std::byte, block_size>(*block) : empty_block());
    }
}

// From the other copy, when it holds the very same state.
Task<Bytes> Store::replacement_for(std::uint32_t block, Error damage)
{
    if (m_access == StoreAccess::writer) co_await second_is_loaded();
    const bool knows_second = m_second && m_second_is_loaded && !m_second_failure;
    ImageCopy* const other = m_source == &m_first ? m_second.get() : &m_first;
    const bool is_same = knows_second && other->condition() == ImageCopy::Condition::whole &&
                         other->sequence() == m_head.sequence && other->checksum() == m_head_checksum;
    if (!is_same) co_await Result<void>(std::unexpected(std::move(damage)));
    const std::unique_ptr<BlockReader> reader = other->reader();
    std::vector<Result<Bytes>> found = co_await reader->read({block});
    Bytes bytes = co_await std::move(found.front());
    const LineRange lines{static_cast<std::uint32_t>(block * (block_size / line_size)),
                          block_size / line_size};
    m_source->note_changes({&lines, 1}, m_head.sequence + 1);  // so that its base is renewed
    co_return bytes;
}

Task<> Store::load_all()
{
    PageImage& image = m_vfs->image();
    std::vector<std::uint32_t> portion;
    for (std::uint32_t block = 0; block < image.block_count(); ++block) {
        if (image.is_absent(block)) portion.push_back(block);
        if (portion.size() < blocks_at_once && block + 1 < image.block_count()) continue;
        co_await load_blocks(std::exchange(portion, {}));
    }
}

Task<> Store::finish_opening()
{
    const Result<void> finished = co_await outcome(bring_together());
    if (!finished) m_loading_failure = finished.error();
    m_reader.reset();
    m_first.forget_loaded();
    if (m_second_is_loaded && m_second) m_second->forget_loaded();
    m_is_loaded = true;
    m_loaded.set();
}

Task<> Store::bring_together()
{
    co_await load_all();
    if (m_damage && m_access == StoreAccess::writer) {
        m_access = StoreAccess::damaged;
        co_await m_database->refuse_changes(access_explanation());
    }
    if (m_access != StoreAccess::writer) co_return;
    co_await second_is_loaded();
    co_await join_copies();
    co_await m_database->allow_changes();
    m_found_head = m_head;
    become_writer();
}

// Afterwards the first copy holds exactly what the image shows. The second one does, or is begun anew.
Task<> Store::join_copies()
{
    const bool has_second = m_second && !m_second_failure && m_second->has_state() &&
                            m_second->condition() == ImageCopy::Condition::whole;
    if (m_source != &m_first) {
        const bool is_related = m_source && m_first.condition() == ImageCopy::Condition::whole &&
                                co_await append_missing(m_first, *m_source);
        if (is_related) co_return;
        if (!m_source && m_first.condition() == ImageCopy::Condition::empty && m_first.is_untouched())
            co_return;
        co_await m_first.begin_anew(m_database_id, m_head, m_head_checksum, m_vfs->image().block_count());
        co_return;
    }
    if (!has_second) co_return;
    const auto common = last_common(m_first.state(), m_second->state());
    // Records that were on their way when the browser ended, or that the first copy has lost.
    if (common == m_first.sequence() && m_second->sequence() > *common)
        co_return co_await adopt_from_second();
    const Result<bool> appended = co_await outcome(append_missing(*m_second, m_first));
    if (!appended) m_second_failure = appended.error();
}

// Whether both are the same history. `behind` loses records that `source` does not have.
Task<bool> Store::append_missing(ImageCopy& behind, const ImageCopy& source)
{
    const auto common = last_common(behind.state(), source.state());
    if (!common) co_return false;
    if (behind.sequence() > *common) co_await behind.cut_back(*common);
    Records together;
    std::size_t size = 0;
    for (const CommitRecord& record : source.state().records) {
        if (record.head.sequence <= *common) continue;
        const auto stored = std::ranges::find(source.log().records, record.head.sequence, &LogAppend::number);
        ASSERT(stored != source.log().records.end());
        together.push_back(std::make_shared<const LogAppend>(*stored));
        size += stored->bytes.size();
        behind.note_changes(record.ranges, record.head.sequence);
        if (size < joined_bytes_max) continue;
        size = 0;
        co_await behind.append(std::exchange(together, {}));
    }
    if (!together.empty()) co_await behind.append(std::move(together));
    co_return true;
}

Task<> Store::adopt_from_second()
{
    const std::int64_t before = m_first.sequence();
    const bool is_related = co_await append_missing(m_first, *m_second);
    ASSERT(is_related);
    PageImage& image = m_vfs->image();
    for (const CommitRecord& record : m_second->state().records) {
        if (record.head.sequence > before) image.apply(record.head.file_size, record.ranges, record.lines);
    }
    m_head = head_of(m_second->state());
    m_head_checksum = m_second->state().checksum;
    m_counters.sequence = m_head.sequence;
    if (before < known_of(m_first).first) m_history = StoreHistory::restored;
}

Task<> Store::loaded()
{
    if (!m_is_loaded) co_await m_loaded.wait();
    if (m_loading_failure) co_await Result<void>(std::unexpected(*m_loading_failure));
}

}  // namespace app::store
