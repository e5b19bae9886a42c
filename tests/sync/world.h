#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/memory_pages.h"
#include "store/memory_tab_lock.h"
#include "support/fake_clock.h"
#include "support/fake_proxy.h"
#include "support/quickbooks_members.h"
#include "support/seeded_random.h"
#include "sync/call_meter.h"
#include "sync/run.h"

namespace app::sync::testing {

using namespace app::testing;

inline constexpr const char* realm = "9341";
// The value of a key property for a record of the simulated company.
[[nodiscard]] inline std::string key_of(const std::string& quickbooks_id)
{
    return std::string(realm) + ":" + quickbooks_id;
}

// Everything in a page that is lost with it.
struct Page {
    Page(const FakeClock& clock, FakeProxy& proxy, SeededRandom& random);

    Loop loop;
    PageTransport transport;
    CallMeter meter;
    net::Throttle hubspot_throttle;
    net::Throttle quickbooks_throttle;
    clients::Session hubspot_session;
    clients::Session quickbooks_session;
    clients::hubspot::Client hubspot;
    clients::quickbooks::Client quickbooks;
    clients::Journal journal;
    RunControl control;
    Progress progress;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Ledger> ledger;
    std::optional<RunPlan> plan;  // of the last run
};

enum class Writing { no, yes };

// A page with the real engine, store and clients between two simulated services and a simulated proxy, in one
// process and on one clock. The same seed gives the same world.
class World {
public:
    World();
    ~World();

    // One run; opens the page first when there is none. A page that dies gives `cancelled`.
    Result<void> sync(Writing writing = Writing::yes,
                      std::vector<Object> enabled = {objects.begin(), objects.end()});
    // Runs until one completes that writes nothing; between runs that fail, time passes. Gives how many runs
    // it took, or nothing when it did not come to rest.
    std::optional<int> run_until_quiet();

    // The browser loses everything that it kept.
    void lose_data()
    {
        kill_page();
        *disk = {};
    }
    // Throws away all but what is durable, the services, and the proxy.
    void kill_page();
    Page& page();
    // Takes one step of what is ready, or moves time to the next timer; false when nothing can come.
    bool step();

    void advance_minutes(int minutes) { clock.advance(minutes * 60'000.0); }
    // What the person sets; it lasts as long as it is durable.
    void set(Object object, const ObjectSettings& settings);
    std::int64_t count(store::Sql sql);
    // The body of a write as it would be found after a crash now; empty when it would be lost.
    std::string durable_body_of(const std::string& operation) const;
    // The sentence of the record's open failure; empty when there is none.
    std::string failure_of(store::ObjectType object, const std::string& quickbooks_id);

    std::string add_customer(const std::string& name, const std::string& email = "")
    {
        return quickbooks.add("Customer", customer_members(name, email));
    }
    std::string add_item(const std::string& name, const std::string& sku = "")
    {
        return quickbooks.add("Item", item_members(name, sku));
    }
    std::string add_invoice(const InvoiceSpec& spec)
    {
        return quickbooks.add("Invoice", invoice_members(spec));
    }

    FakeClock clock;
    FakeHubSpot hubspot{clock};
    FakeQuickBooks quickbooks{clock};
    FakeProxy proxy{clock, hubspot, quickbooks};
    SeededRandom random;
    std::shared_ptr<store::MemoryDisk> disk = std::make_shared<store::MemoryDisk>();
    AgreedRemovals agreed_removals = {};  // what the person allowed
    double slice_ms = 0;  // 0: the loop comes back after every step, so that a page can die anywhere
    std::function<void(Page&)> during_run;  // called after every step

private:
    void open_page();

    std::shared_ptr<store::SharedTabLock> m_lock = std::make_shared<store::SharedTabLock>();
    std::unique_ptr<Page> m_page;
};

}  // namespace app::sync::testing
