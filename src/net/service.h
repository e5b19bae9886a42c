#pragma once

#include <string_view>

namespace app::net {

// The services that are called, always through the proxy of the page's own origin.
enum class Service { hubspot, quickbooks };

// As in paths and connection ids: "hubspot".
[[nodiscard]] constexpr std::string_view path_name(Service service)
{
    return service == Service::hubspot ? "hubspot" : "quickbooks";
}

// For people: "HubSpot".
[[nodiscard]] constexpr std::string_view display_name(Service service)
{
    return service == Service::hubspot ? "HubSpot" : "QuickBooks";
}

}  // namespace app::net
