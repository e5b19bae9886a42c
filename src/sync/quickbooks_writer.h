#pragma once

#include <vector>

#include "sync/run_context.h"
#include "sync/write.h"

namespace app::sync {

// One record of a batch to QuickBooks.
struct QuickBooksItem {
    WriteItem item;      // `sent` by HubSpot's property names; of a new record `title` is its name
    std::string record;  // its JSON as it goes out
};

// Carries customers to QuickBooks with the same promise as Writer: filed as an intent with its exact bytes,
// durable, sent under the intent's key, settled. The key is QuickBooks' request id too. Repeating changes
// nothing twice even if QuickBooks forgot it: an update carries the version it was made for, and a name exists
// once, so what was made without an answer is found by its name and its mark.
class QuickBooksWriter {
public:
    explicit QuickBooksWriter(RunContext& context) : m_context(context) {}

    // At most 30 records. Gives those that have to be decided anew, because QuickBooks has another version or
    // because the name is taken; failures of single records are filed and do not fail the task.
    Task<std::vector<WriteItem>> send(store::IntentAction action, std::vector<QuickBooksItem> items);

    // Finishes what an earlier run left open. What is too old to be repeated is left to the next plan.
    Task<> finish_open_intents();

private:
    struct Sent {
        store::IntentRow intent;
        std::vector<store::IntentItemRow> rows;
        std::vector<WriteItem> items;
    };
    struct Missing {
        std::size_t position = 0;
        bool name_is_taken = false;
    };
    using Answers = std::vector<clients::quickbooks::WriteAnswer>;

    Result<OperationId> file(store::IntentAction action, const std::vector<QuickBooksItem>& items);
    Result<Sent> load(const OperationId& operation);
    Result<bool> is_too_old(const store::IntentRow& intent);
    Task<std::vector<WriteItem>> deliver(OperationId operation);
    Task<std::vector<WriteItem>> settle(Sent sent, Answers answers);
    Task<std::vector<WriteItem>> not_delivered(Sent sent, Error error);
    Task<std::vector<WriteItem>> look(Sent sent, std::vector<Missing> missing);
    Result<void> refuse_all(const Sent& sent, const Error& error);

    RunContext& m_context;
};

}  // namespace app::sync
