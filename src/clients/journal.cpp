#include "clients/journal.h"

#include <utility>

#include "base/json.h"

namespace app::clients {
namespace {

constexpr double timeout_ms = 20'000;
constexpr int page_size = 200;
constexpr int pages_max = 500;

Result<OpenOperation> decode_operation(const Json& json)
{
    return OpenOperation{.id = OperationId(TRY(json.text("id"))),
                         .connection = ConnectionId(TRY(json.text("connection"))),
                         .method = TRY(json.text("method")),
                         .path = TRY(json.text("path")),
                         .started_at = Timestamp{TRY(json.integer("started_at_ms"))}};
}

}  // namespace

Result<JournalPage> decode_journal_page(std::string_view body)
{
    const Json json = TRY(Json::parse(body));
    JournalPage page;
    for (const Json& item : TRY(json.array("operations"))) {
        page.operations.push_back(TRY(decode_operation(item)));
    }
    const std::optional<Json> next = json.member("next");
    if (next && !next->is_null()) page.next = std::to_string(TRY(json.integer("next")));
    return page;
}

Task<std::vector<OpenOperation>> Journal::open_operations()
{
    std::vector<OpenOperation> operations;
    std::string after = "0";
    for (int page_number = 0; page_number < pages_max; ++page_number) {
        const net::Response response = co_await m_transport.send(
            {.path = "/api/journal",
             .query = {{"state", "open"}, {"limit", std::to_string(page_size)}, {"after", after}},
             .timeout_ms = timeout_ms});
        if (!response.ok()) {
            co_await Result<void>(
                failed(ErrorKind::rejected,
                       "The application's server could not say what was sent before. Nothing "
                       "is written until it can; sync again",
                       std::to_string(response.status) + " " + response.body));
        }
        JournalPage page = co_await decode_journal_page(response.body);
        for (OpenOperation& operation : page.operations) operations.push_back(std::move(operation));
        if (page.next.empty()) co_return operations;
        after = page.next;
    }
    co_return failed(ErrorKind::malformed, "The list of what was sent before does not come to an end.");
}

}  // namespace app::clients
