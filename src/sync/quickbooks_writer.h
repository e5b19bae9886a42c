#pragma once

#include <vector>

#include "sync/filed_write.h"

namespace app::sync {

// One record of a batch to QuickBooks.
struct QuickBooksItem {
    WriteItem item;      // `sent` by HubSpot's property names; of a new record `title` is its name
    std::string record;  // its JSON as it goes out
};

// Carries customers and items to QuickBooks with the same promise as Writer: filed as an intent with its exact
// bytes, durable, sent under the intent's key, settled. The key is QuickBooks' request id too. Repeating changes
// nothing twice even if QuickBooks forgot it: an update carries the version it was made for, and a name exists
// once, so what was made without an answer is found by its name: a customer by its mark besides, an item by holding
// what was sent.
class QuickBooksWriter {
public:
    explicit QuickBooksWriter(RunContext& context) : m_context(context) {}

    // At most 30 records of one object. Gives those that have to be decided anew, because QuickBooks has another version or
    // because the name is taken; failures of single records are filed and do not fail the task.
    Task<std::vector<WriteItem>> send(Object object, store::IntentAction action,
                                      std::vector<QuickBooksItem> items);

    // Finishes what an earlier run left open of the armed objects. What is too old to be repeated is left to the
    // next plan.
    Task<> finish_open_intents(std::vector<Object> armed);

private:
    struct Missing {
        std::size_t position = 0;
        bool name_is_taken = false;
    };
    using Answers = std::vector<clients::quickbooks::WriteAnswer>;

    Result<OperationId> file(Object object, store::IntentAction action, std::vector<QuickBooksItem> items);
    Result<bool> is_too_old(const store::IntentRow& intent);
    Task<std::vector<WriteItem>> deliver(OperationId operation);
    Task<std::vector<WriteItem>> settle(FiledWrite sent, Answers answers);
    Task<std::vector<WriteItem>> not_delivered(FiledWrite sent, Error error);
    Task<std::vector<WriteItem>> look(FiledWrite sent, std::vector<Missing> missing);
    Result<bool> settle_found(const FiledWrite& sent, const Missing& one,
                              const std::vector<clients::quickbooks::Record>& found);
    Result<void> refuse_all(const FiledWrite& sent, const Error& error);

    RunContext& m_context;
};

}  // namespace app::sync
