#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/quickbooks/types.h"

// Bodies of QuickBooks' write calls. Pure, and the same input always gives the same bytes: a body is
// stored before it is sent and repeated exactly.
namespace app::clients::quickbooks {

enum class BatchOperation { create, update };

struct BatchItem {
    std::string id;  // at most 10 characters, distinct within the batch (QBO: requestid)
    BatchOperation operation = BatchOperation::create;
    std::string record;  // the record's JSON
};

// At least one and at most `batch_items_max` items.
[[nodiscard]] std::string encode_batch(Entity entity, const std::vector<BatchItem>& items);

// A text within a query statement, in quotes (QBO: data queries).
[[nodiscard]] std::string query_quoted(std::string_view text);

}  // namespace app::clients::quickbooks
