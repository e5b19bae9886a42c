#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "net/request.h"
#include "net/response.h"

namespace app::testing {

// QuickBooks Online as far as the engine uses it. Records are kept as their JSON members without Id,
// SyncToken and MetaData, which the fake adds. Answers of batches come in reverse order.
class FakeQuickBooks {
public:
    explicit FakeQuickBooks(const Clock& clock) : m_clock(clock) {}

    net::Response handle(const net::Request& request, std::string_view path);

    // What a person does in QuickBooks. `members` is JSON without braces: R"("DisplayName":"Ada")".
    std::string add(const std::string& entity, std::string members);
    void change(const std::string& entity, const std::string& id, std::string members);
    // Another last change, the same content.
    void touch(const std::string& entity, const std::string& id);
    void remove(const std::string& entity, const std::string& id);

    std::vector<std::string> ids(const std::string& entity) const;
    std::string members(const std::string& entity, const std::string& id) const;

    std::size_t change_set_max = 1000;
    // Ids that every change set calls deleted although they are not.
    std::map<std::string, std::string> wrong_stubs = {};
    // What records lack that each should have, by their DisplayName.
    std::set<std::string> without_id = {};
    std::set<std::string> without_meta_data = {};
    // Names that vendors and employees have.
    std::set<std::string> names_of_others = {};
    // Whether a repeated request id gives the first answer again.
    bool knows_request_ids = true;
    // Id and name of the active accounts of type Income.
    std::map<std::string, std::string> income_accounts = {{"79", "Sales of Product Income"}};
    // A family name, or an item's name, that a batch item is refused for, and items that its answers leave out at their end.
    std::string refused_family_name = {};
    std::size_t answers_left_out = 0;
    int writes = 0;  // batches that came to change something, repetitions included
    std::string home_currency = "USD";
    std::string time_zone = "UTC";

private:
    struct Record {
        std::string id;
        std::string members;
        int sync_token = 0;
        Timestamp created_at = {};
        Timestamp updated_at = {};
        bool deleted = false;
    };
    using Records = std::vector<Record>;  // in the order of creation

    net::Response batch(const net::Request& request);
    net::Response count(const Json::Array& requests) const;
    std::string write_item(const Json& item);
    std::string create(const std::string& entity, const Json& record);
    std::string update(const std::string& entity, const Json& change);
    std::string refusal(const std::string& entity, const Json& record) const;
    bool name_is_taken(const std::string& entity, const std::string& name) const;
    net::Response accounts() const;
    net::Response query(const std::string& statement) const;
    net::Response changes(const net::Request& request) const;
    net::Response read(std::string_view entity, std::string_view id) const;
    net::Response company() const;
    net::Response preferences() const;

    Record& find(const std::string& entity, const std::string& id);
    std::string json_of(const Record& record) const;
    std::string time_member() const;
    static net::Response fault(std::string_view code, std::string_view detail);

    const Clock& m_clock;
    std::map<std::string, Records> m_records;
    std::map<std::string, net::Response> m_answers;  // by request id
};

}  // namespace app::testing
