#pragma once

#include "base/loop.h"
#include "net/transport.h"

namespace app::net {

// The browser's way out, on the page's own origin. Every request says `X-App: 1`, which other sites
// cannot make a browser send.
//
// The browser does not tell how far a failed exchange got. A failed read is `offline`; a failed write
// is `offline` only when the browser knew beforehand that it has no network, else `timed_out`.
class FetchTransport final : public Transport {
public:
    explicit FetchTransport(Loop& loop) : m_loop(loop) {}

    Task<Response> send(Request request) override;

private:
    Loop& m_loop;
};

}  // namespace app::net
