#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "clients/quickbooks/types.h"
#include "clients/scan.h"
#include "clients/session.h"

namespace app::clients::quickbooks {

// A read below the company, always with the minor version.
[[nodiscard]] Call read_call(std::string path, std::string kind);

// `time` of an answer: text with an offset, or milliseconds in answers of the gateway.
[[nodiscard]] Result<Timestamp> server_time(const Json& answer);

struct DecodedRecords {
    std::vector<Record> records;
    std::vector<UnreadableRecord> unreadable;
};

// Takes the records out of a scanned array. One that cannot be read holds up no other.
Task<DecodedRecords> decode_records(Loop& loop, Entity entity, std::vector<ScannedRecord> scanned);

}  // namespace app::clients::quickbooks
