#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "store/block_reader.h"
#include "store/page_file.h"
#include "store/page_image.h"
#include "store/stored_state.h"

namespace app::store {

// A few blocks on their way into the base of a copy, and the log that they make superfluous.
struct BaseSlice {
    std::shared_ptr<BaseWrite> write;
    BaseManifest manifest;
    std::map<std::uint32_t, std::int64_t> replaced;  // block -> the record it was waiting for, to undo
};

// One durable copy of the image, in a page file: what is stored there, and what its base still lacks. Records go to the
// log at once (append); the base is renewed a slice at a time (take_slice, write_slice), so that the log stays short.
class ImageCopy {
public:
    static constexpr std::size_t slice_blocks_max = 1;  // small: it holds up the page while it is handed over
    static constexpr std::size_t slice_blocks_while_built = 8;  // until it is whole, it is no copy
    // An opening is the fence against the writer before it, which may wake up much later: this many writers later.
    static constexpr std::size_t openings_kept_max = 500;

    enum class Condition {
        empty,    // nothing was ever stored, or the writing of a new copy did not come to its end
        whole,    // a state of the database, ready to be read
        damaged,  // see failure(); has_state() tells whether an earlier state can be read
    };

    explicit ImageCopy(std::unique_ptr<PageFile> pages) : m_pages(std::move(pages)) {}

    // Reads and verifies all but the blocks. Fails only when the page file cannot be read at all.
    Task<> load();
    Condition condition() const { return m_condition; }
    const std::optional<Error>& failure() const { return m_failure; }
    // What load() found, for the log.
    std::string description() const;
    // Until forget_loaded().
    bool has_state() const { return m_state.has_value(); }
    const StoredState& state() const { return *m_state; }
    const StoredLog& log() const { return m_log; }
    std::unique_ptr<BlockReader> reader() { return std::make_unique<BlockReader>(*m_pages, *m_state); }
    // Frees the records that were read, once the image is loaded.
    void forget_loaded();

    // Number of the last record of this copy.
    std::int64_t sequence() const { return m_sequence; }
    std::uint32_t checksum() const { return m_checksum; }
    std::size_t log_bytes() const { return m_log_bytes; }
    std::size_t blocks_behind() const { return m_waiting.size(); }
    const std::string& database_id() const { return m_manifest.database_id; }
    // Nothing at all was found in it.
    bool is_untouched() const { return m_log.manifest.empty() && m_log.records.empty(); }
    // False from begin_anew() until every block has been in the base once: what changed since is in the log.
    bool is_whole() const { return m_manifest.is_whole; }

    // Adds the record that follows the last one.
    Task<> append(Records records);
    // Removes records after `sequence` that no other copy has. They must not be in the base.
    Task<> cut_back(std::int64_t sequence);
    // Throws the copy away and begins one of the image as it is after the record `head`. Whole once blocks_behind() is 0.
    Task<> begin_anew(std::string database_id, RecordHead head, std::uint32_t checksum, std::uint32_t blocks);
    // Names this writer in the manifest: an earlier one can write to the base no more.
    Task<> take_over(std::string database_id, std::int64_t epoch, std::uint64_t writer);

    // The lines of record `sequence`: their blocks are behind from now on.
    void note_changes(std::span<const LineRange> ranges, std::int64_t sequence);
    // Copies the blocks that have been behind longest, as they are after record `head`, which must be the last that was
    // taken from the image, with nothing changed since. Nothing when none is behind. Write it once that record is durable.
    std::optional<BaseSlice> take_slice(const PageImage& image, const RecordHead& head);
    // Stores a slice and trims the log. After a failure the blocks are behind again.
    Task<> write_slice(BaseSlice slice);

    Task<> erase() { return m_pages->erase(); }
    // Reads again all that is stored. Fails with ErrorKind::storage, naming the part, when it is damaged or older than
    // this copy is known to be. The base must not be written meanwhile.
    Task<> verify() const;

private:
    struct LogEntry {
        std::int64_t sequence;
        std::uint32_t checksum;
        std::int64_t file_size;
        std::uint32_t schema;
        std::size_t size;
        bool opening;
    };

    void adopt_state();
    void note_entry(const RecordHead& head, std::uint32_t checksum, std::size_t size);
    void move_trimmed(BaseManifest& manifest, std::int64_t sequence_after) const;
    Task<> store_manifest(BaseManifest manifest);
    Task<> trim_log();

    std::unique_ptr<PageFile> m_pages;
    Condition m_condition = Condition::empty;
    std::optional<Error> m_failure;
    StoredLog m_log;
    std::optional<StoredState> m_state;

    BaseManifest m_manifest;  // as stored
    Bytes m_stored_manifest;
    std::int64_t m_sequence = 0;
    std::uint32_t m_checksum = 0;
    std::deque<LogEntry> m_entries;  // records that are stored and not yet trimmed
    std::size_t m_log_bytes = 0;
    std::map<std::uint32_t, std::int64_t> m_waiting;  // block -> the first record that is not in the base
    std::set<std::uint32_t> m_unwritten;              // never in the base since begin_anew()
};

}  // namespace app::store
