#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "base/json.h"
#include "net/record_scanner.h"

using app::net::RecordScanner;

namespace {

// Whether the scanner gets to the end; everything it gave lies inside the text.
bool scan(RecordScanner& scanner, std::string_view text, std::size_t bytes_per_step)
{
    while (true) {
        const auto progress = scanner.advance(bytes_per_step);
        if (!progress) return false;
        if (*progress == RecordScanner::Progress::finished) break;
    }
    for (const RecordScanner::FoundArray& array : scanner.arrays()) {
        for (const std::string_view record : array.records) {
            ASSERT(record.data() >= text.data() &&
                   record.data() + record.size() <= text.data() + text.size());
            ASSERT(record.starts_with('{') && record.ends_with('}'));
        }
    }
    return true;
}

// The document put together again from the rest and the records.
std::string reassembled(const RecordScanner& scanner, std::string_view text)
{
    std::size_t records_length = 0;
    for (const auto& array : scanner.arrays()) {
        if (array.records.empty()) continue;
        records_length += static_cast<std::size_t>(array.records.back().data() + array.records.back().size() -
                                                   array.records.front().data());
    }
    ASSERT(scanner.rest().size() + records_length <= text.size());
    return scanner.rest();
}

}  // namespace

// Whatever is valid JSON is scanned; what was cut out and what is left is valid JSON; the size of the
// steps makes no difference.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const std::vector<std::string_view> paths = {"results", "errors", "QueryResponse.*",
                                                 "CDCResponse[].QueryResponse[].*"};
    RecordScanner whole(text, paths);
    RecordScanner pieces(text, paths);
    const bool valid = scan(whole, text, size + 1);
    ASSERT(scan(pieces, text, 1 + size % 7) == valid);
    const bool is_json = app::Json::parse(text).has_value() && !text.starts_with("\xEF\xBB\xBF");
    ASSERT(valid || !is_json);
    if (!valid) return 0;
    const std::string rest = reassembled(whole, text);
    ASSERT(pieces.rest() == rest && pieces.arrays().size() == whole.arrays().size());
    if (!is_json) return 0;
    ASSERT(app::Json::parse(rest));
    for (const auto& array : whole.arrays()) {
        for (const std::string_view record : array.records) ASSERT(app::Json::parse(record));
    }
    return 0;
}
