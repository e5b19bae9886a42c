#include "sync/object_settings.h"

#include <algorithm>

#include "base/json.h"

namespace app::sync {
namespace {

constexpr std::array<std::string_view, 3> direction_words = {"to_hubspot", "both", "to_quickbooks"};
constexpr std::array<std::string_view, 4> policy_words = {"create_and_update", "update_only", "create_only",
                                                          "nothing"};
constexpr std::array<std::string_view, 4> rule_words = {"ask", "newest", "hubspot", "quickbooks"};
constexpr std::array<std::string_view, 3> name_words = {"person", "company", "company_and_person"};

template <class Value, std::size_t Count>
std::string_view word(const std::array<std::string_view, Count>& words, Value value)
{
    return words[static_cast<std::size_t>(value)];
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
        .text("names", word(name_words, settings.names))
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
    TRY(read(json, "names", name_words, settings.names));
    const auto fields = TRY(json.optional_object("field_conflicts"));
    if (!fields) return settings;
    for (const auto& [property, value] : *fields->members()) {
        TRY(read(*fields, property, rule_words, settings.field_conflicts[property]));
    }
    return settings;
}

std::string problem_with(Object object, const ObjectSettings& settings)
{
    if (object != Object::contacts && settings.direction != Direction::to_hubspot)
        return std::string(label_of(object)) + " go from QuickBooks to HubSpot only.";
    return {};
}

}  // namespace app::sync
