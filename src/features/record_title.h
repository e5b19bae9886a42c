#pragma once

#include <string>

#include "sync/ledger.h"

namespace app::features {

// What people call the record: a customer's or item's name, an invoice's number. Its id when it is
// not known here.
[[nodiscard]] Result<std::string> record_title(sync::Ledger& ledger, const store::RecordKey& key);

}  // namespace app::features
