#include "clients/quickbooks/encode.h"

#include "base/assert.h"
#include "base/json.h"

namespace app::clients::quickbooks {

std::string encode_batch(Entity entity, const std::vector<BatchItem>& items)
{
    ASSERT(!items.empty() && items.size() <= batch_items_max);
    JsonArray list;
    for (const BatchItem& item : items) {
        list.raw(JsonObject()
                     .text("bId", item.id)
                     .text("operation", item.operation == BatchOperation::create ? "create" : "update")
                     .raw(api_name(entity), item.record)
                     .str());
    }
    return JsonObject().raw("BatchItemRequest", list.str()).str();
}

std::string query_quoted(std::string_view text)
{
    std::string quoted = "'";
    for (const char character : text) {
        if (character == '\'' || character == '\\') quoted += '\\';
        quoted += character;
    }
    return quoted + "'";
}

}  // namespace app::clients::quickbooks
