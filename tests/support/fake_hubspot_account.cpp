#include "base/assert.h"
#include "support/answer.h"
#include "support/fake_hubspot.h"

// The property definitions of the simulated account, and what a test does and sees in it.
namespace app::testing {

net::Response FakeHubSpot::properties(const net::Request& request, const std::vector<std::string_view>& path)
{
    const std::string type(path[3]);
    const auto definition_json = [&](const std::string& name, const Definition& definition) {
        return JsonObject()
            .text("name", name)
            .text("type", definition.type)
            .text("fieldType", definition.field_type)
            .boolean("hasUniqueValue", definition.unique)
            .raw("modificationMetadata",
                 definition.read_only ? R"({"readOnlyValue":true})" : R"({"readOnlyValue":false})")
            .str();
    };
    if (request.method == net::Method::get && path.size() == 5) {
        const std::string name(path[4]);
        return json_answer(200, definition_json(name, m_stores.at(type).definitions.at(name)));
    }
    if (request.method == net::Method::get) {
        JsonArray results;
        for (const auto& [name, definition] : m_stores.at(type).definitions)
            results.raw(definition_json(name, definition));
        return json_answer(200, JsonObject().raw("results", results.str()).str());
    }
    const auto body = Json::parse(request.body);
    ASSERT(body.has_value());
    if (path.size() == 5 && path[4] == "groups") return json_answer(201, request.body);
    return create_property(*body, type);
}

net::Response FakeHubSpot::create_property(const Json& body, const std::string& type)
{
    const std::string name = body.text("name").value_or(std::string());
    const bool unique = body.boolean("hasUniqueValue").value_or(false);
    if (m_stores[type].definitions.contains(name)) {
        return refusal({409, "OBJECT_ALREADY_EXISTS", "", "A property named " + name + " exists"});
    }
    if (unique && !unique_types.contains(type)) {
        return refusal({400, "VALIDATION_ERROR", "", type + " takes no unique property"});
    }
    m_stores[type].definitions[name] = {.type = body.text("type").value_or(std::string()),
                                        .field_type = body.text("fieldType").value_or(std::string()),
                                        .unique = unique};
    return json_answer(201, body.dump());
}

std::string FakeHubSpot::add(const std::string& type, Properties properties)
{
    Record& record = new_record(type);
    record.properties = std::move(properties);
    record.updated_at = m_clock.now();
    return record.id;
}

void FakeHubSpot::change(const std::string& type, const std::string& id, const std::string& property,
                         const std::string& value)
{
    Record& record = m_stores.at(type).records.at(id);
    record.properties[property] = value;
    record.updated_at = m_clock.now();
}

void FakeHubSpot::touch(const std::string& type, const std::string& id)
{
    m_stores[type].records.at(id).updated_at = m_clock.now();
}

void FakeHubSpot::archive(const std::string& type, const std::string& id)
{
    m_stores.at(type).records.at(id).archived = true;
}

void FakeHubSpot::purge(const std::string& type, const std::string& id)
{
    m_stores.at(type).records.erase(id);
}

std::string FakeHubSpot::merge(const std::string& type, const std::string& id, const std::string& absorbed)
{
    Properties properties = m_stores.at(type).records.at(id).properties;
    for (const auto& [name, value] : m_stores.at(type).records.at(absorbed).properties)
        properties.emplace(name, value);
    properties["hs_merged_object_ids"] = id + ";" + absorbed;
    purge(type, id);
    purge(type, absorbed);
    return add(type, std::move(properties));
}

std::vector<FakeHubSpot::Record> FakeHubSpot::live(const std::string& type) const
{
    std::vector<Record> records;
    for (const auto& [id, record] : m_stores.at(type).records) {
        if (!record.archived) records.push_back(record);
    }
    return records;
}

std::vector<FakeHubSpot::Record> FakeHubSpot::with(const std::string& type, const std::string& property,
                                                   const std::string& value) const
{
    std::vector<Record> records = live(type);
    std::erase_if(records, [&](const Record& record) {
        const auto found = record.properties.find(property);
        return found == record.properties.end() || found->second != value;
    });
    return records;
}

std::set<std::string> FakeHubSpot::associated(const std::string& invoice, const std::string& to_type) const
{
    std::set<std::string> ids;
    for (auto at = m_associations.lower_bound({invoice, to_type, ""}); at != m_associations.end(); ++at) {
        if (at->invoice != invoice || at->to_type != to_type) break;
        if (!m_stores.at(to_type).records.at(at->to).archived) ids.insert(at->to);
    }
    return ids;
}

void FakeHubSpot::define(const std::string& type, const std::string& property, const std::string& value_type)
{
    m_stores[type].definitions[property] = {.type = value_type};
}

void FakeHubSpot::undefine(const std::string& type, const std::string& property)
{
    m_stores[type].definitions.erase(property);
    for (auto& [id, record] : m_stores[type].records) record.properties.erase(property);
}

}  // namespace app::testing
