#include "store/schema_v4.h"

namespace app::store {

Sql schema_v4()
{
    return R"sql(
CREATE INDEX item_by_name ON item (connection_id, lower(name));
CREATE INDEX item_by_sku ON item (connection_id, lower(sku));

PRAGMA user_version = 4;
)sql";
}

}  // namespace app::store
