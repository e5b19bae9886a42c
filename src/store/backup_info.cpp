#include "store/backup_info.h"

#include <algorithm>
#include <format>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/crc32c.h"

namespace app::store {

namespace {

constexpr std::int64_t format = 1;
constexpr std::size_t piece_size = PageImage::chunk_size;
constexpr std::string_view checksum_words = "CRC-32C of this file with zeros here: ";
constexpr std::string_view no_checksum = "00000000";

constexpr Sql table = R"sql(
CREATE TABLE backup_info (
    format INTEGER NOT NULL,
    database_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    checksum TEXT NOT NULL
) STRICT
)sql";

struct InfoRow {
    std::int64_t format = 0;
    std::string database_id;
    std::int64_t sequence = 0;
    Timestamp made_at;
    std::string checksum;

    constexpr auto columns(this auto&& self)
    {
        return std::tie(self.format, self.database_id, self.sequence, self.made_at, self.checksum);
    }
};

std::unexpected<Error> no_backup(std::string detail)
{
    return failed(ErrorKind::rejected, "This file is no backup of this program.", std::move(detail));
}

std::unexpected<Error> altered(std::string detail)
{
    return failed(ErrorKind::rejected,
                  "This backup is not as it was written: it was cut off or altered. Take another one.",
                  std::move(detail));
}

std::span<const std::byte> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

// Where the digits of the checksum are in the image: on the table's only page, after these words.
Result<std::int64_t> digits_offset(MemoryDatabase& copy, std::string_view words)
{
    const std::int64_t page_size = TRY(copy.database().number("PRAGMA page_size"));
    const std::int64_t page =
        TRY(copy.database().number("SELECT rootpage FROM sqlite_schema WHERE name = 'backup_info'"));
    if (page < 1) return no_backup("no page");
    const std::int64_t begin = (page - 1) * page_size;
    std::vector<std::byte> bytes(static_cast<std::size_t>(page_size));
    if (copy.image().read(begin, bytes) != bytes.size()) return altered("the page is beyond the end");
    const auto found = std::ranges::search(bytes, bytes_of(words));
    if (found.empty()) return altered("the checksum is not on its page");
    return begin + (found.end() - bytes.begin()) - static_cast<std::int64_t>(no_checksum.size());
}

// Of the image with zeros for digits at `digits`.
Task<std::string> checksum_of(Loop& loop, MemoryDatabase& copy, std::int64_t digits)
{
    std::uint32_t sum = 0;
    const std::int64_t size = copy.image().size();
    std::vector<std::byte> piece;
    for (std::int64_t offset = 0; offset < size; offset += static_cast<std::int64_t>(piece.size())) {
        piece.resize(std::min(piece_size, static_cast<std::size_t>(size - offset)));
        const bool is_whole = copy.image().read(offset, piece) == piece.size();
        ASSERT(is_whole);
        for (std::size_t at = 0; at < no_checksum.size(); ++at) {
            const std::int64_t place = digits + static_cast<std::int64_t>(at) - offset;
            const bool is_here = place >= 0 && place < static_cast<std::int64_t>(piece.size());
            if (is_here) piece[static_cast<std::size_t>(place)] = static_cast<std::byte>(no_checksum[at]);
        }
        sum = crc32c(piece, sum);
        co_await loop.pause_if_due();
    }
    co_return std::format("{:08x}", sum);
}

Result<std::optional<InfoRow>> info_row(Database& database)
{
    const std::int64_t tables = TRY(
        database.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'backup_info'"));
    if (tables == 0) return std::nullopt;
    return database.first_row<InfoRow>(
        "SELECT format, database_id, sequence, made_at, checksum FROM backup_info");
}

}  // namespace

Task<> add_backup_info(Loop& loop, MemoryDatabase& copy, BackupInfo info)
{
    const std::string words = std::string(checksum_words) + std::string(no_checksum);
    const InfoRow row{.format = format,
                      .database_id = std::move(info.database_id),
                      .sequence = info.sequence,
                      .made_at = info.made_at,
                      .checksum = words};
    co_await copy.database().execute(table);
    co_await copy.database().execute("INSERT INTO backup_info VALUES (?1, ?2, ?3, ?4, ?5)", row);
    const std::int64_t digits = co_await digits_offset(copy, words);
    const std::string checksum = co_await checksum_of(loop, copy, digits);
    const bool written = copy.image().write(digits, bytes_of(checksum));
    ASSERT(written);
}

Task<BackupInfo> checked_backup_info(Loop& loop, MemoryDatabase& copy)
{
    const Result<std::optional<InfoRow>> row = info_row(copy.database());
    if (!row) co_await Result<void>(altered(row.error().message));
    if (!row->has_value()) co_await Result<void>(no_backup("no backup_info"));
    const InfoRow& info = **row;
    if (info.format != format) {
        co_await Result<void>(
            failed(ErrorKind::rejected,
                   "A newer version of this program made this backup. Reload the page to get it."));
    }
    const bool is_well_formed = info.checksum.starts_with(checksum_words) &&
                                info.checksum.size() == checksum_words.size() + no_checksum.size();
    if (!is_well_formed) co_await Result<void>(altered("the words of the checksum"));
    const std::int64_t digits = co_await digits_offset(copy, info.checksum);
    const std::string checksum = co_await checksum_of(loop, copy, digits);
    if (!info.checksum.ends_with(checksum)) co_await Result<void>(altered("checksum " + checksum));
    co_return BackupInfo{.database_id = info.database_id,
                         .sequence = info.sequence,
                         .made_at = info.made_at,
                         .schema = co_await copy.database().number("PRAGMA user_version")};
}

Result<void> remove_backup_info(Database& database)
{
    return database.execute("DROP TABLE backup_info");
}

}  // namespace app::store
