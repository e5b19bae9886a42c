#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "features/row_source.h"
#include "features/sync/view.h"
#include "sync/fields/field_mapping.h"

namespace app::features {

// One mapping, or a field that is fixed, with what it does to a real record.
struct FieldRowView {
    std::optional<std::size_t> index;  // in the object's mappings; nothing for what is fixed
    std::string property;              // HubSpot's internal name
    std::string property_label;
    std::string field_label;
    sync::FieldDirection direction = sync::FieldDirection::both;  // as the object allows it now
    std::string transform;                                        // "Phone number"
    bool active = true;
    std::string reason;   // why it is not active
    std::string sample;   // what QuickBooks holds
    std::string becomes;  // what HubSpot gets of it, or why not
};

// What can be chosen, with a word on what it is.
struct FieldChoiceView {
    std::string id;
    std::string label;
    std::string note;
};

// A mapping while it is edited.
struct FieldDraftView {
    std::optional<std::size_t> index;  // of the mapping that is changed; nothing for a new one
    sync::FieldMapping mapping;
    std::string property_label;
    std::string field_label;
    std::vector<FieldChoiceView> transforms;  // in the order of `transform_values`
    std::vector<sync::Transform> transform_values;
    std::string transform_label;
    std::string problem;  // why it cannot be saved
    std::string sample;
    std::string becomes;
    std::string held;  // what HubSpot holds now
};

struct FieldsView {
    LoadState state = LoadState::loading;
    SyncObject object = SyncObject::contacts;
    std::vector<FieldRowView> rows;
    std::optional<FieldDraftView> draft;
    std::vector<FieldChoiceView> properties;  // of HubSpot; empty until they were read
    std::vector<FieldChoiceView> fields;      // of QuickBooks
    std::string sample_title;                 // the record that the samples are of; empty when there is none
    bool is_default = true;                   // nobody changed the mappings
    bool can_edit = false;                    // both accounts are there and no run is under way
    bool reading = false;                     // HubSpot is asked for its properties
    std::string problem;                      // why they could not be read
};

}  // namespace app::features
