#include "contract/contract_page_web.h"
#include "contract/transport_contract.h"
#include "net/fetch_transport.h"

// Runs the transport's contract on the browser's fetch.

namespace app {
namespace {

Task<> run_all(testing::TransportUnderTest given)
{
    for (const testing::TransportCheck& check : testing::transport_contract) {
        testing::report(check.name, co_await outcome(check.run(given)));
    }
    report_check("end", "");
}

}  // namespace
}  // namespace app

int main()
{
    static app::testing::ContractPage page;
    static app::net::FetchTransport transport(page.loop);
    page.start(app::run_all({transport, page.tasks}));
    return 0;
}
