#include <algorithm>
#include <format>

#include "base/date.h"
#include "base/text.h"
#include "clients/quickbooks/answers.h"
#include "clients/quickbooks/client.h"
#include "clients/quickbooks/fault.h"

namespace app::clients::quickbooks {
namespace {

constexpr std::string_view asked = "changed records";

Call changes_call(const std::vector<Entity>& entities, Timestamp changed_since)
{
    std::vector<std::string> names;
    for (const Entity entity : entities) names.emplace_back(api_name(entity));
    Call call = read_call("cdc", std::string(asked));
    call.query.emplace_back("entities", join(names, ","));
    call.query.emplace_back("changedSince", format_timestamp(changed_since, Milliseconds::no));
    return call;
}

// A fault can stand in place of the groups.
Result<void> check_groups(const Json& answer)
{
    for (const Json& response : TRY(answer.array("CDCResponse"))) {
        if (const auto fault = fault_member(response)) {
            return std::unexpected(error_from(kind_of(*fault), net::Service::quickbooks, asked, *fault));
        }
    }
    return {};
}

// The limit is said to count over all groups, and nothing tells which records were left out.
void mark_capped(ChangeSet& changes)
{
    std::size_t total = 0;
    for (const ChangeGroup& group : changes.groups) total += group.records.size() + group.unreadable.size();
    for (ChangeGroup& group : changes.groups) {
        const bool holds_any = !group.records.empty() || !group.unreadable.empty();
        group.capped = total >= change_set_records_max && holds_any;
    }
}

}  // namespace

Task<ChangeSet> Client::cdc(std::vector<Entity> entities, Timestamp changed_since)
{
    ASSERT(!entities.empty());
    net::Response response = co_await m_session.send(changes_call(entities, changed_since));
    ScannedAnswer answer = co_await scan_answer(
        m_session.loop(), std::string(asked), std::move(response.body), {"CDCResponse[].QueryResponse[].*"});
    co_await check_groups(answer.rest);
    ChangeSet changes;
    changes.server_time = co_await server_time(answer.rest);
    for (const Entity entity : entities) changes.groups.push_back({.entity = entity});
    for (ScannedArray& array : answer.arrays) {
        const auto group = std::ranges::find_if(changes.groups, [&](const ChangeGroup& candidate) {
            return api_name(candidate.entity) == array.path.back();
        });
        if (group == changes.groups.end()) continue;
        DecodedRecords decoded =
            co_await decode_records(m_session.loop(), group->entity, std::move(array.records));
        std::ranges::move(decoded.records, std::back_inserter(group->records));
        std::ranges::move(decoded.unreadable, std::back_inserter(group->unreadable));
    }
    mark_capped(changes);
    co_return changes;
}

}  // namespace app::clients::quickbooks
