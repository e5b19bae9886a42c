#include "store/tab_feed_web.h"

// Implemented in tab_feed.js. Calls back until it is closed, never after.
extern "C" {
int tab_feed_open(const char* name, void* context, void (*on_message)(void* context));
void tab_feed_announce(int feed);
void tab_feed_close(int feed);
}

namespace app::store {

namespace {

class WebTabFeed final : public TabFeed {
public:
    explicit WebTabFeed(const std::string& name) : m_feed(tab_feed_open(name.c_str(), this, &received)) {}
    WebTabFeed(const WebTabFeed&) = delete;
    WebTabFeed& operator=(const WebTabFeed&) = delete;
    ~WebTabFeed() override { tab_feed_close(m_feed); }

    void announce() override { tab_feed_announce(m_feed); }
    void listen(TabFeedListener& listener) override { m_listener = &listener; }

private:
    static void received(void* context)
    {
        const auto& self = *static_cast<WebTabFeed*>(context);
        if (self.m_listener) self.m_listener->other_tab_stored();
    }

    TabFeedListener* m_listener = nullptr;
    int m_feed;
};

}  // namespace

std::unique_ptr<TabFeed> make_web_tab_feed(std::string name)
{
    return std::make_unique<WebTabFeed>(name);
}

}  // namespace app::store
