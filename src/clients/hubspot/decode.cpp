#include "clients/hubspot/decode.h"

#include <algorithm>

#include "base/date.h"

namespace app::clients::hubspot {
namespace {

// Text as it is, numbers and booleans as their text, null left out: the last is what "not set" is.
Result<Properties> decode_properties(const Json& json)
{
    Properties properties;
    const auto object = TRY(json.optional_object("properties"));
    if (!object) return properties;
    for (const auto& [name, value] : *object->members()) {
        if (value.is_null()) continue;
        if (value.is_object() || value.is_array()) {
            return failed(ErrorKind::malformed, "property '" + name + "' is no plain value");
        }
        properties[name] = value.as_text().value_or(value.dump());
    }
    return properties;
}

Result<Timestamp> decode_updated_at(const Json& json)
{
    const auto text = TRY(json.optional_text("updatedAt"));
    if (!text) return Timestamp{};
    return parse_timestamp(*text);
}

// One id per associated record, although each association type is an entry of its own.
Result<std::vector<HubSpotId>> decode_associated(const Json& group)
{
    std::vector<HubSpotId> ids;
    for (const Json& entry : TRY(group.array_or_empty("results"))) {
        const HubSpotId id(TRY(entry.text_or_number("id")));
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }
    return ids;
}

// Answers name line items "line items", requests "line_items"; we keep the latter.
std::string association_name(std::string name)
{
    std::ranges::replace(name, ' ', '_');
    return name;
}

Result<void> decode_associations(const Json& json, ObjectRecord& record)
{
    const auto associations = TRY(json.optional_object("associations"));
    if (!associations) return {};
    for (const auto& [name, group] : *associations->members()) {
        const std::string type = association_name(name);
        record.associations[type] = TRY(decode_associated(group));
        if (TRY(decode_next_after(group))) record.associations_cut.insert(type);
    }
    return {};
}

Result<std::vector<std::string>> decode_texts(const Json& json, std::string_view name)
{
    std::vector<std::string> texts;
    for (const Json& item : TRY(json.array_or_empty(name))) {
        if (const auto text = item.as_text()) texts.push_back(*text);
        else if (!item.is_null()) texts.push_back(item.dump());
    }
    return texts;
}

Result<bool> decode_read_only(const Json& json)
{
    if (TRY(json.optional_boolean("calculated")).value_or(false)) return true;
    const auto metadata = TRY(json.optional_object("modificationMetadata"));
    if (!metadata) return false;
    return TRY(metadata->optional_boolean("readOnlyValue")).value_or(false);
}

Result<std::string> text_or_empty(const Json& json, std::string_view name)
{
    return TRY(json.optional_text(name)).value_or(std::string());
}

Result<bool> boolean_or_false(const Json& json, std::string_view name)
{
    return TRY(json.optional_boolean(name)).value_or(false);
}

bool is_record_id(const std::string& text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

// Objects name the ids under "ids", associations under the object's type: {"CONTACT":["999"]}.
std::vector<HubSpotId> decode_context_ids(const Json& context)
{
    std::vector<HubSpotId> ids;
    for (const auto& [name, values] : *context.members()) {
        if (name == "objectWriteTraceId" || !values.items()) continue;
        for (const Json& value : *values.items()) {
            std::string text = value.as_text().value_or(std::string());
            if (name == "ids" || is_record_id(text)) ids.emplace_back(std::move(text));
        }
    }
    return ids;
}

Result<std::string> first_detail_code(const Json& json)
{
    const Json::Array errors = TRY(json.array_or_empty("errors"));
    if (errors.empty()) return std::string();
    return text_or_empty(errors.front(), "code");
}

}  // namespace

Result<ObjectRecord> decode_object(const Json& json, std::string raw)
{
    ObjectRecord record{
        .id = HubSpotId(TRY(json.text_or_number("id"))),
        .properties = TRY(decode_properties(json)),
        .updated_at = TRY(decode_updated_at(json)),
        .archived = TRY(boolean_or_false(json, "archived")),
        .raw = std::move(raw),
    };
    TRY(decode_associations(json, record));
    return record;
}

// Associations batch results have no id of their own, only `from` and `to`.
Result<BatchResult> decode_batch_result(const Json& json)
{
    return BatchResult{
        .id = json.has("id") ? HubSpotId(TRY(json.text_or_number("id"))) : HubSpotId(),
        .properties = TRY(decode_properties(json)),
        .trace_id = TRY(text_or_empty(json, "objectWriteTraceId")),
        .is_new = TRY(boolean_or_false(json, "new")),
        .updated_at = TRY(decode_updated_at(json)),
    };
}

Result<BatchError> decode_batch_error(const Json& json)
{
    BatchError error{
        .category = TRY(text_or_empty(json, "category")),
        .code = TRY(first_detail_code(json)),
        .message = TRY(text_or_empty(json, "message")),
        .details = json.dump(),
    };
    const auto context = TRY(json.optional_object("context"));
    if (!context) return error;
    error.trace_ids = TRY(decode_texts(*context, "objectWriteTraceId"));
    error.ids = decode_context_ids(*context);
    return error;
}

Result<PropertyDefinition> decode_property(const Json& json)
{
    PropertyDefinition definition{
        .name = TRY(json.text("name")),
        .label = TRY(text_or_empty(json, "label")),
        .type = TRY(json.text("type")),
        .field_type = TRY(text_or_empty(json, "fieldType")),
        .group_name = TRY(text_or_empty(json, "groupName")),
        .has_unique_value = TRY(boolean_or_false(json, "hasUniqueValue")),
        .read_only_value = TRY(decode_read_only(json)),
        .hubspot_defined = TRY(boolean_or_false(json, "hubspotDefined")),
        .archived = TRY(boolean_or_false(json, "archived")),
    };
    for (const Json& option : TRY(json.array_or_empty("options"))) {
        definition.options.push_back(TRY(option.text_or_number("value")));
    }
    return definition;
}

Result<AccountDetails> decode_account(const Json& json)
{
    return AccountDetails{
        .portal_id = TRY(json.text_or_number("portalId")),
        .account_type = TRY(text_or_empty(json, "accountType")),
        .time_zone = TRY(text_or_empty(json, "timeZone")),
        .company_currency = TRY(text_or_empty(json, "companyCurrency")),
        .additional_currencies = TRY(decode_texts(json, "additionalCurrencies")),
        .ui_domain = TRY(text_or_empty(json, "uiDomain")),
    };
}

Result<std::optional<std::string>> decode_next_after(const Json& page)
{
    const auto paging = TRY(page.optional_object("paging"));
    if (!paging) return std::optional<std::string>();
    const auto next = TRY(paging->optional_object("next"));
    if (!next) return std::optional<std::string>();
    return TRY(next->text_or_number("after"));
}

}  // namespace app::clients::hubspot
