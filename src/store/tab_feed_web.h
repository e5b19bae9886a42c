#pragma once

#include <memory>
#include <string>

#include "store/tab_feed.h"

namespace app::store {

// Over a BroadcastChannel of this name. Where the browser has none, nothing is told and nobody hears.
[[nodiscard]] std::unique_ptr<TabFeed> make_web_tab_feed(std::string name);

}  // namespace app::store
