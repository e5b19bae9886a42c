#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

// HubSpot's records and definitions as its API gives them.
namespace app::clients::hubspot {

// The one place that names the API version; HubSpot publishes a new one each March and September.
inline constexpr std::string_view api_version = "2026-03";

inline constexpr std::size_t batch_inputs_max = 100;         // objects: create, read, update, upsert
inline constexpr std::size_t association_inputs_max = 2000;  // associations: create
inline constexpr std::size_t page_limit_max = 100;
inline constexpr std::size_t search_page_limit_max = 200;

enum class ObjectType { contact, company, deal, product, line_item, invoice };

[[nodiscard]] std::string_view api_name(ObjectType type);  // in paths: "line_items"
[[nodiscard]] std::string_view type_id(ObjectType type);   // "0-8"
[[nodiscard]] std::string_view label(ObjectType type);     // for people, singular: "line item"
// The property that moves with every change of a record: "hs_lastmodifieddate".
[[nodiscard]] std::string_view modified_property(ObjectType type);

// Association types that HubSpot defines; the direction matters.
namespace association {
inline constexpr int contact_to_company = 279;
inline constexpr int contact_to_primary_company = 1;
inline constexpr int company_to_contact = 280;
inline constexpr int company_to_primary_contact = 2;
inline constexpr int deal_to_contact = 3;
inline constexpr int contact_to_deal = 4;
inline constexpr int deal_to_line_item = 19;
inline constexpr int line_item_to_deal = 20;
inline constexpr int deal_to_invoice = 176;
inline constexpr int invoice_to_deal = 175;
inline constexpr int invoice_to_contact = 177;
inline constexpr int contact_to_invoice = 178;
inline constexpr int invoice_to_company = 179;
inline constexpr int company_to_invoice = 180;
inline constexpr int invoice_to_line_item = 409;
inline constexpr int line_item_to_invoice = 410;
}  // namespace association

// HubSpot's values are text; a property that is null is left out of the map, "" clears one.
using Properties = std::map<std::string, std::string>;

struct ObjectRecord {
    HubSpotId id;
    Properties properties = {};
    Timestamp updated_at = {};
    bool archived = false;
    // By API name of the other type ("line_items"), each id once, only where they were asked for.
    std::map<std::string, std::vector<HubSpotId>> associations = {};
    // Types of which there are more than the answer held.
    std::set<std::string> associations_cut = {};
    std::string raw = {};  // the record's JSON as it came
};

struct ObjectPage {
    std::vector<ObjectRecord> records = {};
    std::optional<std::string> next_after = {};  // nothing on the last page
};

// One property's definition (HubSpot: Properties).
struct PropertyDefinition {
    std::string name;
    std::string label = {};
    std::string type = {};        // bool, date, datetime, enumeration, number, phone_number, string
    std::string field_type = {};  // text, number, date, select, …
    std::string group_name = {};
    bool has_unique_value = false;
    bool read_only_value = false;  // includes calculated ones: writing it fails the whole record
    bool hubspot_defined = false;
    bool archived = false;
    std::vector<std::string> options = {};  // values of an enumeration
};

struct NewPropertyGroup {
    std::string name;
    std::string label;
};

struct NewProperty {
    struct Option {
        std::string value;
        std::string label;
    };
    std::string name;
    std::string label;
    std::string group_name;
    std::string type = "string";
    std::string field_type = "text";
    std::string description = {};
    bool has_unique_value = false;
    std::vector<Option> options = {};
    std::string currency_property = {};  // for amounts: the property that holds the currency code
};

// HubSpot: Account information, details.
struct AccountDetails {
    std::string portal_id;
    std::string account_type = {};  // STANDARD, DEVELOPER_TEST, SANDBOX, APP_DEVELOPER
    std::string time_zone = {};
    std::string company_currency = {};
    std::vector<std::string> additional_currencies = {};
    std::string ui_domain = {};  // where the account's records open in a browser
};

// One object that a batch wrote.
struct BatchResult {
    HubSpotId id;
    Properties properties = {};
    std::string trace_id = {};  // objectWriteTraceId, when HubSpot sent it back
    bool is_new = false;        // upsert only: the record was created
    Timestamp updated_at = {};  // zero when HubSpot does not say
};

// What a batch refused. It belongs to the inputs named by trace ids or, failing that, by ids.
struct BatchError {
    std::string category = {};  // VALIDATION_ERROR, OBJECT_NOT_FOUND, CONFLICT
    std::string code = {};      // of the first detail: CONFLICTING_UNIQUE_VALUE
    std::string message = {};
    std::vector<std::string> trace_ids = {};
    std::vector<HubSpotId> ids = {};
    std::string details = {};  // the error's JSON as it came
};

// Results come in any order.
struct BatchAnswer {
    std::vector<BatchResult> results = {};
    std::vector<BatchError> errors = {};
    std::string correlation_id = {};
};

enum class BatchAction { create, update, upsert };

}  // namespace app::clients::hubspot
