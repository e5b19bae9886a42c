#include "support/fake_hubspot.h"

#include <algorithm>
#include <functional>
#include <string>

#include "base/assert.h"
#include "base/date.h"
#include "base/text.h"
#include "support/answer.h"

namespace app::testing {
namespace {

constexpr std::size_t inputs_max = 100;
constexpr std::size_t association_inputs_max = 2000;
constexpr std::size_t dissociation_inputs_max = 100;

const std::map<std::string, std::vector<std::string>>& built_in_properties()
{
    static const std::map<std::string, std::vector<std::string>> properties = {
        {"contacts",
         {"email", "firstname", "lastname", "company", "phone", "mobilephone", "website", "address", "city",
          "state", "zip", "country"}},
        {"products", {"name", "description", "hs_sku", "price"}},
        {"line_items",
         {"name", "description", "price", "quantity", "hs_product_id", "hs_line_item_currency_code"}},
        {"invoices",
         {"hs_currency", "hs_invoice_billable", "hs_invoice_date", "hs_due_date", "hs_comments", "hs_number",
          "hs_amount_billed", "hs_balance_due", "hs_invoice_status"}},
    };
    return properties;
}

FakeHubSpot::Properties properties_in(const Json& input)
{
    FakeHubSpot::Properties properties;
    const auto object = input.object("properties");
    if (!object) return properties;
    for (const auto& [name, value] : *object->members()) properties[name] = value.as_text().value_or("");
    return properties;
}

std::string text_in(const Json& json, std::string_view name)
{
    return json.text(name).value_or(std::string());
}

}  // namespace

FakeHubSpot::FakeHubSpot(const Clock& clock) : m_clock(clock)
{
    for (const auto& [type, names] : built_in_properties()) {
        for (const std::string& name : names) m_stores[type].definitions[name] = {};
    }
    m_stores["contacts"].definitions["email"].unique = true;
}

net::Response FakeHubSpot::handle(const net::Request& request, std::string_view path)
{
    const std::vector<std::string_view> parts = split(path, '/');
    if (path == "account-info/2026-03/details") {
        return json_answer(
            200, R"({"portalId":4711,"accountType":"STANDARD","timeZone":"US/Eastern",)"
                 R"("companyCurrency":"USD","additionalCurrencies":[],"uiDomain":"app.hubspot.com"})");
    }
    ASSERT(parts.size() >= 4 && parts[0] == "crm" && parts[2] == "2026-03");
    const bool is_read =
        request.method == net::Method::get || path.ends_with("/batch/read") || path.ends_with("/search");
    if (!is_read) ++writes;
    if (parts[1] == "objects") return objects(request, parts);
    if (parts[1] == "properties") return properties(request, parts);
    ASSERT(parts[1] == "associations" && parts.size() == 7 && parts[3] == "invoices");
    if (parts[6] == "archive") return dissociate(request, std::string(parts[4]));
    return associate(request, std::string(parts[4]));
}

net::Response FakeHubSpot::objects(const net::Request& request, const std::vector<std::string_view>& path)
{
    const std::string type(path[3]);
    ASSERT(m_stores.contains(type));
    if (path.size() == 4 && request.method == net::Method::get) return list(request, type);
    if (path.size() == 4) return create_one(request, type);
    if (path.size() == 5 && path[4] == "search") return search(request, type);
    if (path.size() == 5) return archive_one(type, std::string(path[4]));
    ASSERT(path.size() == 6 && path[4] == "batch");
    return batch(request, type, path[5]);
}

net::Response FakeHubSpot::list(const net::Request& request, const std::string& type) const
{
    const std::string after = query_value(request, "after");
    const bool archived = query_value(request, "archived") == "true";
    JsonArray results;
    std::string next;
    for (const auto& [id, record] : m_stores.at(type).records) {
        if (record.archived != archived || id < after) continue;
        if (results.size() == page_size) {
            next = id;
            break;
        }
        results.raw(json_of(record));
    }
    JsonObject answer;
    answer.raw("results", results.str());
    if (!next.empty()) answer.raw("paging", R"({"next":{"after":")" + next + R"("}})");
    return json_answer(200, answer.str());
}

// The two searches that the engine makes: what changed since, in order of id; and what changed last.
net::Response FakeHubSpot::search(const net::Request& request, const std::string& type) const
{
    const auto body = Json::parse(request.body);
    ASSERT(body.has_value());
    const auto limit = static_cast<std::size_t>(body->integer("limit").value_or(0));
    ASSERT(limit >= 1 && limit <= 200 && !body->has("after"));
    std::int64_t since_ms = 0;
    std::string after;
    for (const Json& filter : *body->array("filterGroups")->front().array("filters")) {
        const std::string property = filter.text("propertyName").value_or("");
        const std::string comparison = filter.text("operator").value_or("");
        if (property == "hs_object_id" && comparison == "GT") after = filter.text("value").value_or("");
        else if (comparison == "GTE") since_ms = std::stoll(filter.text("value").value_or("0"));
        else ASSERT(comparison == "HAS_PROPERTY");
    }
    std::vector<const Record*> found;
    for (const auto& [id, record] : m_stores.at(type).records) {
        const bool shows = record.updated_at.ms <= m_clock.now().ms - search_lag_ms;
        if (!record.archived && shows && record.updated_at.ms >= since_ms && id > after)
            found.push_back(&record);
    }
    const std::string direction = body->array("sorts")->front().text("direction").value_or("");
    if (direction == "DESCENDING") std::ranges::stable_sort(found, std::greater(), &Record::updated_at);
    JsonArray results;
    for (const Record* record : found) {
        if (results.size() < limit) results.raw(json_of(*record));
    }
    JsonObject answer;
    answer.number("total", static_cast<std::int64_t>(found.size())).raw("results", results.str());
    if (found.size() > limit)
        answer.raw("paging", R"({"next":{"after":")" + std::to_string(limit) + R"("}})");
    return json_answer(200, answer.str());
}

net::Response FakeHubSpot::create_one(const net::Request& request, const std::string& type)
{
    const auto body = Json::parse(request.body);
    ASSERT(body.has_value());
    Record& record = new_record(type);
    const std::string id = record.id;
    if (const auto problem = put(type, record, properties_in(*body))) {
        m_stores[type].records.erase(id);
        return refusal(*problem);
    }
    return json_answer(201, json_of(record));
}

net::Response FakeHubSpot::archive_one(const std::string& type, const std::string& id)
{
    const auto found = m_stores[type].records.find(id);
    if (found == m_stores[type].records.end())
        return refusal({404, "OBJECT_NOT_FOUND", "", "Object not found."});
    archive(type, id);
    return {.status = 204};
}

net::Response FakeHubSpot::batch(const net::Request& request, const std::string& type, std::string_view verb)
{
    const auto body = Json::parse(request.body);
    ASSERT(body.has_value());
    const auto inputs = body->array("inputs");
    ASSERT(inputs.has_value());
    if (inputs->empty() || inputs->size() > inputs_max) {
        return refusal({400, "VALIDATION_ERROR", "", "between 1 and 100 inputs are needed"});
    }
    if (verb == "read") return batch_read(*inputs, type);
    std::optional<std::map<std::string, Store>> before;
    if (strictness == Strictness::whole_batch) before = m_stores;
    std::vector<std::string> results;
    JsonArray errors;
    for (const Json& input : *inputs) {
        std::string result;
        const auto problem = apply(input, type, verb, result);
        if (!problem) results.push_back(std::move(result));
        if (problem && before) {
            m_stores = *std::move(before);
            return refusal(*problem);
        }
        if (problem) errors.raw(error_entry(*problem, input));
    }
    const std::size_t kept = results.size() - std::min(results_left_out, results.size());
    JsonArray listed;
    for (std::size_t at = kept; at-- > 0;) listed.raw(results[at]);
    const bool failing = errors.size() > 0;
    return json_answer(failing ? 207 : (verb == "create" ? 201 : 200), JsonObject()
                                                                           .text("status", "COMPLETE")
                                                                           .raw("results", listed.str())
                                                                           .raw("errors", errors.str())
                                                                           .str());
}

// An id of a record that was merged gives the record that it lives on as.
net::Response FakeHubSpot::batch_read(const Json::Array& inputs, const std::string& type) const
{
    JsonArray results;
    JsonArray missing;
    for (std::size_t at = inputs.size(); at-- > 0;) {
        const std::string id = text_in(inputs[at], "id");
        const auto& records = m_stores.at(type).records;
        const auto found = std::ranges::find_if(records, [&](const auto& entry) {
            const auto merged = entry.second.properties.find("hs_merged_object_ids");
            const bool absorbed = merged != entry.second.properties.end() &&
                                  (";" + merged->second + ";").contains(";" + id + ";");
            return !entry.second.archived && (entry.first == id || absorbed);
        });
        if (found == records.end()) missing.text(id);
        else results.raw(json_of(found->second));
    }
    JsonArray errors;
    if (missing.size() > 0) {
        errors.raw(JsonObject()
                       .text("status", "error")
                       .text("category", "OBJECT_NOT_FOUND")
                       .text("message", "Could not get some objects, they may be deleted or not exist.")
                       .raw("context", JsonObject().raw("ids", missing.str()).str())
                       .str());
    }
    return json_answer(errors.size() > 0 ? 207 : 200, JsonObject()
                                                          .text("status", "COMPLETE")
                                                          .raw("results", results.str())
                                                          .raw("errors", errors.str())
                                                          .str());
}

std::optional<FakeHubSpot::Problem> FakeHubSpot::apply(const Json& input, const std::string& type,
                                                       std::string_view verb, std::string& result)
{
    Record* record = nullptr;
    bool is_new = verb == "create";
    if (verb == "update") {
        const auto found = m_stores[type].records.find(text_in(input, "id"));
        if (found == m_stores[type].records.end() || found->second.archived) {
            return Problem{404, "OBJECT_NOT_FOUND", "", "Could not get some objects"};
        }
        record = &found->second;
    }
    if (verb == "upsert") {
        const std::string property = text_in(input, "idProperty");
        if (!m_stores[type].definitions[property].unique) {
            return Problem{400, "VALIDATION_ERROR", "",
                           "Unable to upsert by non-unique property " + property};
        }
        const Record* present = holder(type, property, text_in(input, "id"));
        is_new = present == nullptr;
        if (present) record = &m_stores[type].records.at(present->id);
    }
    const bool made = record == nullptr;
    if (made) record = &new_record(type);
    const std::string id = record->id;
    if (const auto problem = put(type, *record, properties_in(input))) {
        if (made) m_stores[type].records.erase(id);
        return problem;
    }
    const auto parsed = Json::parse(json_of(*record));
    JsonObject answer;
    answer.text("id", id)
        .raw("properties", parsed->object("properties")->dump())
        .text("updatedAt", format_timestamp(m_stores[type].records.at(id).updated_at, Milliseconds::yes))
        .boolean("new", is_new);
    if (sends_trace_ids) answer.text("objectWriteTraceId", text_in(input, "objectWriteTraceId"));
    result = answer.str();
    return std::nullopt;
}

std::optional<FakeHubSpot::Problem> FakeHubSpot::put(const std::string& type, Record& record,
                                                     const Properties& changes)
{
    if (const auto problem = check(type, record, changes)) return problem;
    Record changed = record;
    for (const auto& [name, value] : changes) {
        changed.properties[name] = name == "email" ? lower_ascii(value) : value;
    }
    if (type == "invoices" && changes.contains("hs_invoice_status")) {
        if (const auto problem = check_status(changed)) return problem;
    }
    changed.updated_at = m_clock.now();
    record = std::move(changed);
    return std::nullopt;
}

std::optional<FakeHubSpot::Problem> FakeHubSpot::check(const std::string& type, const Record& record,
                                                       const Properties& changes) const
{
    const Store& store = m_stores.at(type);
    for (const auto& [name, value] : changes) {
        const auto definition = store.definitions.find(name);
        if (definition == store.definitions.end()) {
            return Problem{400, "VALIDATION_ERROR", "PROPERTY_DOESNT_EXIST",
                           "Property " + name + " does not exist"};
        }
        if (type == "invoices" && read_only_invoice_fields.contains(name)) {
            return Problem{400, "VALIDATION_ERROR", "READ_ONLY_VALUE", name + " is read only"};
        }
        if (name == "email" && value.find('@') == std::string::npos) {
            return Problem{400, "VALIDATION_ERROR", "INVALID_EMAIL",
                           "Email address " + value + " is invalid"};
        }
        if (name == "lastname" && !refused_last_name.empty() && value == refused_last_name) {
            return Problem{400, "VALIDATION_ERROR", "INVALID_VALUE",
                           "The account's rules do not allow " + value};
        }
        if (name == "price" && value.starts_with('-')) {
            return Problem{400, "VALIDATION_ERROR", "INVALID_INTEGER", "price must not be negative"};
        }
        if (name == "hs_currency" && !currencies.contains(value)) {
            return Problem{400, "VALIDATION_ERROR", "INVALID_OPTION",
                           value + " is not an effective currency"};
        }
        const Record* twin = definition->second.unique ? holder(type, name, value) : nullptr;
        if (!twin || twin->id == record.id) continue;
        if (name == "email")
            return Problem{409, "CONFLICT", "", "Contact already exists. Existing ID: " + twin->id};
        return Problem{400, "VALIDATION_ERROR", "CONFLICTING_UNIQUE_VALUE", name + " must be unique"};
    }
    return std::nullopt;
}

std::optional<FakeHubSpot::Problem> FakeHubSpot::check_status(const Record& record) const
{
    if (record.properties.at("hs_invoice_status") == "draft") return std::nullopt;
    if (!associated(record.id, "line_items").empty()) return std::nullopt;
    return Problem{400, "VALIDATION_ERROR", "",
                   "The invoice has no association of type INVOICE_TO_LINE_ITEM"};
}

net::Response FakeHubSpot::associate(const net::Request& request, const std::string& to_type)
{
    const auto body = Json::parse(request.body);
    ASSERT(body.has_value());
    const auto inputs = body->array("inputs");
    ASSERT(inputs.has_value() && !inputs->empty() && inputs->size() <= association_inputs_max);
    JsonArray errors;
    for (const Json& input : *inputs) {
        const std::string from = input.object("from")->text("id").value_or("");
        const std::string to = input.object("to")->text("id").value_or("");
        const auto target = m_stores[to_type].records.find(to);
        const auto source = m_stores["invoices"].records.find(from);
        if (source == m_stores["invoices"].records.end() || target == m_stores[to_type].records.end() ||
            target->second.archived) {
            // As HubSpot does it: the entry does not say which input it belongs to.
            errors.raw(
                R"({"status":"error","category":"OBJECT_NOT_FOUND","message":"Object not found.","context":{}})");
            continue;
        }
        m_associations.insert({from, to_type, to});
    }
    return json_answer(
        errors.size() > 0 ? 207 : 201,
        JsonObject().text("status", "COMPLETE").raw("results", "[]").raw("errors", errors.str()).str());
}

net::Response FakeHubSpot::dissociate(const net::Request& request, const std::string& to_type)
{
    const auto inputs = Json::parse(request.body)->array("inputs");
    ASSERT(inputs.has_value() && !inputs->empty() && inputs->size() <= dissociation_inputs_max);
    for (const Json& input : *inputs) {
        const std::string from = input.object("from")->text("id").value_or("");
        for (const Json& to : *input.array("to")) m_associations.erase({from, to_type, *to.text("id")});
    }
    return {.status = 204};
}

const FakeHubSpot::Record* FakeHubSpot::holder(const std::string& type, const std::string& property,
                                               const std::string& value) const
{
    const std::string wanted = property == "email" ? lower_ascii(value) : value;
    for (const auto& [id, record] : m_stores.at(type).records) {
        const auto found = record.properties.find(property);
        if (!record.archived && found != record.properties.end() && found->second == wanted) return &record;
    }
    return nullptr;
}

FakeHubSpot::Record& FakeHubSpot::new_record(const std::string& type)
{
    const std::string id = std::to_string(m_next_id++);
    return m_stores[type].records[id] = Record{.id = id, .properties = {}};
}

std::string FakeHubSpot::json_of(const Record& record) const
{
    JsonObject properties;
    for (const auto& [name, value] : record.properties) properties.text(name, value);
    return JsonObject()
        .text("id", record.id)
        .raw("properties", properties.str())
        .text("updatedAt", format_timestamp(record.updated_at, Milliseconds::yes))
        .boolean("archived", record.archived)
        .str();
}

net::Response FakeHubSpot::refusal(const Problem& problem)
{
    JsonObject body;
    body.text("status", "error").text("message", problem.message).text("category", problem.category);
    if (!problem.code.empty()) {
        body.raw("errors",
                 "[" + JsonObject().text("message", problem.message).text("code", problem.code).str() + "]");
    }
    return json_answer(problem.status, body.str());
}

std::string FakeHubSpot::error_entry(const Problem& problem, const Json& input)
{
    JsonObject context;
    context.raw("objectWriteTraceId", "[" + json_quoted(text_in(input, "objectWriteTraceId")) + "]");
    JsonObject entry;
    entry.text("status", "error").text("category", problem.category).text("message", problem.message);
    entry.raw("context", context.str());
    if (!problem.code.empty()) {
        entry.raw("errors",
                  "[" + JsonObject().text("message", problem.message).text("code", problem.code).str() + "]");
    }
    return entry.str();
}

}  // namespace app::testing
