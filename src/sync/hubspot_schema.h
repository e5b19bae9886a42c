#pragma once

#include <vector>

#include "clients/hubspot/types.h"

namespace app::sync {

// A property that Ledgerbridge adds to HubSpot. One that wants to be unique is made without that
// where the object type takes no unique property (HubSpot does not document it for all types).
struct OwnProperty {
    clients::hubspot::NewProperty definition;
    bool is_key = false;  // holds the QuickBooks id; unique where possible
};

struct OwnSchema {
    clients::hubspot::ObjectType type;
    std::vector<OwnProperty> properties;
};

[[nodiscard]] clients::hubspot::NewPropertyGroup own_property_group();

// All additions, one entry per object type.
[[nodiscard]] const std::vector<OwnSchema>& own_schemas();

}  // namespace app::sync
