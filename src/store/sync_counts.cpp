#include "store/sync_counts.h"

#include "base/assert.h"

namespace app::store {

namespace {

constexpr Sql customers = R"sql(
    SELECT count(*), count(*) FILTER (WHERE state = 'in_sync'),
           count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failing'),
           count(*) FILTER (WHERE state = 'excluded')
    FROM customer_status
)sql";

constexpr Sql items = R"sql(
    SELECT count(*), count(*) FILTER (WHERE state = 'in_sync'),
           count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failing'),
           count(*) FILTER (WHERE state = 'excluded')
    FROM item_status
)sql";

constexpr Sql invoices = R"sql(
    SELECT count(*), count(*) FILTER (WHERE state = 'in_sync'),
           count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failing'),
           count(*) FILTER (WHERE state = 'excluded')
    FROM invoice_status
)sql";

constexpr Sql lines = R"sql(
    SELECT count(*), count(*) FILTER (WHERE state = 'in_sync'),
           count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failing'),
           count(*) FILTER (WHERE state = 'excluded')
    FROM line_status
)sql";

Sql count_of(ObjectType object)
{
    switch (object) {
    case ObjectType::contacts: return customers;
    case ObjectType::products: return items;
    case ObjectType::invoices: return invoices;
    case ObjectType::line_items: return lines;
    }
    ASSERT(false);
}

}  // namespace

Result<SyncCounts> sync_counts(Database& database, ObjectType object)
{
    const std::optional<SyncCounts> counts = TRY(database.first_row<SyncCounts>(count_of(object)));
    return counts.value_or(SyncCounts{});
}

}  // namespace app::store
