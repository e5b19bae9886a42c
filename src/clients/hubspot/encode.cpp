#include "clients/hubspot/encode.h"

#include "base/assert.h"
#include "base/json.h"

namespace app::clients::hubspot {
namespace {

std::string properties_json(const Properties& properties)
{
    JsonObject json;
    for (const auto& [name, value] : properties) json.text(name, value);
    return json.str();
}

std::string reference_json(const HubSpotId& id)
{
    return JsonObject().text("id", id.value).str();
}

std::string types_json(const std::vector<int>& type_ids)
{
    JsonArray types;
    for (const int type_id : type_ids) {
        types.raw(JsonObject()
                      .text("associationCategory", "HUBSPOT_DEFINED")
                      .number("associationTypeId", type_id)
                      .str());
    }
    return types.str();
}

std::string associations_json(const std::vector<InlineAssociation>& associations)
{
    JsonArray list;
    for (const InlineAssociation& association : associations) {
        list.raw(JsonObject()
                     .raw("to", reference_json(association.to))
                     .raw("types", types_json(association.type_ids))
                     .str());
    }
    return list.str();
}

std::string inputs_json(const JsonArray& inputs, std::size_t inputs_max)
{
    ASSERT(inputs.size() >= 1 && inputs.size() <= inputs_max);
    return JsonObject().raw("inputs", inputs.str()).str();
}

std::string names_json(const std::vector<std::string>& names)
{
    JsonArray list;
    for (const std::string& name : names) list.text(name);
    return list.str();
}

std::string options_json(const std::vector<NewProperty::Option>& options)
{
    JsonArray list;
    std::int64_t order = 0;
    for (const NewProperty::Option& option : options) {
        list.raw(JsonObject()
                     .text("label", option.label)
                     .text("value", option.value)
                     .number("displayOrder", order++)
                     .boolean("hidden", false)
                     .str());
    }
    return list.str();
}

std::string filter_json(std::string_view property, std::string_view comparison, std::string_view value)
{
    return JsonObject()
        .text("propertyName", property)
        .text("operator", comparison)
        .text("value", value)
        .str();
}

std::string search_json(const JsonArray& filters, std::string_view sorted_by, std::string_view direction,
                        const std::vector<std::string>& properties, std::size_t limit)
{
    const std::string group = JsonObject().raw("filters", filters.str()).str();
    const std::string sort = JsonObject().text("propertyName", sorted_by).text("direction", direction).str();
    return JsonObject()
        .raw("filterGroups", "[" + group + "]")
        .raw("sorts", "[" + sort + "]")
        .raw("properties", names_json(properties))
        .number("limit", static_cast<std::int64_t>(limit))
        .str();
}

}  // namespace

std::string encode_batch_create(const std::vector<CreateInput>& inputs)
{
    JsonArray list;
    for (const CreateInput& input : inputs) {
        list.raw(JsonObject()
                     .raw("properties", properties_json(input.properties))
                     .raw("associations", associations_json(input.associations))
                     .text("objectWriteTraceId", input.trace_id)
                     .str());
    }
    return inputs_json(list, batch_inputs_max);
}

std::string encode_batch_update(const std::vector<UpdateInput>& inputs)
{
    JsonArray list;
    for (const UpdateInput& input : inputs) {
        list.raw(JsonObject()
                     .text("id", input.id.value)
                     .raw("properties", properties_json(input.properties))
                     .text("objectWriteTraceId", input.trace_id)
                     .str());
    }
    return inputs_json(list, batch_inputs_max);
}

std::string encode_batch_upsert(std::string_view id_property, const std::vector<UpsertInput>& inputs)
{
    JsonArray list;
    for (const UpsertInput& input : inputs) {
        list.raw(JsonObject()
                     .text("id", input.key)
                     .text("idProperty", id_property)
                     .raw("properties", properties_json(input.properties))
                     .text("objectWriteTraceId", input.trace_id)
                     .str());
    }
    return inputs_json(list, batch_inputs_max);
}

std::string encode_associations(const std::vector<AssociationInput>& inputs)
{
    JsonArray list;
    for (const AssociationInput& input : inputs) {
        list.raw(JsonObject()
                     .raw("from", reference_json(input.from))
                     .raw("to", reference_json(input.to))
                     .raw("types", types_json(input.type_ids))
                     .str());
    }
    return inputs_json(list, association_inputs_max);
}

std::string encode_association_removals(const std::vector<AssociationRemoval>& inputs)
{
    JsonArray list;
    for (const AssociationRemoval& input : inputs) {
        list.raw(JsonObject()
                     .raw("from", reference_json(input.from))
                     .raw("to", JsonArray().raw(reference_json(input.to)).str())
                     .str());
    }
    return inputs_json(list, batch_inputs_max);
}

std::string encode_object(const Properties& properties, const std::vector<InlineAssociation>& associations)
{
    return JsonObject()
        .raw("properties", properties_json(properties))
        .raw("associations", associations_json(associations))
        .str();
}

std::string encode_batch_read(const std::vector<std::string>& ids, std::string_view id_property,
                              const std::vector<std::string>& properties)
{
    ASSERT(!ids.empty() && ids.size() <= batch_inputs_max);
    JsonArray inputs;
    for (const std::string& id : ids) inputs.raw(JsonObject().text("id", id).str());
    JsonObject body;
    body.raw("inputs", inputs.str())
        .raw("properties", names_json(properties))
        .raw("propertiesWithHistory", "[]");
    if (!id_property.empty()) body.text("idProperty", id_property);
    return body.str();
}

std::string encode_changed_search(ObjectType type, Timestamp since, const HubSpotId& after,
                                  const std::vector<std::string>& properties)
{
    JsonArray filters;
    filters.raw(filter_json(modified_property(type), "GTE", std::to_string(since.ms)));
    if (!after.value.empty()) filters.raw(filter_json("hs_object_id", "GT", after.value));
    return search_json(filters, "hs_object_id", "ASCENDING", properties, search_page_limit_max);
}

std::string encode_newest_search(ObjectType type)
{
    const std::string modified(modified_property(type));
    JsonArray filters;
    filters.raw(JsonObject().text("propertyName", modified).text("operator", "HAS_PROPERTY").str());
    return search_json(filters, modified, "DESCENDING", {modified}, 1);
}

std::string encode_property_group(const NewPropertyGroup& group)
{
    return JsonObject().text("name", group.name).text("label", group.label).number("displayOrder", -1).str();
}

std::string encode_property(const NewProperty& property)
{
    JsonObject body;
    body.text("groupName", property.group_name)
        .text("name", property.name)
        .text("label", property.label)
        .text("type", property.type)
        .text("fieldType", property.field_type)
        .text("description", property.description)
        .boolean("hasUniqueValue", property.has_unique_value)
        .boolean("formField", false)
        .boolean("hidden", false);
    if (!property.options.empty()) body.raw("options", options_json(property.options));
    if (!property.currency_property.empty()) body.text("currencyPropertyName", property.currency_property);
    return body.str();
}

}  // namespace app::clients::hubspot
