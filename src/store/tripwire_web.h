#pragma once

#include <memory>
#include <string>

#include "store/tripwire.h"

namespace app::store {

// In the browser's localStorage, which has another fate than IndexedDB: a crash that costs one spares the other.
[[nodiscard]] std::unique_ptr<Tripwire> make_web_tripwire(std::string name);

}  // namespace app::store
