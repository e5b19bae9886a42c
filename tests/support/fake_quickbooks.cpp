#include "support/fake_quickbooks.h"

#include <algorithm>
#include <charconv>

#include "base/assert.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "support/answer.h"

namespace app::testing {
namespace {

constexpr std::int64_t look_back_ms = std::int64_t{30} * 24 * 3'600'000;
constexpr std::size_t page_size_max = 1000;

// The word after `keyword`: "Customer" in "select * from Customer where …".
std::string word_after(std::string_view statement, std::string_view keyword)
{
    const std::size_t found = statement.find(keyword);
    if (found == std::string_view::npos) return {};
    std::string_view rest = statement.substr(found + keyword.size());
    return std::string(rest.substr(0, rest.find(' ')));
}

std::size_t number_after(std::string_view statement, std::string_view keyword)
{
    const std::string word = word_after(statement, keyword);
    std::size_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
}

// The text in quotes after `keyword`, without the escapes.
std::string quoted_after(std::string_view statement, std::string_view keyword)
{
    const std::size_t found = statement.find(keyword);
    std::string text;
    if (found == std::string_view::npos) return text;
    for (std::size_t at = found + keyword.size() + 1; at < statement.size() && statement[at] != '\''; ++at) {
        if (statement[at] == '\\') ++at;
        text += statement[at];
    }
    return text;
}

std::string name_member(std::string_view entity)
{
    return entity == "Item" ? "Name" : "DisplayName";
}

// In lower case: names are compared without it.
std::string name_in(std::string_view entity, const std::string& members)
{
    const auto json = Json::parse("{" + members + "}");
    return json ? lower_ascii(json->text(name_member(entity)).value_or("")) : std::string();
}

std::string fault_json(std::string_view code, std::string_view detail)
{
    const std::string error =
        JsonObject().text("Message", detail).text("Detail", detail).text("code", code).str();
    return R"({"Error":[)" + error + R"(],"type":"ValidationFault"})";
}

// `change` laid over `members`, nested objects as a whole.
std::string with_changes(const std::string& members, const Json& change)
{
    JsonObject merged;
    const auto before = Json::parse("{" + members + "}");
    for (const auto& [name, value] : *before->members()) {
        if (!change.has(name)) merged.raw(name, value.dump());
    }
    for (const auto& [name, value] : *change.members()) {
        if (name != "Id" && name != "SyncToken" && name != "sparse") merged.raw(name, value.dump());
    }
    const std::string text = merged.str();
    return text.substr(1, text.size() - 2);
}

bool hides_inactive(std::string_view entity, std::string_view statement)
{
    const bool is_name_list = entity == "Customer" || entity == "Item";
    return is_name_list && statement.find("Active in (true,false)") == std::string_view::npos;
}

}  // namespace

net::Response FakeQuickBooks::handle(const net::Request& request, std::string_view path)
{
    ASSERT(query_value(request, "minorversion") == "75");
    if (path == "companyinfo") return company();
    if (path == "preferences") return preferences();
    if (path == "batch") return batch(request);
    if (path == "query") return query(query_value(request, "query"));
    if (path == "cdc") return changes(request);
    const std::vector<std::string_view> parts = split(path, '/');
    ASSERT(parts.size() == 2);
    return read(parts[0], parts[1]);
}

net::Response FakeQuickBooks::count(const Json::Array& requests) const
{
    JsonArray responses;
    for (const Json& item : requests) {
        const std::string statement = item.text("Query").value_or("");
        const std::string entity = word_after(statement, "from ");
        ASSERT(!hides_inactive(entity, statement));
        const auto found = m_records.find(entity);
        std::int64_t total = 0;
        if (found != m_records.end()) total = std::ranges::count(found->second, false, &Record::deleted);
        responses.raw(JsonObject()
                          .text("bId", item.text("bId").value_or(""))
                          .raw("QueryResponse", JsonObject().number("totalCount", total).str())
                          .str());
    }
    return json_answer(200, "{\"BatchItemResponse\":" + responses.str() + "," + time_member() + "}");
}

net::Response FakeQuickBooks::batch(const net::Request& request)
{
    const auto body = Json::parse(request.body);
    ASSERT(body.has_value());
    const auto items = body->array("BatchItemRequest");
    ASSERT(items.has_value());
    ASSERT(!items->empty() && items->size() <= 30);
    if (items->front().has("Query")) return count(*items);
    ++writes;
    const std::string id = query_value(request, "requestid");
    ASSERT(!id.empty() && id.size() <= 36);
    if (const auto earlier = m_answers.find(id); knows_request_ids && earlier != m_answers.end())
        return earlier->second;
    std::vector<std::string> answers;
    for (const Json& item : *items) {
        ASSERT(item.text("bId")->size() <= 10);
        answers.push_back(write_item(item));
    }
    answers.resize(answers.size() - std::min(answers.size(), answers_left_out));
    JsonArray responses;
    for (std::size_t at = answers.size(); at-- > 0;) responses.raw(answers[at]);
    net::Response answer =
        json_answer(200, "{\"BatchItemResponse\":" + responses.str() + "," + time_member() + "}");
    m_answers[id] = answer;
    return answer;
}

std::string FakeQuickBooks::write_item(const Json& item)
{
    const std::string entity = item.has("Item") ? "Item" : "Customer";
    const auto record = item.object(entity);
    ASSERT(record.has_value());
    const bool creates = item.text("operation").value_or("") == "create";
    const std::string result = creates ? create(entity, *record) : update(entity, *record);
    JsonObject answer;
    answer.text("bId", item.text("bId").value_or(""));
    answer.raw(result.starts_with("{\"Error\"") ? "Fault" : entity, result);
    return answer.str();
}

// Why a new or changed record is not taken, as a fault; empty when it is.
std::string FakeQuickBooks::refusal(const std::string& entity, const Json& record) const
{
    const std::string tested = record.text(entity == "Item" ? "Name" : "FamilyName").value_or("");
    if (!refused_family_name.empty() && tested == refused_family_name)
        return fault_json("2010", "Request has invalid or unsupported property");
    const auto account = record.object("IncomeAccountRef");
    if (account && !income_accounts.contains(account->text("value").value_or("")))
        return fault_json("2500", "Invalid Reference Id : IncomeAccountRef");
    return {};
}

std::string FakeQuickBooks::create(const std::string& entity, const Json& record)
{
    ASSERT(!record.has("Balance") && !record.has("Id"));
    const std::string name = record.text(name_member(entity)).value_or("");
    if (name.empty()) return fault_json("6080", "Name required");
    ASSERT(name.find_first_of(":\t\n") == std::string::npos);
    if (entity == "Item") ASSERT(record.has("IncomeAccountRef") && record.has("Type"));
    if (name_is_taken(entity, name)) return fault_json("6240", "Another record is already using this name.");
    if (std::string refused = refusal(entity, record); !refused.empty()) return refused;
    const std::string id = add(
        entity, with_changes(entity == "Item" ? R"("Active":true)" : R"("Active":true,"Balance":0)", record));
    return json_of(find(entity, id));
}

std::string FakeQuickBooks::update(const std::string& entity, const Json& change)
{
    ASSERT(change.boolean("sparse").value_or(false) && !change.has("Balance"));
    const std::string id = change.text("Id").value_or("");
    const auto found = std::ranges::find(m_records[entity], id, &Record::id);
    if (found == m_records[entity].end() || found->deleted) return fault_json("610", "Object Not Found");
    if (change.text("SyncToken").value_or("") != std::to_string(found->sync_token))
        return fault_json("5010", "Stale Object Error");
    if (std::string refused = refusal(entity, change); !refused.empty()) return refused;
    const std::string name = lower_ascii(change.text(name_member(entity)).value_or(""));
    if (!name.empty() && name != name_in(entity, found->members) && name_is_taken(entity, name))
        return fault_json("6240", "Another record is already using this name.");
    const std::string members = with_changes(found->members, change);
    if (members != found->members) this->change(entity, id, members);
    return json_of(find(entity, id));
}

bool FakeQuickBooks::name_is_taken(const std::string& entity, const std::string& name) const
{
    if (names_of_others.contains(name)) return true;
    const auto records = m_records.find(entity);
    if (records == m_records.end()) return false;
    return std::ranges::any_of(records->second, [&](const Record& record) {
        return !record.deleted && name_in(entity, record.members) == lower_ascii(name);
    });
}

net::Response FakeQuickBooks::accounts() const
{
    JsonArray rows;
    for (const auto& [id, name] : income_accounts)
        rows.raw(JsonObject().text("Id", id).text("Name", name).text("AccountType", "Income").str());
    return json_answer(200, "{\"QueryResponse\":" + JsonObject().raw("Account", rows.str()).str() + "," +
                                time_member() + "}");
}

net::Response FakeQuickBooks::query(const std::string& statement) const
{
    const std::string entity = word_after(statement, "from ");
    const std::size_t start = number_after(statement, "startposition ");
    const std::size_t most = number_after(statement, "maxresults ");
    ASSERT(!hides_inactive(entity, statement));
    if (entity == "Account") return accounts();
    const std::string name = quoted_after(statement, name_member(entity) + " = ");
    if (start < 1 || most < 1 || most > page_size_max) return fault("4000", "Error parsing query");
    std::vector<const Record*> rows;
    const std::string since = word_after(statement, "LastUpdatedTime >= ");
    const Timestamp earliest =
        since.empty()
            ? Timestamp{}
            : parse_timestamp(std::string_view(since).substr(1, since.size() - 2)).value_or(Timestamp{});
    if (const auto found = m_records.find(entity); found != m_records.end()) {
        for (const Record& record : found->second) {
            const bool is_asked_for = name.empty() || name_in(entity, record.members) == lower_ascii(name);
            if (!record.deleted && record.updated_at >= earliest && is_asked_for) rows.push_back(&record);
        }
    }
    if (!since.empty()) std::ranges::stable_sort(rows, {}, &Record::updated_at);
    JsonArray page;
    for (std::size_t at = start - 1; at < rows.size() && page.size() < most; ++at)
        page.raw(json_of(*rows[at]));
    JsonObject response;
    if (page.size() > 0) response.raw(entity, page.str());
    return json_answer(200, "{\"QueryResponse\":" + response.str() + "," + time_member() + "}");
}

net::Response FakeQuickBooks::changes(const net::Request& request) const
{
    const auto since = parse_timestamp(query_value(request, "changedSince"));
    ASSERT(since.has_value());
    if (m_clock.now().ms - since->ms > look_back_ms) {
        return fault("2020", "Unsupported operation: changedSince is older than fixed days");
    }
    std::size_t left = change_set_max;
    JsonArray groups;
    const std::string entities = query_value(request, "entities");
    for (const std::string_view entity : split(entities, ',')) {
        JsonArray rows;
        if (const auto found = m_records.find(std::string(entity)); found != m_records.end()) {
            for (const Record& record : found->second) {
                // Times are cut to seconds, as in the request.
                if (record.updated_at.ms / 1000 < since->ms / 1000 || left == 0) continue;
                rows.raw(json_of(record));
                --left;
            }
        }
        if (const auto wrong = wrong_stubs.find(std::string(entity)); wrong != wrong_stubs.end()) {
            rows.raw(
                json_of({.id = wrong->second, .members = "", .updated_at = m_clock.now(), .deleted = true}));
        }
        JsonObject group;
        if (rows.size() > 0) group.raw(entity, rows.str());
        groups.raw(group.str());
    }
    return json_answer(200,
                       "{\"CDCResponse\":[{\"QueryResponse\":" + groups.str() + "}]," + time_member() + "}");
}

net::Response FakeQuickBooks::read(std::string_view entity, std::string_view id) const
{
    for (const auto& [name, records] : m_records) {
        if (lower_ascii(name) != entity) continue;
        for (const Record& record : records) {
            if (record.id != id || record.deleted) continue;
            return json_answer(200, "{\"" + name + "\":" + json_of(record) + "," + time_member() + "}");
        }
    }
    return fault("610", "Object Not Found: Something you're trying to use has been made inactive.");
}

net::Response FakeQuickBooks::company() const
{
    const std::string company = JsonObject()
                                    .text("CompanyName", "Brightwater Supply")
                                    .text("Country", "US")
                                    .text("DefaultTimeZone", time_zone)
                                    .str();
    return json_answer(200, "{\"CompanyInfo\":" + company + "," + time_member() + "}");
}

net::Response FakeQuickBooks::preferences() const
{
    const std::string currency =
        JsonObject().raw("HomeCurrency", JsonObject().text("value", home_currency).str()).str();
    return json_answer(200, "{\"Preferences\":{\"CurrencyPrefs\":" + currency + "}," + time_member() + "}");
}

std::string FakeQuickBooks::add(const std::string& entity, std::string members)
{
    // Every entity counts for itself, so that ids of two entities are equal, as in QuickBooks.
    Records& records = m_records[entity];
    Record record{.id = std::to_string(records.size() + 1), .members = std::move(members)};
    record.created_at = record.updated_at = m_clock.now();
    records.push_back(record);
    return record.id;
}

void FakeQuickBooks::change(const std::string& entity, const std::string& id, std::string members)
{
    Record& record = find(entity, id);
    record.members = std::move(members);
    ++record.sync_token;
    record.updated_at = m_clock.now();
}

void FakeQuickBooks::touch(const std::string& entity, const std::string& id)
{
    find(entity, id).updated_at = m_clock.now();
}

void FakeQuickBooks::remove(const std::string& entity, const std::string& id)
{
    Record& record = find(entity, id);
    record.deleted = true;
    record.updated_at = m_clock.now();
}

std::vector<std::string> FakeQuickBooks::ids(const std::string& entity) const
{
    std::vector<std::string> ids;
    const auto found = m_records.find(entity);
    if (found == m_records.end()) return ids;
    for (const Record& record : found->second) {
        if (!record.deleted) ids.push_back(record.id);
    }
    return ids;
}

std::string FakeQuickBooks::members(const std::string& entity, const std::string& id) const
{
    return std::ranges::find(m_records.at(entity), id, &Record::id)->members;
}

FakeQuickBooks::Record& FakeQuickBooks::find(const std::string& entity, const std::string& id)
{
    const auto found = std::ranges::find(m_records[entity], id, &Record::id);
    ASSERT(found != m_records[entity].end());
    return *found;
}

std::string FakeQuickBooks::json_of(const Record& record) const
{
    const std::string updated = json_quoted(format_timestamp(record.updated_at, Milliseconds::no));
    const std::string created = json_quoted(format_timestamp(record.created_at, Milliseconds::no));
    const std::string id = "\"Id\":\"" + record.id + "\"";
    if (record.deleted) {
        return "{\"domain\":\"QBO\",\"status\":\"Deleted\"," + id +
               ",\"MetaData\":{\"LastUpdatedTime\":" + updated + "}}";
    }
    const auto lacks = [&](const std::set<std::string>& names) {
        return std::ranges::any_of(names, [&](const std::string& name) {
            return record.members.contains("\"DisplayName\":" + json_quoted(name));
        });
    };
    std::string text = "{\"SyncToken\":\"" + std::to_string(record.sync_token) + "\",";
    if (!lacks(without_id)) text += id + ",";
    if (!lacks(without_meta_data))
        text += "\"MetaData\":{\"CreateTime\":" + created + ",\"LastUpdatedTime\":" + updated + "},";
    return text + record.members + "}";
}

std::string FakeQuickBooks::time_member() const
{
    return "\"time\":" + json_quoted(format_timestamp(m_clock.now(), Milliseconds::yes));
}

net::Response FakeQuickBooks::fault(std::string_view code, std::string_view detail)
{
    return json_answer(400, R"({"Fault":)" + fault_json(code, detail) + "}");
}

}  // namespace app::testing
