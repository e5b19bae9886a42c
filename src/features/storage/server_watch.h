#pragma once

#include <functional>
#include <optional>

#include "base/task_group.h"
#include "features/services.h"
#include "features/storage/server_finding.h"
#include "sync/ledger.h"

namespace app::features {

// The tripwire on the application's server: asks it once at the start what it knows of this browser's databases, and
// tells it from then on, in the background and at most once a minute, how far this one has come. A server that does
// not answer is asked again; until it has answered, nothing is told, because that would cover up what is to be found.
class ServerWatch {
public:
    // `on_asked` is told what was found once the server was asked for the first time, also when it did not answer, and
    // again when a later answer shows more.
    ServerWatch(Services& services, sync::Ledger& ledger, std::function<void(const ServerFinding&)> on_asked);

    // Only in the tab that writes.
    void start();
    // Before this database is erased: a person asked for it, so nobody is to miss it.
    Task<> forget_this_database();

private:
    Task<> watch();
    Task<> compare();
    Task<> report();
    Result<OwnDatabase> own_database();

    Services& m_services;
    sync::Ledger& m_ledger;
    std::function<void(const ServerFinding&)> m_on_asked;
    ServerApi m_api;
    std::optional<DatabaseState> m_reported;
    TaskGroup m_tasks;
};

}  // namespace app::features
