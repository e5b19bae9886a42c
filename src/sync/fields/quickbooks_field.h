#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "sync/object.h"

// The fields of QuickBooks records that can be mapped.
namespace app::sync {

enum class FieldType { text, number, date, boolean };

struct QuickBooksField {
    // The member's path in the record: "PrimaryPhone.FreeFormNumber". Made of several members: "Name.Full",
    // "Name.Family", "BillAddr.Street", "ShipAddr.Street". "CustomField.2" is the one with definition 2.
    std::string_view id;
    std::string_view label;
    FieldType type = FieldType::text;
    std::size_t code_points_max = 0;  // that QuickBooks takes
    std::string_view read_only = {};  // why it is never written, as a sentence; empty when it can be
    std::string_view absent = {};     // what it means when the record does not hold it
};

// In the order in which they are offered.
[[nodiscard]] std::span<const QuickBooksField> quickbooks_fields(Object object);
// Nothing when the object has no such field.
[[nodiscard]] const QuickBooksField* quickbooks_field(Object object, std::string_view id);

// The field's value as text: numbers as they came, "true" and "false"; blank when there is none.
[[nodiscard]] std::string value_in(const Json& record, const QuickBooksField& field);

}  // namespace app::sync
