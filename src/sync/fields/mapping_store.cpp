#include "sync/fields/mapping_store.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "sync/hubspot_changes.h"
#include "sync/write.h"

namespace app::sync {
namespace {

using clients::hubspot::PropertyDefinition;

constexpr std::int64_t definitions_valid_ms = std::int64_t{24} * 3'600'000;

std::string setting_name(Object object)
{
    return "field_mappings." + std::string(name_of(object));
}

std::string capability_name(Object object)
{
    return "properties." + std::string(name_of(object));
}

std::string json_of(const PropertyDefinitions& definitions)
{
    JsonArray json;
    for (const PropertyDefinition& one : definitions) {
        JsonArray options;
        for (const std::string& option : one.options) options.text(option);
        json.raw(JsonObject()
                     .text("name", one.name)
                     .text("label", one.label)
                     .text("type", one.type)
                     .boolean("read_only", one.read_only_value)
                     .boolean("archived", one.archived)
                     .boolean("hubspot_defined", one.hubspot_defined)
                     .raw("options", options.str())
                     .str());
    }
    return JsonObject().raw("properties", json.str()).str();
}

Result<PropertyDefinition> definition_from(const Json& json)
{
    PropertyDefinition one{.name = TRY(json.text("name")),
                           .label = TRY(json.text("label")),
                           .type = TRY(json.text("type"))};
    one.read_only_value = TRY(json.boolean("read_only"));
    one.archived = TRY(json.boolean("archived"));
    one.hubspot_defined = TRY(json.boolean("hubspot_defined"));
    for (const Json& option : TRY(json.array("options")))
        one.options.push_back(option.as_text().value_or(""));
    return one;
}

Result<bool> is_known_since(RunContext& context, Object object, Timestamp since)
{
    const auto stored =
        TRY(context.ledger.capabilities.get(context.accounts.hubspot, capability_name(object)));
    return stored && stored->probed_at > since;
}

}  // namespace

Result<FieldMappings> stored_mappings(Ledger& ledger, Object object)
{
    const auto text = TRY(ledger.settings.get(setting_name(object)));
    if (!text) return default_mappings(object);
    return mappings_from_json(*text);
}

Result<PropertyDefinitions> known_properties(Ledger& ledger, const ConnectionId& hubspot, Object object)
{
    PropertyDefinitions definitions;
    const auto stored = TRY(ledger.capabilities.get(hubspot, capability_name(object)));
    if (!stored) return definitions;
    const Json json = TRY(Json::parse(stored->value));
    for (const Json& one : TRY(json.array("properties"))) definitions.push_back(TRY(definition_from(one)));
    return definitions;
}

Result<FieldMappings> usable_mappings(Ledger& ledger, const ConnectionId& hubspot, Object object)
{
    return usable(object, TRY(stored_mappings(ledger, object)),
                  TRY(known_properties(ledger, hubspot, object)));
}

Result<void> save_mappings(Ledger& ledger, const MappedAccounts& accounts, Object object,
                           const FieldMappings& mappings, Timestamp at)
{
    std::set<std::string> read_before;
    for (const FieldMapping& mapping : TRY(stored_mappings(ledger, object)))
        read_before.insert(mapping.property);
    const bool is_new = std::ranges::any_of(
        mappings, [&](const FieldMapping& mapping) { return !read_before.contains(mapping.property); });
    const store::ObjectType type = object_type(object);
    if (is_new) TRY(ledger.cursors.remove(accounts.hubspot, listing_cursor(hubspot_type(type))));
    TRY(ledger.settings.set(setting_name(object), json_of(mappings)));
    TRY(ledger.links.mark_all_changed(type, accounts.quickbooks, at));
    TRY(ledger.activity.append(
        {.at = at,
         .cause = "person",
         .run = {},
         .kind = store::ActivityKind::setting,
         .object = type,
         .connection = {},
         .record_id = {},
         .summary = "Field mappings of " + std::string(name_of(object)) + " were changed",
         .detail = json_of(mappings),
         .correlation = {}}));
    return {};
}

std::vector<std::string> properties_to_read(const std::vector<std::string>& always,
                                            const FieldMappings& mappings)
{
    std::vector<std::string> properties = always;
    for (const FieldMapping& mapping : mappings) {
        if (!std::ranges::contains(properties, mapping.property)) properties.push_back(mapping.property);
    }
    return properties;
}

Task<> read_properties(RunContext& context, Object object)
{
    const PropertyDefinitions definitions =
        co_await context.hubspot.property_definitions(hubspot_type(object_type(object)));
    co_await context.ledger.capabilities.set(
        context.accounts.hubspot, capability_name(object),
        {.value = json_of(definitions), .probed_at = context.clock.now()});
}

Task<> refresh_mappings(RunContext& context)
{
    const Timestamp yesterday{context.clock.now().ms - definitions_valid_ms};
    for (const Object object : objects) {
        const FieldMappings stored = co_await stored_mappings(context.ledger, object);
        const bool is_custom = stored != default_mappings(object);
        if (is_custom && !(co_await is_known_since(context, object, yesterday))) {
            context.progress.phase = "Reading the properties of " + std::string(name_of(object));
            co_await read_properties(context, object);
        }
        context.mappings[static_cast<std::size_t>(object)] =
            co_await usable_mappings(context.ledger, context.accounts.hubspot, object);
    }
}

}  // namespace app::sync
