#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/task.h"
#include "clients/quickbooks/decode.h"
#include "clients/quickbooks/types.h"
#include "clients/session.h"

namespace app::clients::quickbooks {

// The next page of an entity. Pages follow MetaData.CreateTime, which never moves, so that a change
// during the load neither repeats nor loses a row; what changed meanwhile comes with the first
// change set after it.
struct PageQuery {
    Entity entity = Entity::customer;
    int start_position = 1;  // counted from 1
    int page_size = page_size_max;
};

struct RecordPage {
    std::vector<Record> records = {};
    std::vector<UnreadableRecord> unreadable = {};
    std::int64_t rows = 0;  // of the answer, unreadable ones included
    // Whether another page may follow. A page can hold one row more than was asked for: continue
    // at start_position + rows and ignore ids that were seen.
    bool more = false;
    Timestamp server_time = {};  // of the answer; lower bound for the next change set
};

struct ChangeGroup {
    Entity entity = Entity::customer;
    std::vector<Record> records = {};  // deleted ones are stubs
    std::vector<UnreadableRecord> unreadable = {};
    bool capped = false;  // as many as an answer can hold: some may be missing
};

struct ChangeSet {
    std::vector<ChangeGroup> groups = {};  // one for each entity asked for, in that order
    Timestamp server_time = {};
};

// A stored batch of writes: `body` is sent as it is, so that a repetition is the same request.
struct WriteBatch {
    Entity entity = Entity::customer;
    std::string body = {};  // from encode_batch
    // Also the request id, by which QuickBooks knows a repetition (QBO: requestid; a batch takes 36 characters).
    OperationId operation = {};
    Resend resend = Resend::no;
};

// What became of one item of a batch: the record as it is now, or why not.
struct WriteAnswer {
    std::string item;  // the id it was given in the batch
    Result<Record> record = std::unexpected(Error{});
};

// QuickBooks Online's API, as far as this program uses it. Always minor version 75. Errors
// are the session's; faults that arrive with HTTP 200 are errors too. Calls give way to the loop
// while they read large answers. The client must outlive its tasks.
class Client {
public:
    explicit Client(Session& session) : m_session(session) {}

    // QBO: CompanyInfo.
    Task<CompanyInfo> company_info();

    // QBO: Preferences.
    Task<Preferences> preferences();

    // QBO: Batch with one `select count(*)` per entity: one call for up to 30 entities. Inactive
    // names count too.
    Task<std::map<Entity, std::int64_t>> count(std::vector<Entity> entities);

    // QBO: Query. Inactive names come too.
    Task<RecordPage> query_page(PageQuery query);

    // QBO: Query. What changed since, oldest change first: for entities whose change group was capped.
    Task<RecordPage> query_changed(PageQuery query, Timestamp changed_since);

    // QBO: Change data capture. At most 30 days back; an older time is `rejected`. When the answer
    // holds as many records as it can in all, every group that is not empty is `capped`.
    Task<ChangeSet> cdc(std::vector<Entity> entities, Timestamp changed_since);

    // QBO: Read. `not_found` for a record that was deleted or never was (code 610).
    Task<Record> read(Entity entity, QuickBooksId id);

    // QBO: Query by name, inactive ones included: customers by DisplayName, items by Name, of which several
    // may share one below different parents. QuickBooks compares names without case.
    Task<std::vector<Record>> records_named(Entity entity, std::string name);

    // QBO: Query of Account: active ones of type Income, which new items need (QBO: Item, IncomeAccountRef). In
    // order of name.
    Task<std::vector<Reference>> income_accounts();

    // QBO: Batch. An answer for each item that QuickBooks mentions, in any order; a batch refused as a whole
    // is an Error. Only name lists: their names are unique and their updates carry a SyncToken, so repeating
    // changes nothing twice even if the request id was forgotten.
    Task<std::vector<WriteAnswer>> write_batch(WriteBatch batch);

private:
    Task<RecordPage> run_query(PageQuery query, std::string statement);

    Session& m_session;
};

}  // namespace app::clients::quickbooks
