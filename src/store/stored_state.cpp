#include "store/stored_state.h"

#include <string>

namespace app::store {

namespace {

std::unexpected<Error> broken(std::int64_t number, const char* what)
{
    return failed(ErrorKind::storage, "The log of the stored data is damaged.",
                  "record " + std::to_string(number) + ": " + what);
}

StoredState state_of_base(BaseManifest manifest)
{
    StoredState state;
    state.sequence = manifest.trimmed;
    state.checksum = manifest.trimmed_checksum;
    state.epoch = manifest.epoch;
    state.writer = manifest.writer;
    state.file_size = manifest.file_size;
    state.schema = manifest.schema;
    state.manifest = std::move(manifest);
    return state;
}

Result<void> add_record(StoredState& state, const LogAppend& stored)
{
    CommitRecord record = TRY(decode_record(stored.bytes));
    const RecordHead& head = record.head;
    if (head.sequence != stored.number) return broken(stored.number, "stored under another number");
    if (head.kind == RecordKind::opening) state.openings.push_back(head.sequence);
    // What the base already holds stays until it is trimmed; openings stay as fences.
    if (head.sequence <= state.manifest.trimmed) return {};
    if (head.sequence != state.sequence + 1) return broken(state.sequence + 1, "missing");
    if (head.previous != state.checksum) return broken(head.sequence, "does not follow the one before");
    state.sequence = head.sequence;
    state.checksum = record.checksum;
    state.epoch = head.epoch;
    state.writer = head.writer;
    state.file_size = head.file_size;
    state.schema = head.schema;
    state.log_bytes += stored.bytes.size();
    state.records.push_back(std::move(record));
    return {};
}

}  // namespace

std::optional<std::uint32_t> StoredState::checksum_of(std::int64_t wanted) const
{
    if (wanted == manifest.trimmed) return manifest.trimmed_checksum;
    const std::int64_t index = wanted - manifest.trimmed - 1;
    if (index < 0 || index >= static_cast<std::int64_t>(records.size())) return std::nullopt;
    return records[static_cast<std::size_t>(index)].checksum;
}

Inspection inspect(const StoredLog& log)
{
    Inspection found;
    if (log.manifest.empty() && log.records.empty()) return found;
    found.state.emplace();
    if (!log.manifest.empty()) {
        Result<BaseManifest> manifest = decode_manifest(log.manifest);
        if (!manifest) return {std::nullopt, std::move(manifest).error()};
        found.state = state_of_base(*std::move(manifest));
    }
    for (const LogAppend& record : log.records) {
        const Result<void> added = add_record(*found.state, record);
        if (added) continue;
        found.damage = added.error();
        break;
    }
    return found;
}

}  // namespace app::store
