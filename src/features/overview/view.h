#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/money.h"
#include "features/row_source.h"

namespace app::features {

struct OverviewView {
    struct Stage {
        std::string label;  // "Overdue"
        std::int64_t count = 0;
    };
    struct Receivable {
        Money open;
        Money overdue;
        std::int64_t open_count = 0;
        std::int64_t overdue_count = 0;
    };
    struct ObjectHealth {
        std::string label;  // "Contacts"
        std::int64_t in_sync = 0;
        std::int64_t waiting = 0;
        std::int64_t failing = 0;
    };
    struct Event {
        Timestamp at;
        std::string text;
    };
    struct MonthRevenue {
        std::string month;  // "2026-11"
        Money billed;
    };

    LoadState state = LoadState::loading;
    // The first visit's three steps.
    bool hubspot_connected = false;
    bool quickbooks_connected = false;
    bool plan_seen = false;
    bool first_sync_done = false;
    std::vector<Receivable> receivables;  // one per currency
    std::vector<Stage> stages;
    std::vector<MonthRevenue> revenue;  // home currency, last 12 months, oldest first
    std::vector<ObjectHealth> health;
    std::vector<Event> recent;  // runs, decisions, failures; not each write of a run
};

}  // namespace app::features
