#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "net/request.h"
#include "net/response.h"

namespace app::testing {

// What the proxy keeps for pages that may lose their database: known databases and backups, by the rules of
// server/proxy/README.md.
class FakeServerStorage {
public:
    struct Backup {
        std::string bytes;
        std::string sha256;
        std::int64_t saved_at_ms = 0;
    };
    using State = std::pair<std::int64_t, std::int64_t>;  // epoch, sequence

    explicit FakeServerStorage(const Clock& clock) : m_clock(clock) {}

    // Whether an address is one of these.
    static bool owns(const std::string& path);
    net::Response handle(const net::Request& request);

    // The cookie of the browser that asks; a browser that loses its cookies gets a new one.
    std::string profile = "profile-1";
    std::optional<net::Response> refusal;                 // of every upload
    std::map<std::string, std::map<State, Backup>> kept;  // by database
    int uploads = 0;
    int reports = 0;
    std::optional<State> known(const std::string& database, const std::string& by) const;

private:
    struct Report {
        State state;
        std::int64_t at_ms = 0;
    };

    net::Response put_backup(const net::Request& request, const std::string& database, State state);
    net::Response get_backup(const std::string& database, State state) const;
    net::Response list_backups() const;
    net::Response report(const net::Request& request, const std::string& database);
    net::Response list_databases() const;
    std::string describe(const std::string& database) const;

    const Clock& m_clock;
    std::map<std::string, std::map<std::string, Report>> m_reports;  // by database, by profile
};

}  // namespace app::testing
