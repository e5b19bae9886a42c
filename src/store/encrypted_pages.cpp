#include "store/encrypted_pages.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/assert.h"

namespace app::store {

namespace {

constexpr std::string_view manifest_place = "manifest";
constexpr std::string_view not_encrypted_sentence =
    "What is stored in this browser is not encrypted, although it should be.";
constexpr std::string_view other_key_sentence =
    "The stored data were encrypted anew with another passphrase. Reload this page to give it.";
constexpr std::string_view newer_data_sentence = "Another tab has stored newer data.";

std::string place_of(std::string_view kind, std::int64_t number)
{
    return std::string(kind) + "|" + std::to_string(number);
}

bool begins_with(const Bytes& bytes, const Bytes& head)
{
    return bytes.size() >= head.size() && std::equal(head.begin(), head.end(), bytes.begin());
}

}  // namespace

EncryptedPages::EncryptedPages(Loop& loop, PageFile& pages, EncryptionKey key)
    : m_pages(pages), m_key(std::move(key)), m_turns(loop)
{
    ASSERT(m_key.cipher);
}

Task<StoredLog> EncryptedPages::load()
{
    StoredLog log = co_await m_pages.load();
    Result<Manifest> manifest =
        co_await outcome(opened_manifest(std::move(log.manifest), !log.records.empty()));
    if (!manifest) co_return StoredLog{.manifest = bytes_of(m_key.header), .records = {}};
    m_manifest = *std::move(manifest);
    m_begun = !m_manifest.stored.empty();
    std::vector<CipherPart> parts;
    for (LogAppend& record : log.records) {
        parts.push_back({.bytes = std::move(record.bytes), .associated = place_of("record", record.number)});
    }
    std::vector<std::optional<Bytes>> opened = co_await m_key.cipher->open_all(std::move(parts));
    for (std::size_t at = 0; at < opened.size(); ++at) {
        log.records[at].bytes = std::move(opened[at]).value_or(Bytes());
    }
    log.manifest = m_manifest.plain;
    co_return log;
}

Task<std::vector<Bytes>> EncryptedPages::read_blocks(std::vector<std::uint32_t> numbers)
{
    std::vector<Bytes> blocks = co_await m_pages.read_blocks(numbers);
    ASSERT(blocks.size() == numbers.size());
    std::vector<CipherPart> parts;
    for (std::size_t at = 0; at < blocks.size(); ++at) {
        if (blocks[at].empty()) continue;
        parts.push_back({.bytes = std::move(blocks[at]), .associated = place_of("block", numbers[at])});
        blocks[at] = {std::byte{1}};  // is there
    }
    std::vector<std::optional<Bytes>> opened = co_await m_key.cipher->open_all(std::move(parts));
    auto next = opened.begin();
    for (Bytes& block : blocks) {
        if (!block.empty()) block = std::move(*next++).value_or(Bytes());
    }
    co_return blocks;
}

Task<> EncryptedPages::append(Records records)
{
    co_await begin();
    const auto is_same = [](const auto& left, const auto& right) { return *left == *right; };
    if (!std::ranges::equal(m_appended.plain, records, is_same)) {
        Records sealed = co_await sealed_records(records);
        m_appended = {records, std::move(sealed)};
    }
    const Result<void> appended = co_await outcome(m_pages.append(m_appended.stored));
    if (appended) co_return;
    if (appended.error().kind != ErrorKind::conflict) co_await appended;
    Records missing = co_await not_stored(std::move(records), appended.error());
    if (missing.empty()) co_return;
    m_appended = {};
    co_await m_pages.append(co_await sealed_records(std::move(missing)));
}

Task<Records> EncryptedPages::sealed_records(Records records)
{
    std::vector<CipherPart> parts;
    for (const auto& record : records) {
        parts.push_back({.bytes = record->bytes, .associated = place_of("record", record->number)});
    }
    std::vector<Bytes> sealed = co_await m_key.cipher->seal_all(std::move(parts));
    Records stored;
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        stored.push_back(std::make_shared<const LogAppend>(records[at]->number, std::move(sealed[at])));
    }
    co_return stored;
}

Task<> EncryptedPages::write_base(std::shared_ptr<const BaseWrite> write)
{
    ASSERT(!write->next.empty());
    co_await begin();
    if (!known_manifest(write->expected)) co_await learn_manifest();
    const Manifest* const expected = known_manifest(write->expected);
    if (!expected) {
        if (write->next == m_manifest.plain) co_return;
        co_await Result<void>(failed(ErrorKind::conflict, std::string(newer_data_sentence)));
    }
    auto sealed = std::make_shared<BaseWrite>();
    sealed->expected = expected->stored;
    sealed->block_count = write->block_count;
    if (m_written.plain != write->next) m_written = co_await sealed_manifest(write->next);
    sealed->next = m_written.stored;

    std::vector<CipherPart> parts;
    for (const BaseBlock& block : write->blocks) {
        parts.push_back({.bytes = block.bytes, .associated = place_of("block", block.number)});
    }
    std::vector<Bytes> blocks = co_await m_key.cipher->seal_all(std::move(parts));
    for (std::size_t at = 0; at < blocks.size(); ++at) {
        sealed->blocks.push_back({.number = write->blocks[at].number, .bytes = std::move(blocks[at])});
    }
    const Result<void> written = co_await outcome(m_pages.write_base(std::move(sealed)));
    if (written) m_manifest = m_written;
    else if (written.error().kind != ErrorKind::conflict || !co_await is_manifest(write->next))
        co_await written;
}

Task<> EncryptedPages::trim(std::int64_t first, std::int64_t last)
{
    return m_pages.trim(first, last);
}

Task<> EncryptedPages::erase()
{
    co_await m_pages.erase();
    m_begun = false;
    m_manifest = {};
    m_written = {};
    m_appended = {};
}

// Whatever is stored first stands behind a header. An append and a write of the base may come here together.
Task<> EncryptedPages::begin()
{
    if (m_begun) co_return;
    Turns::Turn turn = co_await m_turns.take();
    if (m_begun) co_return;
    const Result<void> begun = co_await outcome(begin_alone());
    turn.release();
    co_await begun;
}

Task<> EncryptedPages::begin_alone()
{
    co_await learn_manifest();
    if (m_manifest.stored.empty()) {
        auto header = std::make_shared<BaseWrite>();
        header->next = bytes_of(m_key.header);
        co_await m_pages.write_base(header);
        m_manifest = {.plain = {}, .stored = header->next};
    }
    m_begun = true;
}

Task<> EncryptedPages::learn_manifest()
{
    StoredLog log = co_await m_pages.load();
    m_manifest = co_await opened_manifest(std::move(log.manifest), !log.records.empty());
}

Task<EncryptedPages::Manifest> EncryptedPages::opened_manifest(Bytes stored, bool has_records)
{
    const Bytes header = bytes_of(m_key.header);
    if (stored.empty() && !has_records) co_return Manifest{};
    if (!is_encrypted(stored)) {
        co_await Result<void>(failed(ErrorKind::storage, std::string(not_encrypted_sentence)));
    }
    if (!begins_with(stored, header)) {
        co_await Result<void>(failed(ErrorKind::storage, std::string(other_key_sentence)));
    }
    Manifest manifest;
    Bytes sealed(stored.begin() + static_cast<std::ptrdiff_t>(header.size()), stored.end());
    if (!sealed.empty()) {
        Result<Bytes> plain = co_await outcome(m_key.cipher->open(sealed, std::string(manifest_place)));
        manifest.plain = plain ? *std::move(plain) : std::move(sealed);
    }
    manifest.stored = std::move(stored);
    co_return manifest;
}

Task<EncryptedPages::Manifest> EncryptedPages::sealed_manifest(Bytes plain)
{
    Manifest manifest{.plain = plain, .stored = bytes_of(m_key.header)};
    const Bytes sealed = co_await m_key.cipher->seal(std::move(plain), std::string(manifest_place));
    manifest.stored.insert(manifest.stored.end(), sealed.begin(), sealed.end());
    co_return manifest;
}

// What is left of `records` when those are taken out that an earlier attempt or page has stored, sealed by itself. Fails
// with `conflict` when others are stored in their place.
Task<Records> EncryptedPages::not_stored(Records records, Error conflict)
{
    const StoredLog stored = co_await load();
    Records missing;
    for (auto& record : records) {
        const auto found = std::ranges::find(stored.records, record->number, &LogAppend::number);
        if (found == stored.records.end()) missing.push_back(std::move(record));
        else if (*found != *record) co_await Result<void>(std::unexpected(conflict));
    }
    co_return missing;
}

Task<bool> EncryptedPages::is_manifest(Bytes plain)
{
    const Result<void> learned = co_await outcome(learn_manifest());
    co_return learned&& m_manifest.plain == plain;
}

const EncryptedPages::Manifest* EncryptedPages::known_manifest(const Bytes& plain) const
{
    if (m_manifest.plain == plain) return &m_manifest;
    const bool is_written = !plain.empty() && m_written.plain == plain;
    return is_written ? &m_written : nullptr;
}

}  // namespace app::store
