#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/task.h"
#include "net/transport.h"

namespace app::clients {

// A keyed write of which the application's server cannot say whether it took effect.
struct OpenOperation {
    OperationId id;
    ConnectionId connection;
    std::string method;    // "POST"
    std::string path;      // as it went to the service, below its base address
    Timestamp started_at;  // by the server's clock, of the last attempt
    bool operator==(const OpenOperation&) const = default;
};

// The journal of the application's server: each write that ever went out through it, also those of which this
// browser does not know any more (server/proxy/README.md).
class Journal {
public:
    explicit Journal(net::Transport& transport) : m_transport(transport) {}

    // Those that are under way or of unknown outcome, in the order of their first sending; 90 days back. Fails as the
    // transport does, with `malformed` when the answer is not as it should be, `rejected` when there is none.
    Task<std::vector<OpenOperation>> open_operations();

private:
    net::Transport& m_transport;
};

struct JournalPage {
    std::vector<OpenOperation> operations;
    std::string next;  // empty on the last page
};
[[nodiscard]] Result<JournalPage> decode_journal_page(std::string_view body);

}  // namespace app::clients
