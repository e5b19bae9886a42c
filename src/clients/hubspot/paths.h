#pragma once

#include <format>
#include <string>

#include "clients/hubspot/types.h"

namespace app::clients::hubspot {

[[nodiscard]] inline std::string objects_path(ObjectType type)
{
    return std::format("crm/objects/{}/{}", api_version, api_name(type));
}

[[nodiscard]] inline std::string properties_path(ObjectType type)
{
    return std::format("crm/properties/{}/{}", api_version, api_name(type));
}

}  // namespace app::clients::hubspot
