#include "sync/object_settings.h"

#include <algorithm>

#include "base/json.h"

namespace app::sync {
namespace {

constexpr std::array<std::string_view, 3> direction_words = {"to_hubspot", "both", "to_quickbooks"};
constexpr std::array<std::string_view, 4> policy_words = {"create_and_update", "update_only", "create_only",
                                                          "nothing"};
constexpr std::array<std::string_view, 4> rule_words = {"ask", "newest", "hubspot", "quickbooks"};
constexpr std::array<std::string_view, 2> item_type_words = {"service", "non_inventory"};
constexpr std::array<std::string_view, 3> history_words = {"everything", "from_date", "from_now"};
constexpr std::array<std::string_view, 3> deletion_words = {"nothing", "unlink", "remove"};
constexpr std::array<std::string_view, 3> name_words = {"person", "company", "company_and_person"};

template <class Value, std::size_t Count>
std::string_view word(const std::array<std::string_view, Count>& words, Value value)
{
    return words[static_cast<std::size_t>(value)];
}

std::string json_of(const NewItems& rule)
{
    return JsonObject()
        .text("type", word(item_type_words, rule.type))
        .text("income_account", rule.income_account)
        .text("income_account_name", rule.income_account_name)
        .str();
}

template <class Value, std::size_t Count>
Result<void> read(const Json& json, std::string_view name, const std::array<std::string_view, Count>& words,
                  Value& value)
{
    const auto text = TRY(json.optional_text(name));
    if (!text) return {};
    const auto* found = std::ranges::find(words, *text);
    if (found == words.end())
        return failed(ErrorKind::malformed, "the setting '" + std::string(name) + "' is not known: " + *text);
    value = static_cast<Value>(found - words.begin());
    return {};
}

Result<NewItems> new_items_from(const Json& json)
{
    NewItems rule;
    TRY(read(json, "type", item_type_words, rule.type));
    rule.income_account = TRY(json.optional_text("income_account")).value_or("");
    rule.income_account_name = TRY(json.optional_text("income_account_name")).value_or("");
    return rule;
}

}  // namespace

bool ObjectSettings::creates_in_quickbooks() const
{
    return writes_quickbooks() &&
           (in_quickbooks == WritePolicy::create_and_update || in_quickbooks == WritePolicy::create_only);
}

ConflictRule ObjectSettings::rule_for(const std::string& property) const
{
    const auto own = field_conflicts.find(property);
    return own == field_conflicts.end() ? conflicts : own->second;
}

std::string json_of(const ObjectSettings& settings)
{
    JsonObject fields;
    for (const auto& [property, rule] : settings.field_conflicts)
        fields.text(property, word(rule_words, rule));
    return JsonObject()
        .text("direction", word(direction_words, settings.direction))
        .text("in_hubspot", word(policy_words, settings.in_hubspot))
        .text("in_quickbooks", word(policy_words, settings.in_quickbooks))
        .text("conflicts", word(rule_words, settings.conflicts))
        .raw("field_conflicts", fields.str())
        .text("deletions", word(deletion_words, settings.deletions))
        .text("history", word(history_words, settings.history))
        .number("history_since", settings.history_since.ms)
        .text("names", word(name_words, settings.names))
        .raw("new_items", json_of(settings.new_items))
        .str();
}

Result<ObjectSettings> settings_from_json(std::string_view text)
{
    const Json json = TRY(Json::parse(text));
    ObjectSettings settings;
    TRY(read(json, "direction", direction_words, settings.direction));
    TRY(read(json, "in_hubspot", policy_words, settings.in_hubspot));
    TRY(read(json, "in_quickbooks", policy_words, settings.in_quickbooks));
    TRY(read(json, "conflicts", rule_words, settings.conflicts));
    TRY(read(json, "deletions", deletion_words, settings.deletions));
    TRY(read(json, "history", history_words, settings.history));
    if (json.has("history_since")) settings.history_since.ms = TRY(json.integer("history_since"));
    TRY(read(json, "names", name_words, settings.names));
    if (const auto rule = TRY(json.optional_object("new_items")))
        settings.new_items = TRY(new_items_from(*rule));
    const auto fields = TRY(json.optional_object("field_conflicts"));
    if (!fields) return settings;
    for (const auto& [property, value] : *fields->members()) {
        TRY(read(*fields, property, rule_words, settings.field_conflicts[property]));
    }
    return settings;
}

bool can_travel_both_ways(Object object)
{
    return object != Object::invoices;
}

std::string problem_with(Object object, const ObjectSettings& settings)
{
    if (!can_travel_both_ways(object) && settings.direction != Direction::to_hubspot)
        return std::string(label_of(object)) + " go from QuickBooks to HubSpot only.";
    return {};
}

}  // namespace app::sync
