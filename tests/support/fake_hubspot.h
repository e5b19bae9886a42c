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

// HubSpot as far as the engine uses it: keeps state, checks what it is given, and answers in the
// shapes of the API. Results of batches come in reverse order, so that nothing can rely on position.
class FakeHubSpot {
public:
    using Properties = std::map<std::string, std::string>;
    struct Record {
        std::string id;
        Properties properties;
        bool archived = false;
        Timestamp updated_at = {};
    };
    enum class Strictness {
        each_input,   // a bad input fails alone, in a 207
        whole_batch,  // a bad input fails the call, in a 400
    };

    explicit FakeHubSpot(const Clock& clock);

    // `path` is what follows the connection in the page's address.
    net::Response handle(const net::Request& request, std::string_view path);

    // What a person does in HubSpot.
    std::string add(const std::string& type, Properties properties);
    void change(const std::string& type, const std::string& id, const std::string& property,
                const std::string& value);
    void archive(const std::string& type, const std::string& id);
    // Deletes it for good: it is not in the recycle bin either.
    void purge(const std::string& type, const std::string& id);
    // Merges the second into the first; the survivor has an id of its own.
    std::string merge(const std::string& type, const std::string& id, const std::string& absorbed);
    // Other activity on a record: it counts as modified, but no property of ours changed.
    void touch(const std::string& type, const std::string& id);
    // A custom property is made, and removed for good.
    void define(const std::string& type, const std::string& property,
                const std::string& value_type = "string");
    void undefine(const std::string& type, const std::string& property);

    std::vector<Record> live(const std::string& type) const;
    // Live records whose property has this value.
    std::vector<Record> with(const std::string& type, const std::string& property,
                             const std::string& value) const;
    // Ids of live records of `to_type` that the invoice is associated with.
    std::set<std::string> associated(const std::string& invoice, const std::string& to_type) const;

    // What the account allows.
    std::set<std::string> unique_types = {"contacts", "products", "invoices", "line_items"};
    std::set<std::string> read_only_invoice_fields = {};
    std::set<std::string> currencies = {"USD"};
    Strictness strictness = Strictness::each_input;
    std::string refused_last_name = {};  // as a validation rule of the account
    std::size_t page_size = 100;
    // Whether answers carry trace ids, and how many results they leave out at their end.
    bool sends_trace_ids = true;
    std::size_t results_left_out = 0;
    // Changes that are younger than this do not show in searches yet.
    std::int64_t search_lag_ms = 0;

    int writes = 0;  // calls that came to change something, refused ones included

private:
    struct Definition {
        std::string type = "string";
        std::string field_type = "text";
        bool unique = false;
        bool read_only = false;
    };
    struct Problem {
        int status;
        std::string category;
        std::string code;
        std::string message;
    };
    struct Store {
        std::map<std::string, Definition> definitions;
        std::map<std::string, Record> records;
    };
    struct Association {
        std::string invoice;
        std::string to_type;
        std::string to;
        auto operator<=>(const Association&) const = default;
    };

    net::Response objects(const net::Request& request, const std::vector<std::string_view>& path);
    net::Response list(const net::Request& request, const std::string& type) const;
    net::Response search(const net::Request& request, const std::string& type) const;
    net::Response create_one(const net::Request& request, const std::string& type);
    net::Response archive_one(const std::string& type, const std::string& id);
    net::Response batch(const net::Request& request, const std::string& type, std::string_view verb);
    net::Response batch_read(const Json::Array& inputs, const std::string& type) const;
    net::Response properties(const net::Request& request, const std::vector<std::string_view>& path);
    net::Response create_property(const Json& body, const std::string& type);
    net::Response associate(const net::Request& request, const std::string& to_type);
    net::Response dissociate(const net::Request& request, const std::string& to_type);

    std::optional<Problem> apply(const Json& input, const std::string& type, std::string_view verb,
                                 std::string& result);
    std::optional<Problem> put(const std::string& type, Record& record, const Properties& changes);
    std::optional<Problem> check(const std::string& type, const Record& record,
                                 const Properties& changes) const;
    std::optional<Problem> check_status(const Record& record) const;
    const Record* holder(const std::string& type, const std::string& property,
                         const std::string& value) const;
    Record& new_record(const std::string& type);
    std::string json_of(const Record& record) const;
    static net::Response refusal(const Problem& problem);
    static std::string error_entry(const Problem& problem, const Json& input);

    const Clock& m_clock;
    std::map<std::string, Store> m_stores;
    std::set<Association> m_associations;
    std::int64_t m_next_id = 100'001;
};

}  // namespace app::testing
