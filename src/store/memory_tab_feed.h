#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "store/tab_feed.h"

namespace app::store {

// The feed between the tabs of one imagined browser.
class MemoryTabFeed final : public TabFeed {
public:
    using Listeners = std::vector<std::pair<MemoryTabFeed*, TabFeedListener*>>;

    explicit MemoryTabFeed(std::shared_ptr<Listeners> listeners) : m_listeners(std::move(listeners)) {}
    MemoryTabFeed(const MemoryTabFeed&) = delete;
    MemoryTabFeed& operator=(const MemoryTabFeed&) = delete;
    ~MemoryTabFeed() override
    {
        std::erase_if(*m_listeners, [this](const auto& entry) { return entry.first == this; });
    }

    void announce() override
    {
        for (const auto& [feed, listener] : Listeners(*m_listeners)) {
            if (feed != this) listener->other_tab_stored();
        }
    }
    void listen(TabFeedListener& listener) override { m_listeners->emplace_back(this, &listener); }

private:
    std::shared_ptr<Listeners> m_listeners;
};

}  // namespace app::store
