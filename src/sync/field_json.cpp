#include "sync/field_json.h"

#include "base/json.h"

namespace app::sync {

std::string json_of(const Fields& fields)
{
    JsonObject object;
    for (const auto& [property, value] : fields) object.text(property, value);
    return object.str();
}

Result<Fields> fields_from_json(std::string_view json)
{
    const Json parsed = TRY(Json::parse(json));
    Fields fields;
    if (const Json::Members* members = parsed.members()) {
        for (const auto& [name, value] : *members) {
            if (auto text = value.as_text()) fields[name] = *std::move(text);
        }
    }
    return fields;
}

}  // namespace app::sync
