#include "sync/answer_matching.h"

#include <unordered_map>

namespace app::sync {
namespace {

using clients::hubspot::BatchAnswer;
using clients::hubspot::BatchError;
using clients::hubspot::BatchResult;

using Positions = std::unordered_map<std::string, std::size_t>;

struct Index {
    Positions by_trace;
    Positions by_id;
    Positions by_key;
};

Index index_of(const std::vector<SentItem>& items)
{
    Index index;
    for (std::size_t position = 0; position < items.size(); ++position) {
        const SentItem& item = items[position];
        if (!item.trace_id.empty()) index.by_trace[item.trace_id] = position;
        if (!item.hubspot_id.empty()) index.by_id[item.hubspot_id] = position;
        if (!item.key.empty()) index.by_key[item.key] = position;
    }
    return index;
}

ItemOutcome* outcome_at(const Positions& positions, const std::string& name,
                        std::vector<ItemOutcome>& outcomes)
{
    const auto found = positions.find(name);
    return found == positions.end() ? nullptr : &outcomes[found->second];
}

ItemOutcome* outcome_of(const BatchResult& result, const Index& index, const std::string& key_property,
                        std::vector<ItemOutcome>& outcomes)
{
    if (ItemOutcome* outcome = outcome_at(index.by_trace, result.trace_id, outcomes)) return outcome;
    if (ItemOutcome* outcome = outcome_at(index.by_id, result.id.value, outcomes)) return outcome;
    const auto key = result.properties.find(key_property);
    if (key == result.properties.end()) return nullptr;
    return outcome_at(index.by_key, key->second, outcomes);
}

void refuse(ItemOutcome* outcome, const BatchError& error)
{
    if (!outcome || outcome->kind == ItemOutcome::Kind::done) return;
    outcome->kind = ItemOutcome::Kind::refused;
    outcome->code = error.code.empty() ? error.category : error.code;
    outcome->message = error.message;
    outcome->detail = error.details;
}

}  // namespace

std::vector<ItemOutcome> match_answer(const std::vector<SentItem>& items, const BatchAnswer& answer,
                                      const std::string& key_property)
{
    const Index index = index_of(items);
    std::vector<ItemOutcome> outcomes(items.size());
    for (const BatchResult& result : answer.results) {
        ItemOutcome* outcome = outcome_of(result, index, key_property, outcomes);
        if (!outcome) continue;
        outcome->kind = ItemOutcome::Kind::done;
        outcome->hubspot_id = result.id;
        outcome->is_new = result.is_new;
        outcome->updated_at = result.updated_at;
        outcome->held = result.properties;
    }
    for (const BatchError& error : answer.errors) {
        for (const std::string& trace_id : error.trace_ids) {
            refuse(outcome_at(index.by_trace, trace_id, outcomes), error);
        }
        for (const HubSpotId& id : error.ids) refuse(outcome_at(index.by_id, id.value, outcomes), error);
    }
    return outcomes;
}

std::string existing_id(const std::string& message)
{
    constexpr std::string_view marker = "Existing ID: ";
    const std::size_t found = message.find(marker);
    if (found == std::string::npos) return {};
    const std::size_t begin = found + marker.size();
    const std::size_t end = message.find_first_not_of("0123456789", begin);
    return message.substr(begin, end == std::string::npos ? end : end - begin);
}

}  // namespace app::sync
