#include "store/image_copy.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "store/block_seal.h"

namespace app::store {

Task<> ImageCopy::load()
{
    m_state.reset();
    m_entries.clear();
    m_waiting.clear();
    m_log_bytes = 0;
    m_log = co_await m_pages->load();
    Inspection found = inspect(m_log);
    m_stored_manifest = m_log.manifest;
    m_failure = std::move(found.damage);
    if (found.state && !found.state->manifest.is_whole) found.state.reset();
    m_state = std::move(found.state);
    if (m_state) adopt_state();
    m_condition = m_failure ? Condition::damaged : m_state ? Condition::whole : Condition::empty;
}

std::string ImageCopy::description() const
{
    switch (m_condition) {
    case Condition::empty: return is_untouched() ? "nothing is stored" : "an unfinished copy";
    case Condition::whole: return "whole up to record " + std::to_string(m_sequence);
    case Condition::damaged: return "damaged: " + m_failure->message + " " + m_failure->detail;
    }
    ASSERT(false);
}

void ImageCopy::adopt_state()
{
    m_manifest = m_state->manifest;
    m_sequence = m_state->sequence;
    m_checksum = m_state->checksum;
    for (const std::int64_t opening : m_state->openings) {
        if (opening > m_manifest.trimmed) break;
        m_entries.push_back(
            {.sequence = opening, .checksum = 0, .file_size = 0, .schema = 0, .size = 0, .opening = true});
    }
    for (const CommitRecord& record : m_state->records) {
        note_changes(record.ranges, record.head.sequence);
        note_entry(record.head, record.checksum, record.lines.size());
    }
}

void ImageCopy::forget_loaded()
{
    m_state.reset();
    m_log = {};
}

void ImageCopy::note_entry(const RecordHead& head, std::uint32_t checksum, std::size_t size)
{
    m_entries.push_back({.sequence = head.sequence,
                         .checksum = checksum,
                         .file_size = head.file_size,
                         .schema = head.schema,
                         .size = size,
                         .opening = head.kind == RecordKind::opening});
    m_log_bytes += size;
    m_sequence = head.sequence;
    m_checksum = checksum;
}

Task<> ImageCopy::append(Records records)
{
    ASSERT(!records.empty() && records.front()->number == m_sequence + 1);
    co_await m_pages->append(records);
    for (const auto& record : records) {
        note_entry(head_of_record(record->bytes), checksum_of_record(record->bytes), record->bytes.size());
    }
}

Task<> ImageCopy::cut_back(std::int64_t sequence)
{
    ASSERT(m_condition == Condition::whole && sequence >= m_manifest.trimmed);
    const auto checksum = m_state->checksum_of(sequence);
    ASSERT(checksum);
    co_await m_pages->trim(sequence + 1, m_sequence);
    while (!m_entries.empty() && m_entries.back().sequence > sequence) {
        m_log_bytes -= m_entries.back().size;
        m_entries.pop_back();
    }
    m_sequence = sequence;
    m_checksum = *checksum;
}

Task<> ImageCopy::begin_anew(std::string database_id, RecordHead head, std::uint32_t checksum,
                             std::uint32_t blocks)
{
    m_condition = Condition::empty;
    m_manifest.is_whole = false;
    m_entries.clear();
    m_log_bytes = 0;
    m_stored_manifest.clear();
    m_sequence = head.sequence;
    m_checksum = checksum;
    // Until each of them has been stored nothing can be trimmed, and the copy counts as empty. Filled before anything is
    // waited for: changes are noted meanwhile.
    m_waiting.clear();
    m_unwritten.clear();
    for (std::uint32_t block = 0; block < blocks; ++block) {
        m_waiting[block] = head.sequence + 1;
        m_unwritten.insert(block);
    }
    co_await m_pages->erase();
    co_await store_manifest({.database_id = std::move(database_id),
                             .epoch = head.epoch,
                             .writer = head.writer,
                             .trimmed = head.sequence,
                             .trimmed_checksum = checksum,
                             .file_size = head.file_size,
                             .schema = head.schema,
                             .is_whole = blocks == 0,
                             .blocks = {}});
    m_condition = Condition::whole;
}

Task<> ImageCopy::take_over(std::string database_id, std::int64_t epoch, std::uint64_t writer)
{
    BaseManifest manifest = m_manifest;
    manifest.database_id = std::move(database_id);
    manifest.epoch = epoch;
    manifest.writer = writer;
    return store_manifest(std::move(manifest));
}

Task<> ImageCopy::store_manifest(BaseManifest manifest)
{
    auto write = std::make_shared<BaseWrite>();
    write->expected = m_stored_manifest;
    write->next = encode_manifest(manifest);
    write->block_count = static_cast<std::uint32_t>(manifest.blocks.size());
    co_await m_pages->write_base(write);
    m_manifest = std::move(manifest);
    m_stored_manifest = write->next;
}

void ImageCopy::note_changes(std::span<const LineRange> ranges, std::int64_t sequence)
{
    for (const LineRange& range : ranges) {
        const std::size_t first = range.first * line_size / block_size;
        const std::size_t last = ((std::size_t{range.first} + range.count) * line_size - 1) / block_size;
        for (std::size_t block = first; block <= last; ++block) {
            m_waiting.try_emplace(static_cast<std::uint32_t>(block), sequence);
        }
    }
}

std::optional<BaseSlice> ImageCopy::take_slice(const PageImage& image, const RecordHead& head)
{
    std::erase_if(m_waiting, [&](const auto& waiting) { return waiting.first >= image.block_count(); });
    if (m_waiting.empty()) return std::nullopt;
    std::vector<std::pair<std::int64_t, std::uint32_t>> oldest;
    for (const auto& [block, sequence] : m_waiting) oldest.emplace_back(sequence, block);
    const std::size_t count =
        std::min(is_whole() ? slice_blocks_max : slice_blocks_while_built, oldest.size());
    std::ranges::partial_sort(oldest, oldest.begin() + static_cast<std::ptrdiff_t>(count));
    oldest.resize(count);

    BaseSlice slice{.write = std::make_shared<BaseWrite>(), .manifest = m_manifest, .replaced = {}};
    slice.manifest.blocks.resize(image.block_count());
    for (const auto& [sequence, number] : oldest) {
        Bytes block(sealed_block_size);
        image.copy(static_cast<std::int64_t>(number) * static_cast<std::int64_t>(block_size),
                   std::span(block).first(block_size));
        const std::span<std::byte, sealed_block_size> sealed(block);
        const std::uint32_t checksum = seal_block(number, head.sequence, sealed);
        slice.manifest.blocks[number] = {head.sequence, checksum};
        slice.write->blocks.push_back({number, std::move(block)});
        slice.replaced[number] = sequence;
        m_waiting.erase(number);
    }
    slice.write->block_count = image.block_count();
    move_trimmed(slice.manifest, head.sequence);
    m_unwritten.erase(m_unwritten.lower_bound(image.block_count()), m_unwritten.end());
    const auto is_in_slice = [&](std::uint32_t block) { return slice.replaced.contains(block); };
    slice.manifest.is_whole = m_manifest.is_whole || std::ranges::all_of(m_unwritten, is_in_slice);
    return slice;
}

// The base holds all records before the first that some block still waits for.
void ImageCopy::move_trimmed(BaseManifest& manifest, std::int64_t sequence_after) const
{
    std::int64_t trimmed = sequence_after;
    for (const auto& [block, sequence] : m_waiting) trimmed = std::min(trimmed, sequence - 1);
    for (const LogEntry& entry : m_entries) {
        if (entry.sequence > trimmed) break;
        if (entry.sequence <= manifest.trimmed) continue;
        manifest.trimmed = entry.sequence;
        manifest.trimmed_checksum = entry.checksum;
        manifest.file_size = entry.file_size;
        manifest.schema = entry.schema;
    }
}

Task<> ImageCopy::write_slice(BaseSlice slice)
{
    slice.write->expected = m_stored_manifest;
    slice.write->next = encode_manifest(slice.manifest);
    const Result<void> written = co_await outcome(m_pages->write_base(slice.write));
    if (!written) {
        for (const auto& [block, sequence] : slice.replaced) {
            auto& waiting = m_waiting[block];
            waiting = waiting == 0 ? sequence : std::min(waiting, sequence);
        }
        co_await written;
    }
    for (const auto& [block, sequence] : slice.replaced) m_unwritten.erase(block);
    m_manifest = std::move(slice.manifest);
    m_stored_manifest = slice.write->next;
    co_await trim_log();
}

Task<> ImageCopy::trim_log()
{
    auto openings = static_cast<std::size_t>(std::ranges::count(m_entries, true, &LogEntry::opening));
    std::vector<std::pair<std::int64_t, std::int64_t>> gone;
    std::erase_if(m_entries, [&](const LogEntry& entry) {
        if (entry.sequence > m_manifest.trimmed) return false;
        if (entry.opening && openings <= openings_kept_max) return false;
        openings -= entry.opening ? 1 : 0;
        m_log_bytes -= entry.size;
        if (!gone.empty() && gone.back().second + 1 == entry.sequence) gone.back().second = entry.sequence;
        else gone.emplace_back(entry.sequence, entry.sequence);
        return true;
    });
    for (const auto& [from, to] : gone) co_await m_pages->trim(from, to);
}

Task<> ImageCopy::verify() const
{
    const std::int64_t expected = m_sequence;
    const StoredLog log = co_await m_pages->load();
    const Inspection found = inspect(log);
    if (found.damage) co_await Result<void>(std::unexpected(*found.damage));
    if (!found.state || found.state->sequence < expected) {
        co_await Result<void>(failed(ErrorKind::storage, "The browser has lost a part of what was stored."));
    }
    BlockReader reader(*m_pages, *found.state);
    const auto count = static_cast<std::uint32_t>(
        (static_cast<std::size_t>(reader.file_size()) + block_size - 1) / block_size);
    for (std::uint32_t block = 0; block < count; ++block) {
        std::vector<Result<Bytes>> read = co_await reader.read({block});
        co_await std::move(read.front());
    }
}

}  // namespace app::store
