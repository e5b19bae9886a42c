#include "store/file_pages.h"

#include <algorithm>

#include "base/assert.h"
#include "store/file_read.h"

namespace app::store {

namespace {

constexpr char compaction_task[] = "compaction";

FileIndex index_of(const FileScan& scan)
{
    FileIndex index;
    index.apply(scan.frames());
    return index;
}

// Which of the files counts: the newest complete one. Nothing when all are empty.
Result<std::optional<std::size_t>> choose(const std::vector<FileScan>& scans,
                                          std::span<const char* const> names)
{
    std::optional<std::size_t> chosen;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        if (scans[i].damage() || !index_of(scans[i]).is_complete()) continue;
        if (!chosen || scans[i].generation() > scans[*chosen].generation()) chosen = i;
    }
    for (std::size_t i = 0; i < scans.size(); ++i) {
        if (chosen && scans[i].generation() < scans[*chosen].generation()) continue;
        if (const auto& damage = scans[i].damage())
            return damaged_file(names[i], damage->offset, damage->what);
        if (!chosen && !scans[i].frames().empty()) {
            return damaged_file(names[i], scans[i].end(), "the mark that the file is complete is missing");
        }
    }
    return chosen;
}

std::unexpected<Error> refused(std::string what)
{
    return failed(ErrorKind::conflict, "Another tab has stored newer data.", std::move(what));
}

}  // namespace

FilePages::FilePages(Loop& loop, std::unique_ptr<FileDirectory> directory, FilePagesLimits limits)
    : m_loop(loop),
      m_directory(std::move(directory)),
      m_limits(limits),
      m_turns(loop),
      m_tasks([](const std::string&, const Error&) {})  // a compaction deals with its own failure
{
}

// One request at a time. After a failure of the files nothing that is known of them holds.
template <class T>
Task<T> FilePages::in_turn(Task<T> work)
{
    Turns::Turn turn = co_await m_turns.take();
    Result<T> result = co_await outcome(std::move(work));
    if (!result && result.error().kind == ErrorKind::storage) m_opened.reset();
    turn.release();
    co_return co_await std::move(result);
}

Task<StoredLog> FilePages::load()
{
    return in_turn(load_now());
}

Task<std::vector<Bytes>> FilePages::read_blocks(std::vector<std::uint32_t> numbers)
{
    return in_turn(read_blocks_now(std::move(numbers)));
}

Task<> FilePages::append(Records records)
{
    return in_turn(append_now(std::move(records)));
}

Task<> FilePages::write_base(std::shared_ptr<const BaseWrite> write)
{
    return in_turn(write_base_now(std::move(write)));
}

Task<> FilePages::trim(std::int64_t first, std::int64_t last)
{
    return in_turn(trim_now(first, last));
}

Task<> FilePages::erase()
{
    return in_turn(erase_now());
}

Task<StoredLog> FilePages::load_now()
{
    constexpr std::size_t records_per_read = 1000;
    co_await open_now();
    StoredLog log{.manifest = m_opened->manifest, .records = {}};
    std::vector<Frame> frames;
    for (const auto& [number, frame] : m_opened->index.records()) frames.push_back(frame);
    for (std::size_t first = 0; first < frames.size(); first += records_per_read) {
        const auto begin = frames.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = std::min(records_per_read, frames.size() - first);
        std::vector<Bytes> records =
            co_await read(std::vector<Frame>(begin, begin + static_cast<std::ptrdiff_t>(count)));
        for (std::size_t i = 0; i < records.size(); ++i) {
            log.records.push_back({frames[first + i].number, std::move(records[i])});
        }
        co_await m_loop.pause_if_due();
    }
    co_return log;
}

Task<std::vector<Bytes>> FilePages::read_blocks_now(std::vector<std::uint32_t> numbers)
{
    co_await open_now();
    std::vector<Frame> frames;
    for (const std::uint32_t number : numbers) {
        if (const Frame* frame = m_opened->index.block(number)) frames.push_back(*frame);
    }
    std::vector<Bytes> stored = co_await read(frames);
    std::vector<Bytes> blocks(numbers.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (m_opened->index.block(numbers[i])) blocks[i] = std::move(stored[next++]);
    }
    co_return blocks;
}

Task<> FilePages::append_now(Records records)
{
    co_await open_now();
    FrameStep step = begin_step();
    bool any = false;
    for (const auto& record : records) {
        if (const Frame* known = m_opened->index.record(record->number)) {
            const std::vector<Bytes> stored = co_await read({*known});
            if (stored.front() == record->bytes) continue;
            co_await Result<void>(refused("record " + std::to_string(record->number) + " is stored"));
        }
        step.add(FrameKind::record, record->number, record->bytes);
        any = true;
    }
    if (any) co_await write_step(std::move(step));
}

Task<> FilePages::write_base_now(std::shared_ptr<const BaseWrite> write)
{
    co_await open_now();
    const Bytes& stored = m_opened->manifest;
    if (stored != write->expected && stored != write->next) {
        co_await Result<void>(refused("another manifest is stored"));
    }
    FrameStep step = begin_step();
    for (const BaseBlock& block : write->blocks) step.add(FrameKind::block, block.number, block.bytes);
    step.add(FrameKind::manifest, 0, write->next);
    co_await write_step(std::move(step));
    m_opened->manifest = write->next;
}

Task<> FilePages::trim_now(std::int64_t first, std::int64_t last)
{
    co_await open_now();
    if (!m_opened->index.trim(first, last)) co_return;
    const bool goes_on =
        !m_trims.empty() && m_trims.back().first <= first && m_trims.back().last >= first - 1;
    if (goes_on) m_trims.back().last = std::max(m_trims.back().last, last);
    else m_trims.push_back({first, last});
    compact_if_due();
}

// The file that counts goes last: an older one would take its place.
Task<> FilePages::erase_now()
{
    stop_compaction();
    m_opened.reset();
    m_trims.clear();
    m_no_compaction_below = 0;
    const std::vector<FileScan> scans = co_await scan_files();
    const Result<std::optional<std::size_t>> chosen = choose(scans, names);
    const std::size_t newest = scans[1].generation() > scans[0].generation() ? 1 : 0;
    const std::size_t last = chosen ? chosen->value_or(newest) : newest;
    co_await m_directory->append(names[1 - last], 0, {});
    co_await m_directory->append(names[last], 0, {});
}

Task<std::vector<FileScan>> FilePages::scan_files()
{
    std::vector<FileScan> scans;
    scans.reserve(names.size());
    for (const char* name : names) scans.push_back(co_await scan_file(*m_directory, name));
    co_return scans;
}

// What was found is made durable before anybody relies on it: it may have been written by a program that was killed
// before it could be.
Task<> FilePages::open_now()
{
    if (m_opened) co_return;
    stop_compaction();
    const std::vector<FileScan> scans = co_await scan_files();
    const std::optional<std::size_t> chosen = co_await choose(scans, names);
    Opened opened;
    if (chosen) {
        const FileScan& scan = scans[*chosen];
        opened.file = *chosen;
        opened.generation = scan.generation();
        opened.end = scan.end();
        opened.index.apply(scan.frames());
        co_await m_directory->append(names[opened.file], opened.end, {});
        if (const auto& manifest = opened.index.manifest()) {
            std::vector<Bytes> bytes = co_await read_frames(*m_directory, names[opened.file], {*manifest});
            opened.manifest = std::move(bytes.front());
        }
    }
    const std::size_t other = 1 - opened.file;
    if (scans[other].file_size() > 0) co_await m_directory->append(names[other], 0, {});
    for (const Trim& trim : m_trims) opened.index.trim(trim.first, trim.last);
    m_opened = std::move(opened);
}

Task<std::vector<Bytes>> FilePages::read(std::vector<Frame> frames)
{
    return read_frames(*m_directory, names[m_opened->file], std::move(frames));
}

FrameStep FilePages::begin_step() const
{
    FrameStep step(m_opened->generation, m_opened->end);
    if (m_opened->end == 0) step.add_complete();
    for (const Trim& trim : m_trims) step.add_trim(trim.first, trim.last);
    return step;
}

Task<> FilePages::write_step(FrameStep step)
{
    step.finish();
    co_await m_directory->append(names[m_opened->file], step.offset(), step.take_bytes());
    m_opened->end = step.frames().back().end();
    m_opened->index.apply(step.frames());
    m_trims.clear();
    if (m_compaction) m_compaction->follow(step.frames());
    compact_if_due();
}

void FilePages::compact_if_due()
{
    const std::uint64_t allowed = 2 * m_opened->index.live_bytes() + m_limits.slack_bytes;
    if (m_opened->end <= std::max(allowed, m_no_compaction_below)) return;
    if (m_tasks.running(compaction_task)) return;
    m_no_compaction_below = m_opened->end + m_limits.slack_bytes;
    FileCompaction::Place place{.from = names[m_opened->file],
                                .to = names[1 - m_opened->file],
                                .generation = m_opened->generation + 1};
    m_compaction = std::make_unique<FileCompaction>(m_loop, *m_directory, std::move(place), m_opened->index,
                                                    m_limits.slice_bytes);
    m_tasks.start(compaction_task, compact());
}

Task<> FilePages::compact()
{
    co_await m_loop.sleep(0);  // whoever caused it goes on first
    Result<void> done = co_await outcome(m_compaction->copy_most());
    if (done) {
        const Result<Cut> cut = co_await outcome(in_turn(finish_compaction()));
        done = cut ? co_await outcome(empty_file(*cut)) : std::unexpected(cut.error());
    }
    if (!done) co_await in_turn(give_up_compaction());
}

Task<FilePages::Cut> FilePages::finish_compaction()
{
    if (!m_opened) co_return Cut{};  // it is begun again when the files have been looked at
    co_await m_compaction->finish();
    const Cut cut{.file = m_opened->file, .size = m_opened->end};
    m_opened->file = 1 - cut.file;
    m_opened->generation = m_compaction->place().generation;
    m_opened->end = m_compaction->end();
    m_opened->index = m_compaction->index();
    for (const Trim& trim : m_trims) m_opened->index.trim(trim.first, trim.last);
    m_compaction.reset();
    m_no_compaction_below = 0;
    co_return cut;
}

// In slices too: a file system takes long to give back much room at once, and appends would wait for it.
Task<> FilePages::empty_file(Cut cut)
{
    constexpr std::uint64_t cut_bytes_max = 8 * std::uint64_t{1024} * 1024;
    while (cut.size > 0) {
        cut.size -= std::min(cut.size, cut_bytes_max);
        co_await m_directory->append(names[cut.file], cut.size, {});
        co_await m_loop.sleep(0);
    }
}

// Opening the files anew gives the room back, and finds out which of them counts.
Task<> FilePages::give_up_compaction()
{
    m_opened.reset();
    m_compaction.reset();
    co_return;
}

void FilePages::stop_compaction()
{
    m_tasks.cancel(compaction_task);
    m_compaction.reset();
}

}  // namespace app::store
