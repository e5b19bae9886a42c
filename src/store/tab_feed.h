#pragma once

namespace app::store {

class TabFeedListener {
public:
    // Another tab has stored something. Called from outside the loop's coroutines, as often as it happens.
    virtual void other_tab_stored() = 0;

protected:
    ~TabFeedListener() = default;
};

// Tells the other tabs of this origin that something was stored, so that those which only read can follow. What is
// told may be lost: the next announcement covers it.
class TabFeed {
public:
    virtual ~TabFeed() = default;
    virtual void announce() = 0;
    // From now on, until the feed is destroyed. The listener outlives it.
    virtual void listen(TabFeedListener& listener) = 0;
};

}  // namespace app::store
