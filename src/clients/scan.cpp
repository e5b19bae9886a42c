#include "clients/scan.h"

#include "net/record_scanner.h"

namespace app::clients {
namespace {

constexpr std::size_t bytes_per_step = 32 << 10;

Error unreadable(Error error, std::string_view asked, std::string_view text)
{
    error = with_context(std::move(error), asked);
    constexpr std::size_t shown_max = 4'000;
    if (error.detail.empty()) error.detail = std::string(text.substr(0, shown_max));
    return error;
}

}  // namespace

Task<ScannedAnswer> scan_answer(Loop& loop, std::string asked, std::string body,
                                std::vector<std::string_view> array_paths)
{
    net::RecordScanner scanner(body, array_paths);
    while (true) {
        const auto progress = scanner.advance(bytes_per_step);
        if (!progress) co_return std::unexpected(unreadable(progress.error(), asked, body));
        if (*progress == net::RecordScanner::Progress::finished) break;
        co_await loop.pause_if_due();
    }
    ScannedAnswer answer;
    Result<Json> rest = Json::parse(scanner.rest());
    if (!rest) co_return std::unexpected(unreadable(rest.error(), asked, body));
    answer.rest = *std::move(rest);
    for (const net::RecordScanner::FoundArray& array : scanner.arrays()) {
        ScannedArray& scanned = answer.arrays.emplace_back(array.path, std::vector<ScannedRecord>());
        scanned.records.reserve(array.records.size());
        for (const std::string_view record : array.records) {
            Result<Json> json = Json::parse(record);
            if (!json) co_return std::unexpected(unreadable(json.error(), asked, record));
            scanned.records.push_back({.json = *std::move(json), .raw = std::string(record)});
            co_await loop.pause_if_due();
        }
    }
    co_return answer;
}

}  // namespace app::clients
