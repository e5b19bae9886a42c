#include "clients/journal.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/run_task.h"
#include "support/scripted_transport.h"

namespace app::clients {
namespace {

TEST(Journal, ReadsWhatIsOpen)
{
    const auto page = decode_journal_page(R"({"operations": [
        {"id": "3f2504e0", "provider": "hubspot", "connection": "hubspot-1a2b3c4d", "method": "POST",
         "path": "crm/objects/2026-03/contacts", "query": "", "body_sha256": "…", "state": "unknown", "status": null,
         "started_at_ms": 1795000000000, "finished_at_ms": null, "answer_stored": false, "answer": null}],
        "next": 118})");
    ASSERT_TRUE(page.has_value()) << page.error().message;
    EXPECT_EQ(page->next, "118");
    ASSERT_EQ(page->operations.size(), 1U);
    EXPECT_EQ(page->operations.front(), (OpenOperation{.id = OperationId("3f2504e0"),
                                                       .connection = ConnectionId("hubspot-1a2b3c4d"),
                                                       .method = "POST",
                                                       .path = "crm/objects/2026-03/contacts",
                                                       .started_at = {1'795'000'000'000}}));
    EXPECT_EQ(decode_journal_page(R"({"operations": [], "next": null})")->next, "");
    EXPECT_FALSE(decode_journal_page(R"({"operations": [{"id": "1"}]})").has_value());
    EXPECT_FALSE(decode_journal_page("<html>").has_value());
}

TEST(Journal, GoesFromPageToPage)
{
    testing::FakeClock clock;
    Loop loop(clock);
    testing::ScriptedTransport transport(loop);
    const std::string operation = R"({"id": "a", "connection": "c", "method": "POST", "path": "p",
                                      "started_at_ms": 1})";
    transport.answer(200, R"({"operations": [)" + operation + R"(], "next": 7})");
    transport.answer(200, R"({"operations": [)" + operation + R"(], "next": null})");
    Journal journal(transport);

    const auto found = testing::run_task(loop, clock, journal.open_operations());

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->size(), 2U);
    ASSERT_EQ(transport.requests.size(), 2U);
    EXPECT_EQ(net::target_of(transport.requests[1]), "/api/journal?state=open&limit=200&after=7");

    transport.answer(503, "{}");
    EXPECT_EQ(testing::run_task(loop, clock, journal.open_operations()).error().kind, ErrorKind::rejected);
}

}  // namespace
}  // namespace app::clients
