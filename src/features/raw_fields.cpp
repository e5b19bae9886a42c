#include "features/raw_fields.h"

#include "base/json.h"

namespace app::features {
namespace {

// A record with more fields than this is cut in the display; the stored record stays whole.
constexpr std::size_t fields_max = 2000;

void add(std::vector<RawField>& fields, const std::string& path, const Json& json)
{
    if (fields.size() >= fields_max) return;
    const auto below = [&](const std::string& name) { return path.empty() ? name : path + "." + name; };
    if (const Json::Members* members = json.members()) {
        for (const auto& [name, value] : *members) add(fields, below(name), value);
    } else if (const Json::Array* items = json.items()) {
        for (std::size_t at = 0; at < items->size(); ++at)
            add(fields, below(std::to_string(at + 1)), (*items)[at]);
    } else {
        fields.push_back({path, json.as_text().value_or(json.dump())});
    }
}

}  // namespace

std::vector<RawField> raw_fields(std::string_view json)
{
    const Result<Json> parsed = Json::parse(json);
    if (!parsed) return {{"record", std::string(json)}};
    std::vector<RawField> fields;
    add(fields, "", *parsed);
    return fields;
}

}  // namespace app::features
